import { readFile } from "node:fs/promises";
import { TraceError } from "../trace.ts";

/** One line of a CSV file by column, and where it stands, for errors. */
export type Row = { readonly where: string; readonly cells: Readonly<Record<string, string>> };

/**
 * The lines of a CSV file with a header. Columns beyond those asked for are read too.
 * @param source names the file in errors
 * @throws TraceError if a column is missing, or a line has another number of cells than the header
 */
export function parseTable(text: string, source: string, columns: readonly string[]): Row[] {
  const [header = "", ...lines] = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  const names = header.split(",").map((name) => name.trim());
  const missing = columns.filter((column) => !names.includes(column));
  if (missing.length > 0) {
    const found = `found the columns ${JSON.stringify(header)}`;
    throw new TraceError(`${source}:1: ${found}, expected ${columns.join(",")}; ${missing.join(", ")} missing.`);
  }
  return lines.flatMap((line, index): Row[] => {
    if (line.trim() === "") return [];
    const where = `${source}:${index + 2}`;
    const cells = line.split(",").map((cell) => cell.trim());
    if (cells.length !== names.length) {
      throw new TraceError(`${where}: found ${cells.length} cells, expected ${names.length}.`);
    }
    return [{ where, cells: Object.fromEntries(names.map((name, column) => [name, cells[column] as string])) }];
  });
}

/** @throws TraceError if it cannot be read */
export async function readTable(file: string, columns: readonly string[]): Promise<Row[]> {
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new TraceError(`Cannot read ${file}. Give a CSV file with the columns ${columns.join(",")}.`, { cause });
  });
  return parseTable(text, file, columns);
}

/** A whole number of the row, not negative. @throws TraceError */
export function wholeNumber(row: Row, column: string): number {
  const text = row.cells[column] ?? "";
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new TraceError(`${row.where}: found ${column} ${JSON.stringify(text)}, expected a whole number.`);
}

/** One of these words. @throws TraceError */
export function oneOf<const T extends string>(row: Row, column: string, words: readonly T[]): T {
  const text = row.cells[column] ?? "";
  const word = words.find((each) => each === text);
  if (word !== undefined) return word;
  throw new TraceError(`${row.where}: found ${column} ${JSON.stringify(text)}, expected one of ${words.join(", ")}.`);
}
