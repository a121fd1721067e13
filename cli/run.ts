import { CommanderError } from "commander";
import { MillraceError } from "../sdk/error.ts";
import { type ExitCode, exitCodeOf, exitCodes } from "./errors/exit-codes.ts";
import { explain } from "./errors/explain.ts";
import { buildProgram } from "./program.ts";

/** `json` wants errors in JSON too, on standard error. */
function report(error: unknown, isJson: boolean): void {
  if (!(error instanceof MillraceError)) console.error(error);
  else if (isJson) {
    const { code, short, found, expected, next } = error;
    console.error(JSON.stringify({ error: { code, message: short, found, expected, next } }));
  } else console.error(error.message);
}

/** Run one command line, as `millrace` is given it; it answers on standard output and complains on standard error. */
export async function run(args: readonly string[]): Promise<ExitCode> {
  const program = buildProgram();
  try {
    await program.parseAsync(args, { from: "user" });
    return exitCodes.done;
  } catch (thrown) {
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? exitCodes.done : exitCodes.usage;
    const error = explain(thrown);
    report(error, program.opts().output === "json");
    return exitCodeOf(error);
  }
}
