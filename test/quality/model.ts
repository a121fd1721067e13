/** The record, the score and the tiers, written down from the formulas of the design at the default settings. */

const DAY = 86_400n;

/** Value of a payment in dollars of 6 decimals, in reference units of 18. */
export const referenceValue = (amount: bigint): bigint => amount * 10n ** 12n;

/** Times that the value at fault counts. */
export const WEIGHT = { noShow: 1n, outage: 2n, abandoned: 4n, proven: 50n } as const;

export type Entry = { readonly day: bigint; readonly value: bigint };

/** An exact fraction. */
export type Fraction = { readonly top: bigint; readonly bottom: bigint };

/** Entries faded by `numerator/denominator` a day until `today`, exactly. */
export function faded(entries: readonly Entry[], today: bigint, numerator: bigint, denominator: bigint): Fraction {
  const first = entries.reduce((least, { day }) => (day < least ? day : least), today);
  const top = entries.reduce(
    (sum, { day, value }) => sum + value * numerator ** (today - day) * denominator ** (day - first),
    0n,
  );
  return { top, bottom: denominator ** (today - first) };
}

/** 98 % of what is good is left after a day, 99.5 % of what is bad. */
export const goodOn = (today: bigint, entries: readonly Entry[]) => faded(entries, today, 98n, 100n);
export const badOn = (today: bigint, entries: readonly Entry[]) => faded(entries, today, 995n, 1_000n);

/** 18.75 reference units per 1,000 MILL of required stake. */
export const priorValueOf = (requiredStake: bigint): bigint => (1_875n * requiredStake) / 100_000n;

/** `⌊10⁴·(V/2 + good)/(V + good + bad)⌋`. */
export function scoreOf(v: bigint, good: Fraction, bad: Fraction): bigint {
  const { bottom } = { bottom: 2n * good.bottom * bad.bottom };
  const whole = v * bottom;
  const [g, b] = [2n * good.top * bad.bottom, 2n * bad.top * good.bottom];
  return whole + g + b === 0n ? 0n : (10_000n * (whole / 2n + g)) / (whole + g + b);
}

export type Standing = {
  readonly score: bigint;
  readonly served: bigint;
  readonly own: bigint;
  readonly delegated: bigint;
  readonly requiredStake: bigint;
  /** Seconds since the first record; undefined without one. */
  readonly age: bigint | undefined;
};

/** Score in bps, served in V, stake cover in hundredths, age in days: what the tiers 1 to 3 ask for. */
const TIERS = [
  { score: 6_000n, served: 1n, cover: 100n, age: 3n },
  { score: 8_000n, served: 30n, cover: 125n, age: 14n },
  { score: 9_500n, served: 100n, cover: 150n, age: 30n },
] as const;

/** The highest tier of which all is reached. */
export function tierOf({ score, served, own, delegated, requiredStake, age }: Standing): bigint {
  if (age === undefined || requiredStake === 0n) return 0n;
  const counted = own + (delegated < 8n * own ? delegated : 8n * own);
  const effective = counted < 2n * requiredStake ? counted : 2n * requiredStake;
  const reached = TIERS.map(
    (tier) =>
      score >= tier.score &&
      served >= tier.served * priorValueOf(requiredStake) &&
      effective * 100n >= tier.cover * requiredStake &&
      age >= tier.age * DAY,
  );
  return BigInt(reached.lastIndexOf(true) + 1);
}
