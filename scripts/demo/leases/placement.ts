import { between, type Random } from "../random.ts";
import { openAgenda } from "./agenda.ts";
import { openCapacity } from "./capacity.ts";
import { type Intent, intentOf, noticeSeconds } from "./intent.ts";
import type { Job } from "./jobs.ts";
import type { PlannedLease } from "./lease-plan.ts";
import type { Providers } from "./providers.ts";

/** From opening until the operator must have started. */
export const startWindowSeconds = 1_800;

/** Units that were freed are leased again after so long, so that the order of two blocks never matters. */
const restSeconds = 30;
/** From the end of the start window until a no-show is reported: the deployment's delay and a second. */
const noShowSeconds = startWindowSeconds + 600 + 1;
/** After so long a buyer changes its mind, and cancels. */
const cancelSeconds = 300;
/** Of a hundred interrupted leases, how many go on elsewhere; and of a hundred of those, how many are cancelled. */
const goOnPercent = { abandon: 20, reclaim: 60 } as const;
const cancelPercent = 15;

type Wish = {
  readonly origin: "job" | "continuation";
  readonly at: number;
  readonly units: number;
  readonly models: readonly string[];
  readonly intent: Intent;
  readonly buyer: number;
  readonly continues?: number | undefined;
  readonly notOperator?: number | undefined;
};

type Event = { readonly arrives: Wish } | { readonly node: number; readonly units: number };

export type Placed = { readonly leases: PlannedLease[]; readonly unplaced: number };

/**
 * Find a node for every job, at its time or as soon as units are free, first come first served; and for some of the
 * interrupted ones another node at once.
 */
export function placeJobs(
  jobs: readonly Job[],
  providers: Providers,
  newcomerUnits: number,
  random: Random,
  drawBuyer: () => number,
): Placed {
  const capacity = openCapacity(providers, newcomerUnits, random);
  const agenda = openAgenda<Event>();
  const leases: PlannedLease[] = [];
  let waiting: Wish[] = [];
  let unplaced = 0;
  for (const job of jobs) {
    const { units, models, scheduledAt: at } = job;
    agenda.add(at, {
      arrives: { origin: "job", at, units, models, intent: intentOf(job, random), buyer: drawBuyer() },
    });
  }

  const goOn = (from: number, { models, buyer, intent }: Wish): void => {
    const lease = leases[from] as PlannedLease;
    if (lease.ending !== "abandon" && lease.ending !== "reclaim") return;
    const isGoingOn = between(random, 1, 100) <= goOnPercent[lease.ending];
    const isCancelled = between(random, 1, 100) <= cancelPercent;
    const left = Math.min(intent.durationSeconds - intent.runSeconds, 7_200);
    if (!isGoingOn || left < noticeSeconds) return;
    const next: Intent = {
      kind: intent.kind,
      ending: isCancelled ? "cancel" : "complete",
      runSeconds: left,
      durationSeconds: left,
    };
    const { units, operator: notOperator } = lease;
    const at = lease.endsAt + 2;
    agenda.add(at, {
      arrives: { origin: "continuation", at, units, models, intent: next, buyer, continues: from, notOperator },
    });
  };
  /** @returns whether there was a place for it */
  const place = (wish: Wish, now: number): boolean => {
    const { origin, at, units, models, intent, buyer, continues, notOperator } = wish;
    const fails = intent.ending === "abandon" || intent.ending === "noShow";
    const need = { units, models, fails, notOperator };
    const node = capacity.take(need);
    if (node === undefined) return false;
    const endsAt = now + secondsUntilEnd(intent);
    const { kind, ending, durationSeconds } = intent;
    const operator = providers.nodes[node]?.operator ?? 0;
    const lease = { origin, buyer, operator, node, kind, units, durationSeconds, ending, opensAt: now, endsAt };
    leases.push({ ...lease, continues, waitedSeconds: now - at });
    agenda.add(endsAt + restSeconds, { node, units });
    goOn(leases.length - 1, wish);
    return true;
  };

  for (let now = agenda.nextAt(); now !== undefined; now = agenda.nextAt()) {
    for (const event of agenda.takeUntil(now)) {
      if ("node" in event) {
        capacity.give(event.node, event.units);
        const time = now;
        waiting = waiting.filter((wish) => !place(wish, time));
      } else if (!place(event.arrives, now) && event.arrives.origin === "job") {
        const { units, models } = event.arrives;
        if (capacity.couldHold({ units, models, fails: false })) waiting.push(event.arrives);
        else unplaced += 1;
      }
    }
  }
  return { leases, unplaced: unplaced + waiting.length };
}

/** From the second in which the lease is opened; it is started in the next. */
function secondsUntilEnd({ ending, runSeconds, durationSeconds }: Intent): number {
  if (ending === "noShow") return noShowSeconds;
  if (ending === "cancel") return cancelSeconds;
  return ending === "complete" ? durationSeconds + 1 : Math.max(runSeconds, 3);
}
