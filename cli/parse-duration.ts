import { MillraceError } from "../sdk/error.ts";

const lengths: Readonly<Record<string, number>> = { s: 1, min: 60, m: 60, h: 3_600, d: 86_400 };

/**
 * "90s", "30min", "10h", "2d", "1d12h", or a bare number of seconds, in seconds.
 * @param what names the argument
 * @throws MillraceError `bad-duration`
 */
export function parseDuration(text: string, what: string): number {
  const parts = [...text.matchAll(/(\d+)\s*(s|min|m|h|d)/g)];
  const isWhole = parts.length > 0 && parts.map(([part]) => part).join("") === text.replace(/\s+(?=\d)/g, "");
  const seconds = /^\d+$/.test(text)
    ? Number(text)
    : isWhole
      ? parts.reduce((sum, [, count, unit]) => sum + Number(count) * (lengths[unit ?? ""] ?? 0), 0)
      : undefined;
  if (seconds !== undefined && seconds < 2 ** 32) return seconds;
  throw new MillraceError(`${what} is not a duration.`, {
    code: "bad-duration",
    found: text,
    expected: "like 90s, 30min, 10h, 2d or 1d12h; under 136 years",
  });
}
