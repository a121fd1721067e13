import { type ParseArgsConfig, parseArgs } from "node:util";
import { MillraceError } from "../sdk/error.ts";

type Options = NonNullable<ParseArgsConfig["options"]>;

/** How a command is used, for the error that says so. */
export type Usage = { readonly command: string; readonly usedAs: string; readonly needed: readonly string[] };

/**
 * The flags of a command; those that are needed may only be missing when it is asked for help.
 * @throws MillraceError `bad-usage`
 */
export function readUsage<const T extends Options>(options: T, usage: Usage) {
  const values = parse(options, usage);
  const given = values as Readonly<Record<string, unknown>>;
  const missing = usage.needed.filter((flag) => given[flag] === undefined);
  if (missing.length === 0 || given.help === true) return values;
  throw badUsage(`no ${missing.map((flag) => `--${flag}`).join(", no ")}`, usage);
}

function parse<const T extends Options>(options: T, usage: Usage) {
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    throw badUsage(error instanceof Error ? error.message : String(error), usage);
  }
}

function badUsage(found: string, { command, usedAs }: Usage): MillraceError {
  return new MillraceError("This is not how the command is used.", {
    code: "bad-usage",
    found,
    expected: usedAs,
    next: `npm run ${command} -- --help`,
  });
}

/** The flags of a command that ends at once if it was asked for help (exit code 0) or is used wrongly (2). */
export function readOrEnd<const T extends Options>(options: T, usage: Usage & { readonly help: string }) {
  try {
    const values = readUsage({ ...options, help: { type: "boolean" } }, usage);
    if ((values as Readonly<Record<string, unknown>>).help !== true) return values;
    process.stdout.write(`${usage.help}\n\n  ${usage.usedAs}\n`);
    process.exit(0);
  } catch (error) {
    if (!(error instanceof MillraceError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(2);
  }
}
