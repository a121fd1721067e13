import { feeOfDown } from "../../sdk/payment-math.ts";
import type { Context } from "../context.ts";
import { type Booked, readCompensations } from "./compensations.ts";
import { type LeaseFacts, readLeaseFacts } from "./facts.ts";
import { boughtLeases } from "./pick-lease.ts";

/** A lease as its buyer books it. Payments in the payment token's smallest unit, compensation in MILL's. */
export type LeaseEntry = {
  readonly facts: LeaseFacts;
  /** What was locked in all, extensions and top-ups included. */
  readonly locked: bigint;
  /** What the operator was paid, fee included. */
  readonly paid: bigint;
  /** Part of what was paid. */
  readonly fee: bigint;
  /** Free balance again. */
  readonly refunded: bigint;
  /** Still locked: the lease, or the challenge period of its channel, is not over. */
  readonly stillLocked: bigint;
  readonly compensationBooked: bigint;
  readonly compensationPaid: bigint;
};

/** Every lease that this account pays for, oldest first; `locked = paid + refunded + stillLocked` for each. */
export async function readLeaseEntries(context: Context): Promise<LeaseEntry[]> {
  const { timestamp: now } = await context.client.getBlock();
  const found = await boughtLeases(context);
  if (found.length === 0) return [];
  const [all, compensations] = await Promise.all([
    Promise.all(found.map((lease) => readLeaseFacts(context, lease, now))),
    readCompensations(
      context,
      found.map(({ leaseId }) => leaseId),
      now,
    ),
  ]);
  return all.map((facts) => entryOf(facts, compensations));
}

function entryOf(facts: LeaseFacts, compensations: readonly Booked[]): LeaseEntry {
  const { channel, found, refunded } = facts;
  const stillLocked = channel.closed ? 0n : channel.deposited - channel.settled;
  const own = compensations.filter(({ leaseId }) => leaseId === found.leaseId);
  const sum = (of: (each: Booked) => bigint): bigint => own.reduce((total, each) => total + of(each), 0n);
  return {
    facts,
    locked: channel.settled + refunded + stillLocked,
    paid: channel.settled,
    fee: feeOfDown(channel.settled, channel.feeBps),
    refunded,
    stillLocked,
    compensationBooked: sum(({ booked }) => booked),
    compensationPaid: sum(({ paid }) => paid),
  };
}
