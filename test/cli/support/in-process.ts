import { expect } from "chai";
import { exitCodes } from "../../../cli/errors/exit-codes.ts";
import { runMillrace } from "../../../cli/run.ts";
import type { Ended } from "../../support/run-script.ts";
import { silently } from "../../support/silently.ts";

/** `millrace` in this process: the same program without the seconds that a process of its own takes to start. */
export async function millraceHere(...args: string[]): Promise<Ended> {
  const { exitCode: before } = process;
  process.exitCode = 0;
  try {
    const { result: code, stdout, stderr } = await silently(() => runMillrace(args));
    // A command that was done may have set one of its own.
    return { code: code === exitCodes.done ? Number(process.exitCode) : code, stdout, stderr };
  } finally {
    process.exitCode = before;
  }
}

/** What it answers to `--output json`, which must succeed. */
export async function jsonHere(...args: string[]) {
  return answerOf(await millraceHere(...args, "--output", "json"), args);
}

/** `millrace` in a folder, where `millrace init` writes what it remembers. */
export async function millraceAt(directory: string, ...args: string[]): Promise<Ended> {
  const before = process.cwd();
  process.chdir(directory);
  try {
    return await millraceHere(...args);
  } finally {
    process.chdir(before);
  }
}

/** What it answers to `--output json` in a folder, which must succeed. */
export async function jsonAt(directory: string, ...args: string[]) {
  return answerOf(await millraceAt(directory, ...args, "--output", "json"), args);
}

function answerOf({ code, stdout, stderr }: Ended, args: readonly string[]) {
  expect(code, `millrace ${args.join(" ")}: ${stderr}`).to.equal(0);
  return JSON.parse(stdout);
}
