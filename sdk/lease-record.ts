import type { Hex } from "viem";
import type { LeaseClaim, LeaseOutcome, LeaseState, LeaseTerms } from "./lease.ts";
import { leaseBondUp, leasePriceUp } from "./lease-math.ts";

/** What the chain's events say of a lease. Amounts in the payment token's smallest unit, compensation in MILL's. */
export type LeaseRecord = {
  readonly leaseId: Hex;
  readonly terms: LeaseTerms;
  readonly state: LeaseState;
  /** While running: `reclaimed` once the operator gave notice, else `none`. */
  readonly outcome: LeaseOutcome;
  readonly claim: LeaseClaim;
  /** Timestamps (s), 0 while not reached. */
  readonly startedAt: number;
  /** The planned end, of the whole duration or after a reclaim's notice. */
  readonly endsAt: number;
  readonly endedAt: number;
  /** Attested and not paid. */
  readonly outageSeconds: number;
  readonly extendedSeconds: number;
  /** What its channel has settled until now, fees included. */
  readonly paid: bigint;
  /** What went back to the buyer's free balance when the channel was closed; 0 before. */
  readonly refunded: bigint;
  /** True once nothing more can be paid. */
  readonly channelClosed: boolean;
  /** Booked against the bond in all, for the buyer. Paid out one thaw period later; an outage's may be contested until then. */
  readonly compensationBooked: bigint;
};

/** The events that change a lease: those of Leases, of its channel in Escrow, and of Staking for its compensation. */
export type LeaseEvent =
  | { readonly kind: "opened"; readonly leaseId: Hex; readonly terms: LeaseTerms }
  | { readonly kind: "started"; readonly endsAt: number }
  | { readonly kind: "extended"; readonly addedSeconds: number; readonly endsAt: number }
  | { readonly kind: "reclaimed"; readonly endsAt: number }
  | { readonly kind: "outage"; readonly outageSeconds: number }
  /** `at` is the timestamp (s) of its block. */
  | { readonly kind: "ended"; readonly outcome: LeaseOutcome; readonly at: number }
  | { readonly kind: "disputed" }
  | { readonly kind: "ruled"; readonly claim: "rejected" | "proven" | "unanswered" }
  | { readonly kind: "final"; readonly outcome: LeaseOutcome }
  | { readonly kind: "compensated"; readonly amount: bigint }
  /** `settled` is the channel's new total. */
  | { readonly kind: "paid"; readonly settled: bigint }
  | { readonly kind: "channelClosed"; readonly settled: bigint; readonly refunded: bigint };

/** The record after an event; undefined before the lease was opened. */
export function applyLeaseEvent(record: LeaseRecord | undefined, event: LeaseEvent): LeaseRecord | undefined {
  if (event.kind === "opened") return openedRecord(event.leaseId, event.terms);
  if (record === undefined) return undefined;
  switch (event.kind) {
    case "started":
      return {
        ...record,
        state: "running",
        startedAt: event.endsAt - record.terms.durationSeconds,
        endsAt: event.endsAt,
      };
    case "extended":
      return { ...record, extendedSeconds: record.extendedSeconds + event.addedSeconds, endsAt: event.endsAt };
    case "reclaimed":
      return { ...record, outcome: "reclaimed", endsAt: event.endsAt };
    case "outage":
      return { ...record, outageSeconds: event.outageSeconds };
    case "ended":
      return { ...record, state: "ended", outcome: event.outcome, endedAt: endOf(record, event.at) };
    case "disputed":
      return { ...record, claim: "pending" };
    case "ruled":
      return ruledRecord(record, event.claim);
    case "final":
      return { ...record, state: "final", outcome: event.outcome };
    case "compensated":
      return { ...record, compensationBooked: record.compensationBooked + event.amount };
    case "paid":
      return { ...record, paid: event.settled };
    case "channelClosed":
      return { ...record, paid: event.settled, refunded: event.refunded, channelClosed: true };
  }
}

function openedRecord(leaseId: Hex, terms: LeaseTerms): LeaseRecord {
  return {
    leaseId,
    terms,
    state: "open",
    outcome: "none",
    claim: "none",
    startedAt: 0,
    endsAt: 0,
    endedAt: 0,
    outageSeconds: 0,
    extendedSeconds: 0,
    paid: 0n,
    refunded: 0n,
    channelClosed: false,
    compensationBooked: 0n,
  };
}

/** A lease whose time was up before anybody said so ended when its time was up. */
function endOf(record: LeaseRecord, at: number): number {
  return record.startedAt !== 0 && record.endsAt < at ? record.endsAt : at;
}

function ruledRecord(record: LeaseRecord, claim: LeaseClaim): LeaseRecord {
  const isFault = claim === "proven" && record.state === "ended";
  return { ...record, claim, outcome: isFault ? "faultProven" : record.outcome };
}

/** What the buyer locked for the whole duration, extensions included, rounded up. */
export function recordedPriceUp({ terms, extendedSeconds }: Pick<LeaseRecord, "terms" | "extendedSeconds">): bigint {
  return leasePriceUp(
    BigInt(terms.units),
    terms.offer.pricePerUnitHour,
    BigInt(terms.durationSeconds + extendedSeconds),
  );
}

/** The bond of the whole duration before any compensation or slash, in MILL's smallest unit, rounded up. */
export function recordedBondUp({ terms, extendedSeconds }: Pick<LeaseRecord, "terms" | "extendedSeconds">): bigint {
  const first = BigInt(terms.durationSeconds);
  return leaseBondUp(BigInt(terms.units), terms.offer.bondPerUnit, first, first + BigInt(extendedSeconds));
}
