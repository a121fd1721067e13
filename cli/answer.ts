import type { Command } from "commander";
import { MillraceError } from "../sdk/error.ts";
import { type Context, openContext } from "./context.ts";
import type { GlobalOptions, Output } from "./global-options.ts";
import { printReport } from "./output/print.ts";
import type { Report } from "./output/report.ts";

/** A command's arguments in order; `undefined` where an optional one was left out, an array where there may be many. */
type Arguments = readonly (string | readonly string[] | undefined)[];

/** What a command can answer with, beside `pretty` and `json`; with `calldata` goes `safe`. */
type MoreOutputs = readonly Exclude<Output, "pretty" | "json" | "safe">[];

/** An action that needs chain and contracts: opens the context, answers, prints. */
export function answer<A extends Arguments, O>(
  more: MoreOutputs,
  work: (context: Context, args: A, options: O) => Promise<Report>,
): (...given: unknown[]) => Promise<void> {
  return (...given) =>
    print(more, given, async (args, options, all) => work(await openContext(all), args as A, options as O));
}

/** An action that needs neither. */
export function answerOffline<A extends Arguments, O>(
  work: (args: A, options: O & GlobalOptions) => Promise<Report>,
): (...given: unknown[]) => Promise<void> {
  return (...given) => print([], given, (args, _, all) => work(args as A, all as O & GlobalOptions));
}

async function print(
  more: MoreOutputs,
  given: readonly unknown[],
  work: (args: Arguments, options: unknown, all: GlobalOptions) => Promise<Report>,
): Promise<void> {
  // Commander hands over the arguments, the command's own options and last the command.
  const command = given.at(-1) as Command;
  const all = command.optsWithGlobals<GlobalOptions>();
  // Before anything is done that cannot be shown.
  checkOutput(all.output, ["pretty", "json", ...more, ...(more.includes("calldata") ? (["safe"] as const) : [])]);
  printReport(await work(command.processedArgs as Arguments, command.opts(), all), all.output);
}

function checkOutput(output: Output, able: readonly Output[]): void {
  if (able.includes(output)) return;
  throw new MillraceError(`This command has no ${output} output.`, {
    code: "no-such-output",
    expected: able.join(", "),
  });
}
