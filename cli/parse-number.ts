import { MillraceError } from "../sdk/error.ts";

/**
 * A whole number from `least` on, of at most `bits` bits.
 * @param what names the argument
 * @throws MillraceError `bad-number`
 */
export function parseWhole(text: string, what: string, { least = 0, bits = 32 } = {}): bigint {
  const value = /^\d{1,78}$/.test(text) ? BigInt(text) : undefined;
  if (value !== undefined && value >= BigInt(least) && value < 1n << BigInt(bits)) return value;
  throw new MillraceError(`${what} is not a number that fits.`, {
    code: "bad-number",
    found: text,
    expected: `a whole number from ${least} on, of at most ${bits} bits`,
  });
}
