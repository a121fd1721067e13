import type { LeaseTerms } from "./lease.ts";
import { unpackRates } from "./warranty-rates.ts";

/** 100 %, in basis points. */
const bps = 10_000n;
const hour = 3_600n;

function up(dividend: bigint, divisor: bigint): bigint {
  return (dividend + divisor - 1n) / divisor;
}

/** `⌈units · pricePerUnitHour · seconds / 3600⌉`: what is locked. The twin of `LeaseMath.price`. */
export function leasePriceUp(units: bigint, pricePerUnitHour: bigint, seconds: bigint): bigint {
  return up(units * pricePerUnitHour * seconds, hour);
}

/** `⌊units · pricePerUnitHour · (billable − outage) / 3600⌋`, not below 0: the twin of `LeaseMath.earned`. */
export function leaseEarnedDown(units: bigint, pricePerUnitHour: bigint, billable: bigint, outage: bigint): bigint {
  return billable <= outage ? 0n : (units * pricePerUnitHour * (billable - outage)) / hour;
}

/** The bond of a lease of `first` seconds after it was extended to `total`, rounded up: the twin of `LeaseMath.bond`. */
export function leaseBondUp(units: bigint, bondPerUnit: bigint, first: bigint, total: bigint): bigint {
  return up(units * bondPerUnit * total, first);
}

/** The protocol fee of a lease, bps: `⌈base · (1 − discount) · (1 − subsidy)⌉`, the twin of `LeaseMath.feeBps`. */
export function leaseFeeBpsUp(baseBps: bigint, discountBps: bigint, subsidyBps: bigint): bigint {
  return up(baseBps * (bps - discountBps) * (bps - subsidyBps), bps * bps);
}

/** `⌈bond · noShowBps / 10⁴⌉` in MILL's smallest unit: the twin of `CompensationMath.noShow`. */
export function noShowCompensationUp(bond: bigint, noShowBps: bigint): bigint {
  return up(bond * noShowBps, bps);
}

/** `⌈bond · max(left / total, floorBps / 10⁴)⌉`: the twin of `CompensationMath.abandoned`. */
export function abandonedCompensationUp(bond: bigint, left: bigint, total: bigint, floorBps: bigint): bigint {
  const byTime = up(bond * left, total);
  const floor = up(bond * floorBps, bps);
  return byTime > floor ? byTime : floor;
}

/** The share of the bond that an outage is worth, bps: the twin of `CompensationMath.outageGrade`. */
export function outageGrade(outage: bigint, total: bigint, terms: LeaseTerms): bigint {
  const allowance = (total * (bps - BigInt(terms.offer.promisedUptimeBps))) / bps;
  if (outage <= allowance) return 0n;
  const over = (outage - allowance) * bps;
  const { outageStepBps, outageCompensationBps } = unpackRates(terms.bound.rates);
  const step = outageStepBps.findIndex((most) => over <= total * BigInt(most));
  return step === -1 ? bps : BigInt(outageCompensationBps[step] as number);
}

/** What a rise of the grade adds, `⌈bond · after⌉ − ⌈bond · before⌉`: the twin of `CompensationMath.graded`. */
export function gradedCompensationUp(bond: bigint, beforeBps: bigint, afterBps: bigint): bigint {
  return up(bond * afterBps, bps) - up(bond * beforeBps, bps);
}

/** What opening a lease locks. */
export type LeaseLocks = {
  /** Of the buyer's free balance, in the payment token's smallest unit. */
  readonly price: bigint;
  /** Of the operator's own stake, in MILL's smallest unit. */
  readonly bond: bigint;
};

/** What an order for `units` and `seconds` locks. */
export function locksOf(
  offer: Pick<LeaseTerms["offer"], "pricePerUnitHour" | "bondPerUnit">,
  units: bigint,
  seconds: bigint,
): LeaseLocks {
  return { price: leasePriceUp(units, offer.pricePerUnitHour, seconds), bond: units * offer.bondPerUnit };
}
