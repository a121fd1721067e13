import { MillraceError } from "../sdk/error.ts";
import { parseDuration } from "./parse-duration.ts";

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

/**
 * "90d" is so long from the chain's now, anything else a moment as {@link parseTime} takes it.
 * @param now timestamp of the newest block, s
 * @throws MillraceError `bad-date` or `bad-duration`
 */
export function parseMoment(text: string, now: bigint, what: string): number {
  return /^\d+\s*[a-z]/.test(text) ? Number(now) + parseDuration(text, what) : parseTime(text, what);
}
