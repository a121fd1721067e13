import type { Table } from "./report.ts";

export type Fact = readonly [name: string, value: string];

/** Names and values in two columns. */
export function factsText(facts: readonly Fact[]): string {
  const width = Math.max(0, ...facts.map(([name]) => name.length));
  return facts.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`).join("\n");
}

/** Columns of equal width; numbers to the right. */
export function tableText({ columns, rows }: Table): string {
  const all = [columns, ...rows];
  const widths = columns.map((_, column) => Math.max(...all.map((row) => (row[column] ?? "").length)));
  const isNumeric = columns.map((_, column) => rows.every((row) => /^-?[\d.,]*$/.test(row[column] ?? "")));
  const line = (row: readonly string[]): string =>
    row.map((cell, i) => (isNumeric[i] ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0))).join("  ");
  return all.map((row) => `  ${line(row)}`.trimEnd()).join("\n");
}

/** RFC 4180, with a header. */
export function csvText({ columns, rows }: Table): string {
  const quote = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  return [columns, ...rows].map((row) => row.map(quote).join(",")).join("\r\n");
}
