import { formatAmount } from "../../../sdk/amount.ts";
import type { CompensationTotals } from "./compensation.ts";
import type { LeaseFigures } from "./lease-figures.ts";
import type { LeasePlan } from "./lease-plan.ts";

/** The market of leases after it was played, for whoever reports it. */
export type LeaseReport = {
  readonly figures: LeaseFigures;
  readonly plan: LeasePlan;
  readonly transactions: number;
  readonly blocks: number;
};

type Row = readonly [string, string];

/** Its part of the JSON result. */
export function leaseJson({ figures, plan, transactions, blocks }: LeaseReport) {
  const { outcomes, paid, refunded, compensation, byOutage, byDispute, slashes, disputes, tiers, units } = figures;
  const phase = (name: string): number => plan.jobs.filter((job) => job.phase === name).length;
  return {
    jobs: {
      taken: plan.jobs.length,
      succeeded: phase("Succeeded"),
      running: phase("Running"),
      failed: phase("Failed"),
      pending: phase("Pending"),
      waited: waited(plan),
      unplaced: plan.unplaced,
    },
    leases: { ...outcomes, forRecord: forRecord(plan), paid, refunded },
    compensation: { ...compensation, byOutage, byDispute },
    slashes,
    disputes,
    tiers: Object.fromEntries(tiers.map((count, tier) => [tier, count])),
    units,
    warranty: figures.warranty,
    work: { transactions, blocks },
  };
}

/** Its part of the table for people. */
export function leaseRows({ figures, plan }: LeaseReport, symbol: string, decimals: number): Row[] {
  const money = (amount: bigint): string => `${formatAmount(amount, decimals)} ${symbol}`;
  const mill = (amount: bigint): string => `${formatAmount((amount / 10n ** 14n) * 10n ** 14n, 18)} MILL`;
  const count = (value: number): string => value.toLocaleString("en-US");
  const totals = (name: string, each: CompensationTotals): Row => {
    return [name, `${count(each.booked)} booked, ${count(each.paid)} paid, ${mill(each.amountPaid)}`];
  };
  const { outcomes, compensation, byOutage, byDispute, slashes, disputes, tiers, units, warranty } = figures;
  return [
    ["leases opened", count(outcomes.opened)],
    ["  for jobs of the trace", count(plan.jobs.length - plan.unplaced)],
    ["  going on elsewhere", count(outcomes.continued)],
    ["  to earn a record", count(forRecord(plan))],
    ["  completed", count(outcomes.completed)],
    ["  stopped by the buyer", count(outcomes.stopped)],
    ["  reclaimed with notice", count(outcomes.reclaimed)],
    ["  cancelled", count(outcomes.cancelled)],
    ["  abandoned", count(outcomes.abandoned)],
    ["  no-show", count(outcomes.noShow)],
    ["  ended by an outage", count(outcomes.outage)],
    ["  fault proven", count(outcomes.faultProven)],
    ["jobs that waited for units", count(waited(plan))],
    ["units registered, most leased", `${count(units.registered)}, ${count(units.mostLeased)}`],
    ["paid for leases", money(figures.paid)],
    ["refunded by leases", money(figures.refunded)],
    totals("compensated for failures", compensation),
    totals("  for outages", byOutage),
    totals("  by disputes", byDispute),
    [
      "disputes",
      `${disputes.opened}: ${disputes.upheld} upheld, ${disputes.rejected} rejected, ${disputes.unanswered} unanswered`,
    ],
    ["slashed", `${slashes.booked}: ${mill(slashes.amount)}, ${mill(slashes.burned)} of it burned`],
    ["operators by tier, 0 to 3", tiers.join(", ")],
    ["buyers got", `${count(warranty.gpuHours)} GPU hours`],
    ["  with the warranty for", `${money(warranty.with.paid)}, and were given ${mill(warranty.with.compensation)}`],
    ["  without it for", `${money(warranty.without.paid)}, and given nothing`],
  ];
}

function waited({ leases }: LeasePlan): number {
  return leases.filter(({ origin, waitedSeconds }) => origin === "job" && waitedSeconds > 0).length;
}

function forRecord({ leases }: LeasePlan): number {
  return leases.filter(({ origin }) => origin === "record").length;
}
