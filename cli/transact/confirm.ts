import { createInterface } from "node:readline/promises";
import { MillraceError } from "../../sdk/error.ts";
import type { GlobalOptions } from "../global-options.ts";

/**
 * Nothing is sent by accident: `--yes`, or an answer at a terminal.
 * @throws MillraceError `not-confirmed`
 */
export async function confirm({ yes }: GlobalOptions, question: string): Promise<void> {
  if (yes === true) return;
  if (process.stdin.isTTY && process.stderr.isTTY) {
    const prompt = createInterface({ input: process.stdin, output: process.stderr });
    const answer = await prompt.question(`${question} [y/N] `).finally(() => prompt.close());
    if (/^y(es)?$/i.test(answer.trim())) return;
  }
  throw new MillraceError("Nothing was sent.", {
    code: "not-confirmed",
    next: "Add --yes to send it, or --dry-run to only look.",
  });
}
