import { MillraceError } from "../sdk/error.ts";

/**
 * A moment, in seconds since 1970: "2026-11-24", "2026-11-24T09:30:00Z", or a bare number of seconds. Without a zone it
 * is UTC.
 * @param what names the argument
 * @throws MillraceError `bad-date`
 */
export function parseTime(text: string, what: string): number {
  if (/^\d{1,12}$/.test(text)) return Number(text);
  const match = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?))?\s*(?:Z|UTC)?$/.exec(text);
  const ms = match === null ? Number.NaN : Date.parse(`${match[1]}T${match[2] ?? "00:00"}Z`);
  if (!Number.isNaN(ms)) return ms / 1_000;
  throw new MillraceError(`${what} is not a time.`, {
    code: "bad-date",
    found: text,
    expected: "like 2026-11-24, 2026-11-24T09:30:00Z (UTC), or seconds since 1970",
  });
}
