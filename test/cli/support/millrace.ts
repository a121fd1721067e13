import { spawn } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";

const root = fileURLToPath(new URL("../../..", import.meta.url));

export type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

/** `millrace` in a process of its own, in `directory`, without a terminal. */
export function millraceIn(directory: string, ...args: string[]): Promise<Ended> {
  const child = spawn(process.execPath, [path.join(root, "cli/main.ts"), ...args], {
    cwd: directory,
    env: { PATH: process.env.PATH ?? "" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk) => {
    stdout += chunk;
  });
  child.stderr.on("data", (chunk) => {
    stderr += chunk;
  });
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, stdout, stderr })));
}

/** What it answers to `--output json`, which must succeed. */
export async function millraceJson(directory: string, ...args: string[]) {
  const { code, stdout, stderr } = await millraceIn(directory, ...args, "--output", "json");
  expect(code, stderr).to.equal(0);
  return JSON.parse(stdout);
}
