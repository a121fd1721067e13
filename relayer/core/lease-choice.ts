import { leaseEarnedDown } from "../../sdk/lease-math.ts";
import type { LeaseRecord } from "../../sdk/lease-record.ts";
import { meterings } from "../../sdk/offer.ts";
import { min } from "./bigint.ts";

/** What the relayer does for a lease by calling Leases, as anyone may. */
export type LeaseStep = "settle" | "complete" | "finalize" | "reportNoShow";

/** When a lease is settled. Amounts in the token's smallest unit. */
export type LeasePolicy = {
  /** A settlement is due when it pays this much (undefined: whatever it pays, not for that), */
  readonly value: bigint | undefined;
  /** or when so many seconds of work are not settled. */
  readonly ageSeconds: number;
  /** Whether leases that were not started are reported. */
  readonly noShows: boolean;
};

export type LeaseChoice =
  | { readonly kind: "act"; readonly step: LeaseStep; readonly pays: bigint }
  /** Nothing before `until` (timestamp, s), unless an event changes the lease. */
  | { readonly kind: "wait"; readonly until: number };

/** Later than any time that a contract keeps. */
const never = 2 ** 40;

/** What is to be done for a lease at `now`, the timestamp of the chain's head. */
export function chooseLeaseStep(lease: LeaseRecord, now: number, policy: LeasePolicy): LeaseChoice {
  switch (lease.state) {
    case "open":
      return policy.noShows ? at(noShowFrom(lease), now, "reportNoShow") : { kind: "wait", until: never };
    case "running":
      return now >= lease.endsAt
        ? { kind: "act", step: "complete", pays: unsettledNow(lease, now) }
        : runs(lease, now, policy);
    case "ended":
      // A ruling changes the lease, and so it is looked at again.
      if (lease.claim === "pending") return { kind: "wait", until: never };
      return at(lease.endedAt + lease.terms.bound.claimWindowSeconds, now, "finalize");
    default:
      return { kind: "wait", until: never };
  }
}

function at(from: number, now: number, step: LeaseStep): LeaseChoice {
  return now >= from ? { kind: "act", step, pays: 0n } : { kind: "wait", until: from };
}

function noShowFrom({ terms }: LeaseRecord): number {
  return terms.bound.openedAt + terms.offer.startWindowSeconds + terms.bound.noShowDelaySeconds;
}

function runs(lease: LeaseRecord, now: number, policy: LeasePolicy): LeaseChoice {
  const { offer, units } = lease.terms;
  const rate = BigInt(units) * offer.pricePerUnitHour;
  if (meterings[offer.metering] !== "byTime" || rate === 0n) return { kind: "wait", until: lease.endsAt };
  const pays = unsettledNow(lease, now);
  const seconds = Number((pays * 3_600n) / rate);
  const isDue = (policy.value !== undefined && pays >= policy.value) || seconds >= policy.ageSeconds;
  if (pays > 0n && isDue) return { kind: "act", step: "settle", pays };
  const missing = policy.value !== undefined && policy.value > pays ? policy.value - pays : 0n;
  const byValue = policy.value === undefined ? never : Number(min((missing * 3_600n) / rate + 1n, BigInt(never)));
  const byAge = policy.ageSeconds - seconds;
  return { kind: "wait", until: Math.min(lease.endsAt, now + Math.max(1, Math.min(byValue, byAge))) };
}

/** What a lease by time has earned until `now` and is not settled: what `Leases.settle` would pay. */
function unsettledNow(
  { terms, startedAt, endsAt, extendedSeconds, outageSeconds, paid }: LeaseRecord,
  now: number,
): bigint {
  if (meterings[terms.offer.metering] !== "byTime") return 0n;
  const running = Math.min(now, endsAt) - startedAt;
  const billable = Math.max(0, Math.min(running, terms.durationSeconds + extendedSeconds));
  const earned = leaseEarnedDown(
    BigInt(terms.units),
    terms.offer.pricePerUnitHour,
    BigInt(billable),
    BigInt(outageSeconds),
  );
  return earned > paid ? earned - paid : 0n;
}
