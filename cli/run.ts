import { CommanderError } from "commander";
import { MillraceError } from "../sdk/error.ts";
import { exitCodeOf, exitCodes } from "./errors/exit-codes.ts";
import { explain } from "./errors/explain.ts";
import { buildProgram } from "./program.ts";

/** Run one command; how it ended is the process's exit code. @param args without Node and the script */
export async function runMillrace(args: readonly string[]): Promise<void> {
  const program = buildProgram();
  try {
    await program.parseAsync(args, { from: "user" });
  } catch (thrown) {
    if (thrown instanceof CommanderError) {
      process.exitCode = thrown.exitCode === 0 ? exitCodes.done : exitCodes.usage;
      return;
    }
    const error = explain(thrown);
    report(error, program.opts().output === "json");
    process.exitCode = exitCodeOf(error);
  }
}

/** `json` wants errors in JSON too, on standard error. */
function report(error: unknown, isJson: boolean): void {
  if (!(error instanceof MillraceError)) console.error(error);
  else if (isJson) {
    const { code, short, found, expected, next } = error;
    console.error(JSON.stringify({ error: { code, message: short, found, expected, next } }));
  } else console.error(error.message);
}
