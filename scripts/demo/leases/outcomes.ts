import { type Hex, zeroHash } from "viem";
import { type LeaseOutcome, type LeaseTerms, leaseOutcomes } from "../../../sdk/lease.ts";
import type { History } from "./history.ts";

/** One lease as the chain knows it. Times are timestamps (s). */
export type LeaseRecord = {
  readonly leaseId: Hex;
  readonly terms: LeaseTerms;
  readonly openedAt: number;
  startedAt?: number;
  /** When the time is up, of the whole duration or after a reclaim's notice. */
  dueAt?: number;
  endedAt?: number;
  /** What the channel paid and gave back, in the payment token's smallest unit. */
  paid: bigint;
  refunded: bigint;
  /** As it ended; a dispute can still change it. */
  ended?: LeaseOutcome;
  /** Once it is final. */
  outcome?: LeaseOutcome;
};

/** Every lease that was opened, in the order of the openings. */
export function leaseRecords({ leases, timeOf }: History): Map<Hex, LeaseRecord> {
  const records = new Map<Hex, LeaseRecord>();
  for (const event of leases) {
    const time = timeOf(event.blockNumber);
    if (event.eventName === "LeaseOpened") {
      const { leaseId, terms } = event.args;
      records.set(leaseId, { leaseId, terms, openedAt: time, paid: 0n, refunded: 0n });
      continue;
    }
    const record = "leaseId" in event.args ? records.get(event.args.leaseId) : undefined;
    if (record === undefined) continue;
    if (event.eventName === "LeaseStarted") {
      record.startedAt = time;
      record.dueAt = Number(event.args.endsAt);
    } else if (event.eventName === "LeaseReclaimed") {
      record.dueAt = Number(event.args.endsAt);
    } else if (event.eventName === "LeaseEnded") {
      record.endedAt = Math.min(time, record.dueAt ?? time);
      record.paid = event.args.paid;
      record.refunded = event.args.refunded;
      record.ended = leaseOutcomes[event.args.outcome] as LeaseOutcome;
    } else if (event.eventName === "LeaseFinal") {
      record.outcome = leaseOutcomes[event.args.outcome] as LeaseOutcome;
    }
  }
  return records;
}

/** How many leases came to each outcome; `opened` are all, `notFinal` those without one. */
export type OutcomeCounts = Readonly<Record<Exclude<LeaseOutcome, "none">, number>> & {
  readonly opened: number;
  /** Those that name the lease they go on from. */
  readonly continued: number;
  readonly notFinal: number;
};

export function countOutcomes(records: Iterable<LeaseRecord>): OutcomeCounts {
  const all = [...records];
  const of = (outcome: LeaseOutcome): number => all.filter((record) => record.outcome === outcome).length;
  return {
    opened: all.length,
    completed: of("completed"),
    stopped: of("stopped"),
    cancelled: of("cancelled"),
    reclaimed: of("reclaimed"),
    released: of("released"),
    abandoned: of("abandoned"),
    noShow: of("noShow"),
    outage: of("outage"),
    faultProven: of("faultProven"),
    continued: all.filter(({ terms }) => terms.continues !== zeroHash).length,
    notFinal: all.filter(({ outcome }) => outcome === undefined).length,
  };
}
