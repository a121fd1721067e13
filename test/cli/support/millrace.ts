import { expect } from "chai";
import { type Ended, runScript } from "../../support/run-script.ts";

export type { Ended };

/** `millrace` in a process of its own, in `directory`, without a terminal. */
export function millraceIn(directory: string, ...args: string[]): Promise<Ended> {
  return runScript("cli/main.ts", args, { directory });
}

/** What it answers to `--output json`, which must succeed. */
export async function millraceJson(directory: string, ...args: string[]) {
  const { code, stdout, stderr } = await millraceIn(directory, ...args, "--output", "json");
  expect(code, stderr).to.equal(0);
  return JSON.parse(stdout);
}
