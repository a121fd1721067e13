import { formatUnits } from "viem";
import { MillraceError } from "./error.ts";

/** The largest amount of a single position: 96 bits. */
export const maxAmount = 2n ** 96n - 1n;

/**
 * An amount in whole tokens ("12.5") in the token's smallest unit. Nothing is rounded.
 * @throws MillraceError `bad-amount` for anything but digits with at most `decimals` places, or above 96 bits
 */
export function parseAmount(text: string, decimals: number): bigint {
  const match = /^(\d+)(?:\.(\d+))?$/.exec(text.trim());
  const fraction = match?.[2] ?? "";
  if (match?.[1] === undefined || fraction.length > decimals) {
    throw new MillraceError("This is not an amount of the token.", {
      code: "bad-amount",
      found: JSON.stringify(text),
      expected: `digits, a point if need be, and at most ${decimals} places, like ${decimals > 0 ? "12.5" : "12"}`,
    });
  }
  const amount = BigInt(match[1] + fraction.padEnd(decimals, "0"));
  if (amount > maxAmount) {
    throw new MillraceError("The amount does not fit a position of Escrow.", {
      code: "bad-amount",
      found: text,
      expected: `at most ${formatAmount(maxAmount, decimals)} (96 bits)`,
    });
  }
  return amount;
}

/** The amount in whole tokens, exact, without grouping. */
export function formatAmount(amount: bigint, decimals: number): string {
  return formatUnits(amount, decimals);
}
