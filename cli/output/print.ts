import type { Output } from "../global-options.ts";
import { csvText } from "./layout.ts";
import type { Report } from "./report.ts";

/** Write the answer to standard output. A command is only run with an output that it has. */
export function printReport(report: Report, output: Output): void {
  if (output === "json") console.log(toJson(report.json));
  else if (output === "safe" && report.safe !== undefined) console.log(toJson(report.safe));
  else if (output === "csv" && report.table !== undefined) console.log(csvText(report.table));
  else console.log((output === "calldata" ? report.calldata : undefined) ?? report.text);
}

/** Amounts become decimal text, since they do not fit a JSON number. */
export function toJson(value: unknown, indent = 2): string {
  return JSON.stringify(value, (_, each) => (typeof each === "bigint" ? String(each) : each), indent);
}
