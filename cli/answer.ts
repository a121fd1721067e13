import type { Command } from "commander";
import { type Context, openContext } from "./context.ts";
import type { GlobalOptions } from "./global-options.ts";
import { printReport } from "./output/print.ts";
import type { Report } from "./output/report.ts";

/** A command's arguments in order; `undefined` where an optional one was left out. */
type Arguments = readonly (string | undefined)[];

/** An action that needs chain and contracts: opens the context, answers, prints. */
export function answer<A extends Arguments, O>(
  work: (context: Context, args: A, options: O) => Promise<Report>,
): (...given: unknown[]) => Promise<void> {
  return (...given) =>
    print(given, async (args, options, all) => work(await openContext(all), args as A, options as O));
}

/** An action that needs neither. */
export function answerOffline<A extends Arguments, O>(
  work: (args: A, options: O & GlobalOptions) => Promise<Report>,
): (...given: unknown[]) => Promise<void> {
  return (...given) => print(given, (args, _, all) => work(args as A, all as O & GlobalOptions));
}

async function print(
  given: readonly unknown[],
  work: (args: Arguments, options: unknown, all: GlobalOptions) => Promise<Report>,
): Promise<void> {
  // Commander hands over the arguments, the command's own options and last the command.
  const command = given.at(-1) as Command;
  const all = command.optsWithGlobals<GlobalOptions>();
  printReport(await work(command.processedArgs as Arguments, command.opts(), all), all.output);
}
