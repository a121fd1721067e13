import type { Address, Hex } from "viem";
import type { History } from "./history.ts";
import type { LeaseAccount } from "./lease-figures.ts";
import type { Habit } from "./providers.ts";

/** What there was at each moment of a row of moments. */
export type LeaseSeries = {
  /** Days of the trace. */
  readonly days: readonly number[];
  /** Abandoned leases and no-shows until then. */
  readonly failures: readonly number[];
  /** Compensation until then, in whole MILL. */
  readonly booked: readonly number[];
  readonly paid: readonly number[];
  /** Own stake of all operators of a habit, in whole MILL. */
  readonly stake: Readonly<Record<Habit, readonly number[]>>;
  /** Operators of each tier. */
  readonly tiers: readonly (readonly number[])[];
  /** Days on which a slash was booked. */
  readonly slashes: readonly number[];
};

/** Something that changes a sum by so much. */
type Change = { readonly time: number; readonly by: number };

const day = 86_400;
const moments = 240;
export const habitNames: readonly Habit[] = ["record", "steady", "fair", "flaky"];

/** @param habitOf of each operator @param origin the timestamp (s) of the trace's second 0 */
export function seriesOf(
  history: History,
  account: LeaseAccount,
  habitOf: ReadonlyMap<Address, Habit>,
  origin: number,
): LeaseSeries {
  const { timeOf } = history;
  const times = momentsOf(account);
  const failures = [...account.records.values()].flatMap(({ ended, endedAt }): Change[] => {
    return ended === "abandoned" || ended === "noShow" ? [{ time: endedAt ?? 0, by: 1 }] : [];
  });
  const booked = account.compensations.map(({ block, amount }) => ({ time: timeOf(block), by: inMill(amount) }));
  const paid = account.compensations.flatMap((each): Change[] =>
    each.paid === undefined ? [] : [{ time: timeOf(each.paid.block), by: inMill(each.paid.amount) }],
  );
  const stakes = stakeChanges(history, account);
  const stakeOf = (habit: Habit): number[] =>
    running(
      stakes.filter(({ operator }) => habitOf.get(operator) === habit),
      times,
    );
  return {
    days: times.map((time) => (time - origin) / day),
    failures: running(failures, times),
    booked: running(booked, times),
    paid: running(paid, times),
    stake: { record: stakeOf("record"), steady: stakeOf("steady"), fair: stakeOf("fair"), flaky: stakeOf("flaky") },
    tiers: tierCounts(history, habitOf.size, times),
    slashes: history.staking.flatMap((event) =>
      event.eventName === "SlashBooked" ? [(timeOf(event.blockNumber) - origin) / day] : [],
    ),
  };
}

/** Own stake by all that changes it, MILL wei added up per operator: what Staking says of each must equal it. */
export function ownStakes(history: History, account: LeaseAccount): Map<Address, bigint> {
  const sums = new Map<Address, bigint>();
  for (const { operator, wei } of stakeChanges(history, account)) sums.set(operator, (sums.get(operator) ?? 0n) + wei);
  return sums;
}

type StakeChange = Change & { readonly operator: Address; readonly wei: bigint };

function stakeChanges({ staking, timeOf }: History, { records }: LeaseAccount): StakeChange[] {
  const operatorOf = (leaseId: Hex): Address | undefined => records.get(leaseId)?.terms.offer.operator;
  const behind = new Map<bigint, Address>();
  return staking.flatMap((event): StakeChange[] => {
    const change = (operator: Address | undefined, wei: bigint): StakeChange[] => {
      if (operator === undefined) return [];
      return [{ time: timeOf(event.blockNumber), by: inMill(wei), operator, wei }];
    };
    switch (event.eventName) {
      case "Staked":
        return change(event.args.operator, event.args.amount);
      case "RewardsAdded":
        return change(event.args.operator, event.args.toOwn);
      case "SlashBooked":
        return change(event.args.operator, -event.args.ownTaken);
      case "ThawRequested":
        return event.args.account === event.args.operator ? change(event.args.operator, -event.args.tokens) : [];
      case "CompensationBooked": {
        const operator = operatorOf(event.args.leaseId);
        if (operator !== undefined) behind.set(event.args.compensationId, operator);
        return change(operator, -event.args.amount);
      }
      case "CompensationReturned":
        return change(behind.get(event.args.compensationId), event.args.amount);
      default:
        return [];
    }
  });
}

/** From shortly before most leases begin until the last one has ended and all is paid. A few begin long before. */
function momentsOf({ records, compensations }: LeaseAccount): number[] {
  const opened = [...records.values()].map(({ openedAt }) => openedAt).sort((a, b) => a - b);
  const ended = [...records.values()].map(({ endedAt }) => endedAt ?? 0);
  const from = (opened[Math.floor(opened.length / 20)] ?? 0) - 2 * day;
  const to = Math.max(...ended) + (compensations.length > 0 ? 16 * day : day);
  return Array.from({ length: moments }, (_, index) => from + ((to - from) * index) / (moments - 1));
}

/** The sum of all changes until each moment. */
function running(changes: readonly Change[], times: readonly number[]): number[] {
  const sorted = [...changes].sort((a, b) => a.time - b.time);
  let sum = 0;
  let next = 0;
  return times.map((time) => {
    for (let change = sorted[next]; change !== undefined && change.time <= time; change = sorted[next]) {
      sum += change.by;
      next += 1;
    }
    return sum;
  });
}

function tierCounts({ quality, timeOf }: History, operators: number, times: readonly number[]): number[][] {
  const tierOf = new Map<Address, number>();
  const changes: Change[][] = [[{ time: Number.NEGATIVE_INFINITY, by: operators }], [], [], []];
  for (const event of quality) {
    if (event.eventName !== "TierChanged") continue;
    const { operator, tier } = event.args;
    const time = timeOf(event.blockNumber);
    changes[tierOf.get(operator) ?? 0]?.push({ time, by: -1 });
    changes[tier]?.push({ time, by: 1 });
    tierOf.set(operator, tier);
  }
  return changes.map((each) => running(each, times));
}

/** Whole MILL, for a picture. */
function inMill(wei: bigint): number {
  return Number(wei / 10n ** 12n) / 1e6;
}
