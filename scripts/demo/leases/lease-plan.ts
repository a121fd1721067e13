import { randomOf } from "../random.ts";
import type { Ending, LeaseKind } from "./intent.ts";
import type { Job } from "./jobs.ts";
import type { Machine } from "./machines.ts";
import { placeJobs } from "./placement.ts";
import { type Providers, planProviders } from "./providers.ts";
import { earnRecords, recordSeconds } from "./records.ts";
import { type PlannedStake, planStakes } from "./stakes.ts";
import { type PlannedClaim, type PlannedOutage, planTrials } from "./trials.ts";

/** One lease before it is opened. Times in seconds of the trace, which can be before its first. */
export type PlannedLease = {
  /** For a row of the trace, going on from an interrupted lease, or to earn a record before the trace begins. */
  readonly origin: "job" | "continuation" | "record";
  /** Numbers of buyer, operator and node. */
  readonly buyer: number;
  readonly operator: number;
  readonly node: number;
  readonly kind: LeaseKind;
  readonly units: number;
  readonly durationSeconds: number;
  readonly ending: Ending;
  readonly opensAt: number;
  readonly endsAt: number;
  /** Number of the lease that it goes on from. */
  readonly continues?: number | undefined;
  /** How long its job waited for units. */
  readonly waitedSeconds: number;
};

/** The whole market of leases before it is played. The same traces and seed give the same plan. */
export type LeasePlan = Providers & {
  readonly jobs: readonly Job[];
  readonly buyers: number;
  /** Those that earn a record first, then all others in the order of their opening. */
  readonly leases: readonly PlannedLease[];
  /** Jobs that no node could hold. */
  readonly unplaced: number;
  readonly claims: readonly PlannedClaim[];
  readonly outages: readonly PlannedOutage[];
  /** What operators stake, and when. */
  readonly stakes: readonly PlannedStake[];
  /** The first opening, and the last planned end. */
  readonly beginsAt: number;
  readonly endsAt: number;
};

/** The most units that an operator without a record has under leases at once: `newcomerUnits` of the deployment. */
export const newcomerUnits = 4_000;

/** Who leases what from whom, when, and what becomes of it. Pure. */
export function planLeases(jobs: readonly Job[], machines: readonly Machine[], seed: string): LeasePlan {
  const buyers = Math.min(50, Math.max(4, Math.ceil(jobs.length / 40)));
  const providers = planProviders(machines, providersFor(jobs), randomOf(seed, "providers"));
  const random = randomOf(seed, "leases");
  const drawBuyer = (): number => Math.floor(buyers * random() ** 2);
  const placed = placeJobs(jobs, providers, newcomerUnits, random, drawBuyer);
  const first = placed.leases.find(({ units }) => units > newcomerUnits / 2);
  const records = first === undefined ? [] : earnRecords(providers, first.opensAt - recordSeconds, drawBuyer);
  const shift = records.length;
  const all = [...records, ...placed.leases.map((lease) => shifted(lease, shift))];
  const { leases, claims, outages } = planTrials(all, providers.operators, randomOf(seed, "trials"));
  return {
    ...providers,
    jobs,
    buyers,
    leases,
    unplaced: placed.unplaced,
    claims,
    outages,
    stakes: planStakes(leases, providers, claims, randomOf(seed, "stakes")),
    beginsAt: Math.min(...leases.map(({ opensAt }) => opensAt)),
    endsAt: Math.max(...leases.map(({ endsAt }) => endsAt)),
  };
}

function shifted(lease: PlannedLease, by: number): PlannedLease {
  return lease.continues === undefined ? lease : { ...lease, continues: lease.continues + by };
}

/** Enough newcomers for twice the busiest moment, and operators with a record for jobs that no newcomer may take. */
function providersFor(jobs: readonly Job[]) {
  const large = jobs.filter(({ units }) => units > newcomerUnits / 2);
  const failing = large.filter(({ phase }) => phase === "Failed").length;
  return {
    newcomers: Math.max(6, Math.ceil((2 * busiest(jobs)) / newcomerUnits)),
    withRecord: large.length === 0 ? 0 : Math.max(2, Math.ceil(failing / 4)),
    bigUnits: Math.max(0, ...large.map(({ units }) => units)),
  };
}

/** The most units that jobs hold at once. */
function busiest(jobs: readonly Job[]): number {
  const changes = jobs.flatMap(({ units, scheduledAt, deletedAt }) => [
    [scheduledAt, units] as const,
    [deletedAt, -units] as const,
  ]);
  changes.sort(([a, up], [b, down]) => a - b || up - down);
  let held = 0;
  let most = 0;
  for (const [, change] of changes) {
    held += change;
    most = Math.max(most, held);
  }
  return most;
}
