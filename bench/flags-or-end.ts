import { type ParseArgsConfig, parseArgs } from "node:util";

/** The flags of a benchmark that ends with exit code 2 if it is used wrongly. */
export function flagsOrEnd<const T extends NonNullable<ParseArgsConfig["options"]>>(options: T, usage: string) {
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n\n${usage}`);
    process.exit(2);
  }
}
