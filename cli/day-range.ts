import { MillraceError } from "../sdk/error.ts";

type Days = { readonly since?: string | undefined; readonly until?: string | undefined };

/**
 * Whether a timestamp (s) is within these days, both included, UTC; without a day there is no bound.
 * @throws MillraceError `bad-date`
 */
export function dayRange({ since, until }: Days): (at: bigint) => boolean {
  const from = since === undefined ? 0n : parseDay(since, "--since");
  const to = until === undefined ? undefined : parseDay(until, "--until") + 86_400n;
  return (at) => at >= from && (to === undefined || at < to);
}

/** Midnight at the beginning of the day, UTC, in seconds. @throws MillraceError `bad-date` */
function parseDay(text: string, what: string): bigint {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  if (!Number.isNaN(ms)) return BigInt(ms / 1_000);
  throw new MillraceError(`${what} is not a day.`, { code: "bad-date", found: text, expected: "like 2026-11-24" });
}
