import { between, type Random } from "../random.ts";
import type { PlannedLease } from "./lease-plan.ts";
import type { Habit, PlannedOperator } from "./providers.ts";

/**
 * How a dispute goes. `false`: the committee rejects it, and the challenger loses its bond; `falseAppealed`: the challenger
 * appeals and loses that bond too. `deserved`: upheld; `deservedAppealed`: the operator appeals in vain. `unanswered`: the
 * operator lets the time to answer pass.
 */
export type Course = "false" | "falseAppealed" | "deserved" | "deservedAppealed" | "unanswered";

export type PlannedClaim = {
  /** Number of the lease. */
  readonly lease: number;
  readonly kind: "wrongResult" | "wrongHardware";
  readonly course: Course;
  /** Second of the trace. */
  readonly opensAt: number;
};

/** An outage that attestors saw, and the buyer reports. Seconds of the trace. */
export type PlannedOutage = {
  readonly lease: number;
  readonly from: number;
  readonly to: number;
  readonly reportsAt: number;
};

export type Trials = {
  readonly leases: readonly PlannedLease[];
  readonly claims: readonly PlannedClaim[];
  readonly outages: readonly PlannedOutage[];
};

const hour = 3_600;
/** What offers promise. */
export const promisedUptimeBps = 9_900;

/** Of each so many jobs, one is disputed in this way; the first four even in a small market. */
const rounds: readonly { course: Course; habits: readonly Habit[]; kind: PlannedClaim["kind"]; perJobs: number }[] = [
  { course: "falseAppealed", habits: ["steady", "record"], kind: "wrongHardware", perJobs: 1_000 },
  { course: "deserved", habits: ["flaky", "fair"], kind: "wrongResult", perJobs: 700 },
  { course: "deservedAppealed", habits: ["flaky", "fair"], kind: "wrongHardware", perJobs: 1_000 },
  { course: "unanswered", habits: ["fair", "flaky"], kind: "wrongResult", perJobs: 2_000 },
  { course: "false", habits: ["steady", "fair"], kind: "wrongResult", perJobs: 500 },
];

/** Choose what is disputed and what has an outage, among leases that end otherwise well. */
export function planTrials(
  leases: readonly PlannedLease[],
  operators: readonly PlannedOperator[],
  random: Random,
): Trials {
  const jobs = leases.filter(({ origin }) => origin === "job").length;
  const taken = new Set<number>();
  const accused = new Set<number>();
  const draw = (fits: (lease: PlannedLease) => boolean): number | undefined => {
    const found = leases.flatMap((lease, index) => (!taken.has(index) && fits(lease) ? [index] : []));
    const index = found[between(random, 0, found.length - 1)];
    if (index !== undefined) taken.add(index);
    return index;
  };

  const outages: PlannedOutage[] = [];
  const endings = new Map<number, "outage">();
  for (const isTotal of [true, false]) {
    const index = draw((lease) => isStopped(lease) && outageOf(lease, isTotal) !== undefined);
    const outage = index === undefined ? undefined : outageOf(leases[index] as PlannedLease, isTotal);
    if (index === undefined || outage === undefined) continue;
    outages.push({ lease: index, ...outage });
    if (isTotal) endings.set(index, "outage");
  }

  const claims: PlannedClaim[] = [];
  for (const { course, habits, kind, perJobs } of rounds) {
    const count = Math.max(course === "false" ? 0 : 1, Math.round(jobs / perJobs));
    for (let round = 0; round < count; round += 1) {
      // An operator is accused once, so that what a slash leaves is known beforehand.
      const index = draw(
        (lease) =>
          (isStopped(lease) || lease.ending === "complete") &&
          lease.origin === "job" &&
          !accused.has(lease.operator) &&
          habits.includes(operators[lease.operator]?.habit as Habit),
      );
      if (index === undefined) continue;
      const lease = leases[index] as PlannedLease;
      accused.add(lease.operator);
      claims.push({ lease: index, kind, course, opensAt: lease.endsAt + hour + round });
    }
  }
  return {
    leases: leases.map((lease, index) => (endings.has(index) ? { ...lease, ending: "outage" as const } : lease)),
    claims,
    outages,
  };
}

function isStopped({ origin, ending }: PlannedLease): boolean {
  return origin === "job" && ending === "stop";
}

/** Beyond what the offer allows: past the last step, which ends the lease, or in the middle of the second. */
function outageOf(lease: PlannedLease, isTotal: boolean): Omit<PlannedOutage, "lease"> | undefined {
  const shareBps = 10_000 - promisedUptimeBps + (isTotal ? 1_200 : 300);
  const seconds = Math.ceil((lease.durationSeconds * shareBps) / 10_000);
  const from = lease.opensAt + 60;
  const to = from + seconds;
  if (isTotal) return to + 60 > lease.endsAt ? undefined : { from, to: lease.endsAt - 1, reportsAt: lease.endsAt };
  return to + 60 > lease.endsAt ? undefined : { from, to, reportsAt: lease.endsAt - 30 };
}
