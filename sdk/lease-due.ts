import type { LeaseTerms } from "./lease.ts";
import { leaseEarnedDown } from "./lease-math.ts";
import type { LeaseSlot } from "./lease-reader.ts";
import { recordedPriceUp } from "./lease-record.ts";

/** What is computed of a lease from its terms and its state: amounts in the payment token's smallest unit. */
type Part = Pick<LeaseSlot, "extendedSeconds" | "startedAt" | "endsAt" | "outageSeconds" | "outcome">;

const bps = 10_000n;
const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);
const most = (a: bigint, b: bigint): bigint => (a > b ? a : b);

/** The whole duration, extensions included, s. */
export function totalSecondsOf(terms: LeaseTerms, { extendedSeconds }: Pick<LeaseSlot, "extendedSeconds">): bigint {
  return BigInt(terms.durationSeconds + extendedSeconds);
}

/** What `billable` seconds have earned by time, unpaid outage left out, rounded down: the twin of `Ending._earned`. */
export function earnedFor(terms: LeaseTerms, slot: Part, billable: bigint): bigint {
  const within = least(billable, totalSecondsOf(terms, slot));
  const outage = BigInt(slot.outageSeconds);
  return leaseEarnedDown(BigInt(terms.units), terms.offer.pricePerUnitHour, within, outage);
}

/** Seconds that a running lease has run at `now`, at most until its planned end. */
export function runningSecondsAt(slot: Part, now: bigint): bigint {
  return most(least(now, BigInt(slot.endsAt)) - BigInt(slot.startedAt), 0n);
}

/** What is due in all if the buyer cancels before the start, by time. */
export function dueAtCancel(terms: LeaseTerms, slot: Part): bigint {
  return earnedFor(terms, slot, BigInt(terms.offer.minSeconds));
}

/** What is due in all when a lease by time has run to its end, or to `now`. */
export function dueAt(terms: LeaseTerms, slot: Part, now: bigint): bigint {
  return earnedFor(terms, slot, runningSecondsAt(slot, now));
}

/**
 * What is due in all if the buyer stops a running lease by time at `now`: at least the minimum, unless the operator took
 * it back, and the early-exit rate of what is left of a reserved one, attested outage aside, rounded up. The twin of
 * `Steps.stop`.
 */
export function dueAtStop(terms: LeaseTerms, slot: Part, now: bigint, isReserved: boolean): bigint {
  const running = runningSecondsAt(slot, now);
  const minimum = slot.outcome === "reclaimed" ? 0n : BigInt(terms.offer.minSeconds);
  const billed = most(running, minimum);
  const due = earnedFor(terms, slot, billed);
  if (!isReserved) return due;
  const used = earnedFor(terms, { ...slot, outageSeconds: 0 }, billed);
  return (
    due +
    earlyExitUp(recordedPriceUp({ terms, extendedSeconds: slot.extendedSeconds }) - used, terms.offer.earlyExitBps)
  );
}

/** `⌈left · earlyExitBps / 10⁴⌉`: the twin of `LeaseMath.earlyExit`. */
export function earlyExitUp(left: bigint, earlyExitBps: number): bigint {
  return (left * BigInt(earlyExitBps) + bps - 1n) / bps;
}
