/** JSON for programs: integers that may be large are decimal text. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value, (_key, field: unknown) => (typeof field === "bigint" ? String(field) : field), 2);
}
