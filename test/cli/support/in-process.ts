import { expect } from "chai";
import { run } from "../../../cli/run.ts";
import type { Ended } from "./millrace.ts";

/** `millrace` in this process: the same program without the second that a process of its own takes to start. */
export async function millraceHere(...args: string[]): Promise<Ended> {
  const { log, error } = console;
  const ownExitCode = process.exitCode;
  const said: string[] = [];
  const complained: string[] = [];
  console.log = (...parts: unknown[]) => said.push(parts.join(" "));
  console.error = (...parts: unknown[]) => complained.push(parts.join(" "));
  process.exitCode = 0;
  try {
    const ended = await run(args);
    // A command that was done may have set one of its own.
    const code = ended === 0 ? Number(process.exitCode) : ended;
    return { code, stdout: said.join("\n"), stderr: complained.join("\n") };
  } finally {
    Object.assign(console, { log, error });
    process.exitCode = ownExitCode;
  }
}

/** What it answers to `--output json`, which must succeed. */
export async function jsonHere(...args: string[]) {
  const { code, stdout, stderr } = await millraceHere(...args, "--output", "json");
  expect(code, `millrace ${args.join(" ")}: ${stderr}`).to.equal(0);
  return JSON.parse(stdout);
}
