import { readFileSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { MillraceError } from "../sdk/error.ts";
import { toJson } from "./output/print.ts";

/**
 * What a JSON file holds, checked; "-" is standard input.
 * @param what names it: "offer"
 * @param from says which command writes such a file
 * @throws MillraceError `bad-file`
 */
export function readJsonFile<S extends z.ZodType>(file: string, schema: S, what: string, from: string): z.infer<S> {
  try {
    return schema.parse(JSON.parse(readFileSync(file === "-" ? 0 : file, "utf8")));
  } catch (cause) {
    if (isMissing(cause)) {
      throw new MillraceError("There is no such file.", {
        code: "bad-file",
        found: file,
        expected: `the ${what} that ${from} writes`,
        next: "Check the path; it is looked for from the folder in which you are.",
        cause,
      });
    }
    const why = cause instanceof z.ZodError ? z.prettifyError(cause) : cause instanceof Error ? cause.message : cause;
    throw new MillraceError(`There is no ${what} in it.`, {
      code: "bad-file",
      found: `${file === "-" ? "standard input" : file}: ${why}`,
      expected: `what ${from} writes`,
      cause,
    });
  }
}

function isMissing(cause: unknown): boolean {
  return cause instanceof Error && "code" in cause && cause.code === "ENOENT";
}

/** Write it as JSON, amounts as decimal text; a file that is there is replaced. @throws MillraceError `bad-file` */
export function writeJsonFile(file: string, value: unknown): void {
  try {
    writeFileSync(file, `${toJson(value)}\n`);
  } catch (cause) {
    throw new MillraceError("The file cannot be written.", {
      code: "bad-file",
      found: file,
      expected: "a folder that is there and can be written to",
      cause,
    });
  }
}
