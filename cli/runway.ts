/** How long a channel lasts at the pace so far. */
export type Runway =
  | { readonly kind: "unused" }
  | { readonly kind: "empty" }
  | { readonly kind: "lasts"; readonly seconds: bigint };

/**
 * @param left what can still be signed for
 * @param spent what was signed for since the channel was opened, in the same unit
 * @param sinceSeconds how long ago that was
 */
export function runwayOf(left: bigint, spent: bigint, sinceSeconds: bigint): Runway {
  if (left === 0n) return { kind: "empty" };
  if (spent === 0n) return { kind: "unused" };
  // Rounded down: rather too early a warning than too late.
  return { kind: "lasts", seconds: (left * (sinceSeconds > 0n ? sinceSeconds : 1n)) / spent };
}
