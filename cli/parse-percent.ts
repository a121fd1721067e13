import { MillraceError } from "../sdk/error.ts";

/**
 * "99.5" or "99.5%" in basis points: at most 100 %, at most two places.
 * @param what names the argument
 * @throws MillraceError `bad-percent`
 */
export function parsePercent(text: string, what: string): number {
  const match = /^(\d{1,3})(?:\.(\d{1,2}))?\s*%?$/.exec(text.trim());
  const bps = match === null ? Number.NaN : Number(match[1]) * 100 + Number((match[2] ?? "").padEnd(2, "0"));
  if (bps <= 10_000) return bps;
  throw new MillraceError(`${what} is not a share.`, {
    code: "bad-percent",
    found: text,
    expected: "0 to 100 with at most two places, like 99.5",
  });
}
