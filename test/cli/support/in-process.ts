import { expect } from "chai";
import { exitCodes } from "../../../cli/errors/exit-codes.ts";
import { runMillrace } from "../../../cli/run.ts";
import type { Ended } from "../../support/run-script.ts";

/** `millrace` in this process: the same program without the seconds that a process of its own takes to start. */
export async function millraceHere(...args: string[]): Promise<Ended> {
  const { stdout, stderr, exitCode: before } = process;
  const [out, err] = [stdout, stderr].map(collect) as [Collected, Collected];
  process.exitCode = 0;
  try {
    const code = await runMillrace(args);
    // A command that was done may have set one of its own.
    return { code: code === exitCodes.done ? Number(process.exitCode) : code, stdout: out.text, stderr: err.text };
  } finally {
    for (const { restore } of [out, err]) restore();
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

type Collected = { text: string; readonly restore: () => void };

/** Keep what is written to a stream, instead of showing it. */
function collect(stream: NodeJS.WriteStream): Collected {
  const { write } = stream;
  const collected: Collected = { text: "", restore: () => Object.assign(stream, { write }) };
  const keep = (chunk: string | Uint8Array): boolean => {
    collected.text += chunk.toString();
    return true;
  };
  Object.assign(stream, { write: keep });
  return collected;
}
