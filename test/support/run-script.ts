import { spawn } from "node:child_process";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const loader = pathToFileURL(path.join(root, "node_modules/tsx/dist/loader.mjs")).href;

export type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

/**
 * A file of this project in a process of its own, without a terminal, until it ends.
 * @param directory where it runs; by default the project's folder
 * @param environment all that it has beside PATH
 * @param until asked whenever it has written something; from then on it is asked to stop
 */
export function runScript(
  file: string,
  args: readonly string[],
  {
    directory = root,
    environment = {},
    until = () => false,
  }: {
    directory?: string;
    environment?: Readonly<Record<string, string>>;
    until?: (stdout: string, stderr: string) => boolean;
  } = {},
): Promise<Ended> {
  const child = spawn(process.execPath, ["--import", loader, path.join(root, file), ...args], {
    cwd: directory,
    env: { PATH: process.env.PATH ?? "", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk) => {
    stdout += chunk;
    if (until(stdout, stderr)) child.kill();
  });
  child.stderr.on("data", (chunk) => {
    stderr += chunk;
    if (until(stdout, stderr)) child.kill();
  });
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, stdout, stderr })));
}
