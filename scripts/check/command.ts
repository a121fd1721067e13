import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

export type Outcome = { readonly passed: boolean; readonly output: string };

const BOOT = fileURLToPath(new URL("../boot.mjs", import.meta.url));

/** Run an installed package's executable and keep what it prints. */
export function run([name, ...args]: readonly [string, ...string[]]): Promise<Outcome> {
  const child = spawn(process.execPath, [BOOT, "bin", name, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (output += text));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ passed: code === 0, output }));
  });
}

/** Run one after the other, showing what they print. */
export async function runAll(commands: readonly (readonly [string, ...string[]])[]): Promise<boolean> {
  let allPassed = true;
  for (const command of commands) {
    const { passed, output } = await run(command);
    process.stderr.write(output);
    allPassed &&= passed;
  }
  return allPassed;
}
