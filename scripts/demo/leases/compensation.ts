import type { Hex } from "viem";
import { leaseOutcomes } from "../../../sdk/lease.ts";
import type { History } from "./history.ts";

/** Why a compensation was booked: the operator failed where the chain sees it, attestors saw an outage, or a dispute. */
export type Cause = "failure" | "outage" | "dispute";

export type Compensation = {
  readonly leaseId: Hex;
  readonly cause: Cause;
  readonly block: bigint;
  readonly amount: bigint;
  readonly paid?: { readonly block: bigint; readonly amount: bigint } | undefined;
};

/** How many, and MILL wei. */
export type CompensationTotals = {
  readonly booked: number;
  readonly paid: number;
  readonly amountBooked: bigint;
  readonly amountPaid: bigint;
};

/** Every compensation that Staking booked, with what Leases said in the same transaction of the same lease. */
export function compensationsOf({ leases, staking }: History): Compensation[] {
  const causes = new Map<string, Cause>();
  const note = (transaction: Hex, leaseId: Hex, cause: Cause): void => {
    causes.set(`${transaction}/${leaseId}`, cause);
  };
  for (const event of leases) {
    if (event.eventName === "OutageReported") note(event.transactionHash, event.args.leaseId, "outage");
    else if (event.eventName === "LeaseRuled") note(event.transactionHash, event.args.leaseId, "dispute");
    else if (event.eventName === "LeaseEnded") {
      const outcome = leaseOutcomes[event.args.outcome];
      if (outcome === "abandoned" || outcome === "noShow") note(event.transactionHash, event.args.leaseId, "failure");
    }
  }
  const paid = new Map<bigint, NonNullable<Compensation["paid"]>>();
  for (const event of staking) {
    if (event.eventName !== "CompensationPaid") continue;
    paid.set(event.args.compensationId, { block: event.blockNumber, amount: event.args.amount });
  }
  return staking.flatMap((event): Compensation[] => {
    if (event.eventName !== "CompensationBooked") return [];
    const { compensationId, leaseId, amount } = event.args;
    const cause = causes.get(`${event.transactionHash}/${leaseId}`);
    if (cause === undefined) throw new Error(`Nothing says why compensation ${compensationId} was booked.`);
    return [{ leaseId, cause, block: event.blockNumber, amount, paid: paid.get(compensationId) }];
  });
}

export function totalsOf(compensations: readonly Compensation[], cause: Cause): CompensationTotals {
  const all = compensations.filter((each) => each.cause === cause);
  const paid = all.flatMap((each) => (each.paid === undefined ? [] : [each.paid]));
  return {
    booked: all.length,
    paid: paid.length,
    amountBooked: all.reduce((sum, { amount }) => sum + amount, 0n),
    amountPaid: paid.reduce((sum, { amount }) => sum + amount, 0n),
  };
}
