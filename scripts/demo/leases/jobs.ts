import { TraceError } from "../trace.ts";
import { mostRunSeconds } from "./intent.ts";
import { oneOf, parseTable, type Row, readTable, wholeNumber } from "./table.ts";

export const jobColumns = [
  "name",
  "num_gpu",
  "gpu_milli",
  "gpu_spec",
  "qos",
  "pod_phase",
  "creation_time",
  "deletion_time",
  "scheduled_time",
] as const;

export const serviceClasses = ["LS", "BE", "Burstable", "Guaranteed"] as const;
export type ServiceClass = (typeof serviceClasses)[number];

export const phases = ["Succeeded", "Running", "Failed", "Pending"] as const;
export type Phase = (typeof phases)[number];

/** A row of the trace that asks for a GPU. Times in seconds of the trace. */
export type Job = {
  readonly name: string;
  /** Thousandths of a GPU. */
  readonly units: number;
  /** Models that it can run on; empty for any. */
  readonly models: readonly string[];
  readonly serviceClass: ServiceClass;
  readonly phase: Phase;
  readonly createdAt: number;
  /** When it got its GPU; when it was created, if it never did. */
  readonly scheduledAt: number;
  readonly deletedAt: number;
};

/** Jobs of a file, in its order; `limit` counts those that ask for a GPU, 0 takes all. @throws TraceError */
export async function readJobs(file: string, limit: number): Promise<Job[]> {
  return jobsOf(await readTable(file, jobColumns), file, limit);
}

/** {@link readJobs} of text that is there already. */
export function parseJobs(text: string, source: string, limit: number): Job[] {
  return jobsOf(parseTable(text, source, jobColumns), source, limit);
}

function jobsOf(rows: readonly Row[], source: string, limit: number): Job[] {
  const jobs: Job[] = [];
  for (const row of rows) {
    if (limit !== 0 && jobs.length === limit) break;
    const job = jobOf(row);
    if (job !== undefined) jobs.push(job);
  }
  if (jobs.length === 0) throw new TraceError(`${source}: no row asks for a GPU.`);
  return jobs;
}

/** Undefined if the row asks for no GPU. */
function jobOf(row: Row): Job | undefined {
  const gpus = wholeNumber(row, "num_gpu");
  if (gpus === 0) return undefined;
  const units = gpus * wholeNumber(row, "gpu_milli");
  if (units === 0) return undefined;
  const phase = oneOf(row, "pod_phase", phases);
  const createdAt = wholeNumber(row, "creation_time");
  const scheduledAt = phase === "Pending" ? createdAt : wholeNumber(row, "scheduled_time");
  const deletedAt = wholeNumber(row, "deletion_time");
  if (phase !== "Pending" && (scheduledAt < createdAt || deletedAt <= scheduledAt)) {
    const found = `created ${createdAt}, scheduled ${scheduledAt}, deleted ${deletedAt}`;
    throw new TraceError(`${row.where}: found ${found}, expected times in this order.`);
  }
  if (phase !== "Pending" && deletedAt - scheduledAt > mostRunSeconds) {
    throw new TraceError(`${row.where}: it ran ${deletedAt - scheduledAt} s, expected at most ${mostRunSeconds} s.`);
  }
  return {
    name: row.cells.name ?? "",
    units,
    models: (row.cells.gpu_spec ?? "").split("|").filter((model) => model !== ""),
    serviceClass: oneOf(row, "qos", serviceClasses),
    phase,
    createdAt,
    scheduledAt,
    deletedAt,
  };
}
