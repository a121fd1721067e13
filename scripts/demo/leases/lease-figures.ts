import type { Hex } from "viem";
import { verdicts } from "../../../sdk/dispute.ts";
import { type Compensation, type CompensationTotals, compensationsOf, totalsOf } from "./compensation.ts";
import type { History } from "./history.ts";
import type { OperatorState } from "./holdings.ts";
import { countOutcomes, type LeaseRecord, leaseRecords, type OutcomeCounts } from "./outcomes.ts";
import { countUnits, type UnitCounts } from "./units.ts";
import { type Warranty, weighWarranty } from "./warranty.ts";

/** What the chain says came of the market of leases. Payments in the token's smallest unit, stake in MILL wei. */
export type LeaseFigures = {
  readonly outcomes: OutcomeCounts;
  readonly paid: bigint;
  readonly refunded: bigint;
  /** For what the chain saw: abandoned leases and no-shows. */
  readonly compensation: CompensationTotals;
  readonly byOutage: CompensationTotals;
  readonly byDispute: CompensationTotals;
  readonly slashes: Slashes;
  readonly disputes: DisputeCounts;
  /** How many operators are of each tier. */
  readonly tiers: readonly number[];
  readonly units: UnitCounts;
  readonly warranty: Warranty;
};

export type Slashes = {
  readonly booked: number;
  /** Taken of own and delegated stake. */
  readonly amount: bigint;
  /** Of it to challengers, to buyers beyond their bonds, and destroyed. */
  readonly bounty: bigint;
  readonly toBuyers: bigint;
  readonly burned: bigint;
};

export type DisputeCounts = {
  readonly opened: number;
  readonly upheld: number;
  readonly rejected: number;
  readonly unanswered: number;
  readonly appealed: number;
};

/** The figures, with the records they were added up from. */
export type LeaseAccount = {
  readonly figures: LeaseFigures;
  readonly records: ReadonlyMap<Hex, LeaseRecord>;
  readonly compensations: readonly Compensation[];
};

export function accountFor(history: History, operators: readonly OperatorState[]): LeaseAccount {
  const records = leaseRecords(history);
  const compensations = compensationsOf(history);
  const all = [...records.values()];
  const figures: LeaseFigures = {
    outcomes: countOutcomes(all),
    paid: all.reduce((sum, { paid }) => sum + paid, 0n),
    refunded: all.reduce((sum, { refunded }) => sum + refunded, 0n),
    compensation: totalsOf(compensations, "failure"),
    byOutage: totalsOf(compensations, "outage"),
    byDispute: totalsOf(compensations, "dispute"),
    slashes: addSlashes(history),
    disputes: countDisputes(history),
    tiers: [0, 1, 2, 3].map((tier) => operators.filter((operator) => operator.tier === tier).length),
    units: countUnits(history, operators),
    warranty: weighWarranty(all, compensations),
  };
  return { figures, records, compensations };
}

function addSlashes({ staking }: History): Slashes {
  const sum = { booked: 0, amount: 0n, bounty: 0n, toBuyers: 0n, burned: 0n };
  for (const event of staking) {
    if (event.eventName === "SlashBooked") {
      sum.booked += 1;
      sum.amount += event.args.ownTaken + event.args.delegatedTaken;
    } else if (event.eventName === "SlashPaid") {
      sum.bounty += event.args.bounty;
      sum.toBuyers += event.args.toBuyer;
      sum.burned += event.args.burned;
    }
  }
  return sum;
}

function countDisputes({ disputes }: History): DisputeCounts {
  const counts = { opened: 0, upheld: 0, rejected: 0, unanswered: 0, appealed: 0 };
  for (const event of disputes) {
    if (event.eventName === "DisputeOpened") counts.opened += 1;
    else if (event.eventName === "DisputeAppealed") counts.appealed += 1;
    else if (event.eventName === "DisputeEnded") {
      const verdict = verdicts[event.args.verdict];
      if (!event.args.answered) counts.unanswered += 1;
      else if (verdict === "upheld") counts.upheld += 1;
      else if (verdict === "rejected") counts.rejected += 1;
    }
  }
  return counts;
}
