import type { Address } from "viem";
import { creditOfWeight, earnedPerSecond, epochSeconds, nextEmission } from "./emission-math.ts";

/** What Emissions says has happened, in its order; `at` is the block's timestamp (s). */
export type EmissionEvent =
  | {
      readonly kind: "epochBegun";
      readonly at: bigint;
      readonly epoch: bigint;
      readonly emission: bigint;
      readonly yieldBps: bigint;
      readonly rewardPerWeight: bigint;
    }
  | {
      readonly kind: "weightChanged";
      readonly at: bigint;
      readonly operator: Address;
      readonly oldWeight: bigint;
      readonly newWeight: bigint;
      readonly totalWeight: bigint;
      readonly rewardPerWeight: bigint;
    }
  | {
      readonly kind: "rewardAccrued";
      readonly at: bigint;
      readonly operator: Address;
      readonly amount: bigint;
      readonly weight: bigint;
      readonly rewardPerWeight: bigint;
    };

/** A reward as it was credited, and as it follows from all that was before. MILL's smallest unit. */
export type AuditedReward = {
  readonly operator: Address;
  readonly epoch: bigint;
  readonly credited: bigint;
  readonly recomputed: bigint;
};

export type EmissionAudit = {
  readonly rewards: readonly AuditedReward[];
  /** Where an event differs from what follows from those before; empty if all is as it should be. */
  readonly faults: readonly string[];
};

/** Most epochs that the contract goes through in one call. */
const mostEpochsAtOnce = 92;

type Account = { weight: bigint; fraction: bigint; rewardPerWeight: bigint };

/**
 * Recompute every reward from the events of Emissions alone: what a unit of weight has earned is followed from epoch to
 * epoch and from one change of weight to the next, as the contract's manual says it, and every event is held to it.
 * @param decay of each epoch's emission to the next, times 10¹⁸; fixed at deployment
 */
export function auditEmissions(decay: bigint, events: readonly EmissionEvent[]): EmissionAudit {
  const line = { rewardPerWeight: 0n, perSecond: 0n, since: 0n };
  const epoch = { total: 0n, emission: 0n, yieldBps: 0n };
  const accounts = new Map<Address, Account>();
  const rewards: AuditedReward[] = [];
  const faults: string[] = [];

  const hold = (what: string, found: bigint, expected: bigint) => {
    if (found !== expected) faults.push(`${what}: found ${found}, expected ${expected}`);
  };
  const endOfEpoch = (at: bigint) => (at / epochSeconds + 1n) * epochSeconds;
  const rise = () => {
    line.perSecond = earnedPerSecond(epoch.emission, epoch.total, epoch.yieldBps);
  };
  const follow = (until: bigint) => {
    line.rewardPerWeight += line.perSecond * (until - line.since);
    line.since = until;
  };
  /** As far as the line may be followed at `at`: not beyond an epoch's end that has not been told. */
  const reach = (at: bigint) => (at < endOfEpoch(line.since) ? at : line.since);
  const perWeightAt = (at: bigint) => line.rewardPerWeight + line.perSecond * (reach(at) - line.since);
  const accountOf = (operator: Address): Account => {
    const found = accounts.get(operator) ?? { weight: 0n, fraction: 0n, rewardPerWeight: 0n };
    accounts.set(operator, found);
    return found;
  };

  function beginEpoch(event: Extract<EmissionEvent, { kind: "epochBegun" }>): void {
    if (line.since === 0n) {
      // The first one, at deployment: it begins in the middle of its epoch.
      line.since = event.at;
      epoch.emission = event.emission;
    } else {
      let end = endOfEpoch(line.since);
      for (let passed = 0; passed < mostEpochsAtOnce && end <= event.at; passed++) {
        follow(end);
        end += epochSeconds;
        epoch.emission = nextEmission(epoch.emission, decay);
        rise();
      }
    }
    epoch.yieldBps = event.yieldBps;
    rise();
    hold(`number of epoch ${event.epoch}`, event.epoch, line.since / epochSeconds);
    hold(`emission of epoch ${event.epoch}`, event.emission, epoch.emission);
    hold(`reward per weight at the beginning of epoch ${event.epoch}`, event.rewardPerWeight, line.rewardPerWeight);
  }

  function accrue(event: Extract<EmissionEvent, { kind: "rewardAccrued" }>): void {
    const account = accountOf(event.operator);
    const perWeight = perWeightAt(event.at);
    hold(`reward per weight of ${event.operator}`, event.rewardPerWeight, perWeight);
    if (event.weight > account.weight) {
      faults.push(`weight of ${event.operator}: found ${event.weight}, expected at most ${account.weight}`);
    }
    const credit = creditOfWeight(event.weight, perWeight - account.rewardPerWeight, account.fraction);
    hold(`reward of ${event.operator}`, event.amount, credit.reward);
    account.fraction = credit.fraction;
    account.rewardPerWeight = perWeight;
    const { operator, amount: credited } = event;
    rewards.push({ operator, epoch: event.at / epochSeconds, credited, recomputed: credit.reward });
  }

  function reweigh(event: Extract<EmissionEvent, { kind: "weightChanged" }>): void {
    const account = accountOf(event.operator);
    const perWeight = perWeightAt(event.at);
    hold(`reward per weight of ${event.operator}`, event.rewardPerWeight, perWeight);
    hold(`old weight of ${event.operator}`, event.oldWeight, account.weight);
    if (account.rewardPerWeight !== perWeight) {
      // Too little for a reward of its own: only the fraction grows.
      const earning = event.newWeight < event.oldWeight ? event.newWeight : event.oldWeight;
      const credit = creditOfWeight(earning, perWeight - account.rewardPerWeight, account.fraction);
      hold(`reward of ${event.operator} that no event tells`, 0n, credit.reward);
      account.fraction = credit.fraction;
      account.rewardPerWeight = perWeight;
    }
    account.weight = event.newWeight;
    follow(reach(event.at));
    epoch.total += event.newWeight - event.oldWeight;
    rise();
    hold(`total weight with ${event.operator}`, event.totalWeight, epoch.total);
  }

  for (const event of events) {
    if (event.kind === "epochBegun") beginEpoch(event);
    else if (event.kind === "rewardAccrued") accrue(event);
    else reweigh(event);
  }
  return { rewards, faults };
}
