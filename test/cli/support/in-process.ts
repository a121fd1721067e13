import { expect } from "chai";
import { run } from "../../../cli/run.ts";
import type { Ended } from "./millrace.ts";

/** `millrace` in this process: the same program without the second that a process of its own takes to start. */
export async function millraceHere(...args: string[]): Promise<Ended> {
  const { log, error } = console;
  const said: string[] = [];
  const complained: string[] = [];
  console.log = (...parts: unknown[]) => said.push(parts.join(" "));
  console.error = (...parts: unknown[]) => complained.push(parts.join(" "));
  try {
    const code = await run(args);
    return { code, stdout: said.join("\n"), stderr: complained.join("\n") };
  } finally {
    Object.assign(console, { log, error });
  }
}

/** What it answers to `--output json`, which must succeed. */
export async function jsonHere(...args: string[]) {
  const { code, stdout, stderr } = await millraceHere(...args, "--output", "json");
  expect(code, `millrace ${args.join(" ")}: ${stderr}`).to.equal(0);
  return JSON.parse(stdout);
}
