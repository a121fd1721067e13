import { mostOfferSeconds } from "../../../sdk/offer.ts";
import { between, type Random } from "../random.ts";
import type { Job } from "./jobs.ts";

/** Kinds of lease that the market trades. */
export type LeaseKind = "onDemand" | "spot" | "reserved";

/** What will become of a lease. */
export type Ending = "complete" | "stop" | "reclaim" | "abandon" | "noShow" | "cancel" | "outage";

/** What a buyer wants for a job, and what will become of it. Times in seconds. */
export type Intent = {
  readonly kind: LeaseKind;
  readonly ending: Ending;
  /** From opening until it ends; 0 for a no-show, which ends when it can be reported. */
  readonly runSeconds: number;
  /** What the lease is opened for. */
  readonly durationSeconds: number;
};

/** Promised before a spot lease is taken back. */
export const noticeSeconds = 600;

/** Of the spot leases that ran, in percent: how many the operator takes back instead of the buyer stopping them. */
const reclaimPercent = 30;

const hour = 3_600;
const day = 86_400;

/** What a row of the trace means in the protocol. `random` draws what the trace does not say. */
export function intentOf(job: Job, random: Random): Intent {
  const kind = job.serviceClass === "LS" || job.serviceClass === "Guaranteed" ? "onDemand" : "spot";
  // Both are always drawn, so that the stream does not depend on the row.
  const stretch = random();
  const isReclaimed = between(random, 1, 100) <= reclaimPercent;
  if (job.phase === "Pending") {
    return { kind, ending: "noShow", runSeconds: 0, durationSeconds: hour + Math.floor(stretch * 5) * hour };
  }
  const runSeconds = job.deletedAt - job.scheduledAt;
  if (job.phase === "Succeeded") return { kind, ending: "complete", runSeconds, durationSeconds: runSeconds };
  const durationSeconds = bookedSeconds(runSeconds, stretch);
  if (job.phase === "Failed") return { kind, ending: "abandon", runSeconds, durationSeconds };
  const canBeReclaimed = kind === "spot" && isReclaimed && runSeconds >= noticeSeconds + 60;
  return { kind, ending: canBeReclaimed ? "reclaim" : "stop", runSeconds, durationSeconds };
}

/** The longest job that a lease can serve: a day less than the longest offer, since more is booked than runs. */
export const mostRunSeconds = mostOfferSeconds - day;

/**
 * Nobody knows beforehand how long a job runs: more is booked, the longer the less in proportion, at most what an offer
 * takes. In full ten minutes.
 */
function bookedSeconds(runSeconds: number, stretch: number): number {
  const most = runSeconds > day ? 0.3 : 2;
  const booked = runSeconds * (1.1 + stretch * most) + 2 * noticeSeconds;
  return Math.min(Math.ceil(Math.max(booked, hour) / 600) * 600, mostOfferSeconds);
}
