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
export async function runMillrace(args: readonly string[]): Promise<ExitCode> {
  // What the command line itself finds wrong is known before its options are: the form is read from the arguments.
  const isJson = wantsJson(args);
  const program = buildProgram(isJson);
  try {
    await program.parseAsync(args, { from: "user" });
    return exitCodes.done;
  } catch (thrown) {
    if (thrown instanceof CommanderError) {
      if (thrown.exitCode === 0) return exitCodes.done;
      if (isJson) report(usageError(thrown), true);
      return exitCodes.usage;
    }
    const error = explain(thrown);
    report(error, program.opts().output === "json");
    return exitCodeOf(error);
  }
}

function wantsJson(args: readonly string[]): boolean {
  return args.some((arg, index) => arg === "--output=json" || (arg === "--output" && args[index + 1] === "json"));
}

function usageError({ code, message }: CommanderError): MillraceError {
  const isHelp = code === "commander.help";
  return new MillraceError(isHelp ? "The command is not complete." : message.replace(/^error: /, ""), {
    code: "bad-usage",
    next: "millrace --help, or --help after a command, says more.",
  });
}
