import { MillraceError } from "../../sdk/error.ts";
import type { Output } from "../global-options.ts";
import { csvText } from "./layout.ts";
import type { Report } from "./report.ts";

/** Write the answer to standard output. @throws MillraceError `no-such-output` */
export function printReport(report: Report, output: Output): void {
  if (output === "json") console.log(toJson(report.json));
  else if (output === "csv" && report.table !== undefined) console.log(csvText(report.table));
  else if (output === "calldata" && report.calldata !== undefined) console.log(report.calldata);
  else if (output === "pretty") console.log(report.text);
  else {
    throw new MillraceError(`This command has no ${output} output.`, {
      code: "no-such-output",
      expected: report.table === undefined ? "pretty or json" : "pretty, json or csv",
      next: output === "calldata" ? "Nothing would be sent here." : undefined,
    });
  }
}

export function toJson(value: unknown): string {
  return JSON.stringify(value, (_, each) => (typeof each === "bigint" ? String(each) : each), 2);
}
