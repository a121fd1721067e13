import { format } from "node:util";
import { expect } from "chai";
import { exitCodes } from "../../../cli/errors/exit-codes.ts";
import { runMillrace } from "../../../cli/run.ts";
import type { Ended } from "./millrace.ts";

/** `millrace` in this process: the same program without the second that a process of its own takes to start. */
export async function millraceHere(...args: string[]): Promise<Ended> {
  const { log, error } = console;
  const before = process.exitCode;
  process.exitCode = 0;
  let [stdout, stderr] = ["", ""];
  console.log = (...parts) => {
    stdout += `${format(...parts)}\n`;
  };
  console.error = (...parts) => {
    stderr += `${format(...parts)}\n`;
  };
  try {
    const code = await runMillrace(args);
    // A command that was done may have set one of its own.
    return { code: code === exitCodes.done ? Number(process.exitCode) : code, stdout, stderr };
  } finally {
    Object.assign(console, { log, error });
    process.exitCode = before;
  }
}

/** What it answers to `--output json`, which must succeed. */
export async function jsonHere(...args: string[]) {
  const { code, stdout, stderr } = await millraceHere(...args, "--output", "json");
  expect(code, `millrace ${args.join(" ")}: ${stderr}`).to.equal(0);
  return JSON.parse(stdout);
}
