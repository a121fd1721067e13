/**
 * What a lease costs, pays and compensates, written down from the formulas of the design at the default settings, in
 * plain whole numbers: nothing of it is taken from the contracts.
 */

/** `⌈a / b⌉` of what is not negative. */
const up = (a: bigint, b: bigint): bigint => (a + b - 1n) / b;

export type Sold = {
  readonly units: bigint;
  /** Payment token's smallest unit. */
  readonly pricePerUnitHour: bigint;
  /** MILL's smallest unit. */
  readonly bondPerUnit: bigint;
  readonly seconds: bigint;
};

export const priceOf = ({ units, pricePerUnitHour, seconds }: Sold): bigint =>
  up(units * pricePerUnitHour * seconds, 3_600n);

/** What `seconds` of the lease have earned, rounded down. */
export const earnedIn = ({ units, pricePerUnitHour }: Sold, seconds: bigint): bigint =>
  seconds <= 0n ? 0n : (units * pricePerUnitHour * seconds) / 3_600n;

export const bondOf = ({ units, bondPerUnit }: Sold): bigint => units * bondPerUnit;

/** The bond after the lease was extended to `total` seconds: in proportion. */
export const extendedBondOf = (sold: Sold, total: bigint): bigint => up(bondOf(sold) * total, sold.seconds);

/** Half of the bond. */
export const noShowOf = (bond: bigint): bigint => up(bond, 2n);

/** The share of the bond that was left of the duration, at least a tenth. */
export function abandonedOf(bond: bigint, left: bigint, total: bigint): bigint {
  return left * 10n > total ? up(bond * left, total) : up(bond, 10n);
}

/** The grade of an outage in percent of the bond: by what it was over the allowance, as a share of the duration. */
export function outagePercent(outage: bigint, total: bigint, promisedUptimeBps: bigint): bigint {
  const allowance = (total * (10_000n - promisedUptimeBps)) / 10_000n;
  const over = (outage - allowance) * 100n;
  if (over <= 0n) return 0n;
  if (over <= total) return 10n;
  if (over <= 5n * total) return 25n;
  return over <= 10n * total ? 50n : 100n;
}

export const outageOf = (bond: bigint, percent: bigint): bigint => up(bond * percent, 100n);

/** What the buyer pays besides who leaves a reserved lease early. */
export const earlyExitOf = (left: bigint, bps: bigint): bigint => up(left * bps, 10_000n);
