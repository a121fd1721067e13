import { writeFile } from "node:fs/promises";
import { between, type Random, randomOf } from "../demo/random.ts";

const jobHeader =
  "name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec,qos,pod_phase,creation_time,deletion_time,scheduled_time";
const nodeHeader = "sn,cpu_milli,memory_mib,gpu,model";
const hour = 3_600;

/** Draws jobs of some days, invented, in the columns of a public trace of a GPU cluster. Every tenth asks for no GPU. */
export function drawJobs(rows: number, seed: string): string {
  const random = randomOf(seed, "sample jobs");
  const lines = [jobHeader];
  let at = 0;
  for (let row = 0; row < rows; row += 1) {
    at += between(random, 60, 2 * hour);
    lines.push(jobLine(row, at, random));
  }
  return `${lines.join("\n")}\n`;
}

function jobLine(row: number, createdAt: number, random: Random): string {
  const withoutGpu = row % 10 === 9;
  const isWhole = between(random, 1, 100) <= 60;
  // One large job early on, another late.
  const isLarge = row === 12 || row === 60;
  const gpus = withoutGpu ? 0 : isLarge ? 8 : 1;
  const milli = withoutGpu ? 0 : isLarge || isWhole ? 1_000 : between(random, 1, 9) * 100;
  const chance = between(random, 1, 100);
  const phase = isLarge ? "Succeeded" : phaseOf(chance);
  const serviceClass = between(random, 1, 100) <= 50 ? "LS" : between(random, 1, 100) <= 85 ? "BE" : "Burstable";
  const scheduledAt = phase === "Pending" ? "" : String(createdAt + between(random, 0, 30));
  const runs = 120 + Math.floor(-2 * hour * Math.log(1 - random()));
  const deletedAt = createdAt + 30 + runs;
  const name = `sample-job-${String(row).padStart(3, "0")}`;
  return `${name},4000,16384,${gpus},${milli},,${serviceClass},${phase},${createdAt},${deletedAt},${scheduledAt}`;
}

function phaseOf(chance: number): string {
  if (chance <= 35) return "Failed";
  if (chance <= 43) return "Pending";
  return chance <= 58 ? "Succeeded" : "Running";
}

/** Draws machines with GPUs of all models that the demo knows of the trace. */
export function drawNodes(rows: number, seed: string): string {
  const random = randomOf(seed, "sample nodes");
  const shapes = [
    ["T4", 2],
    ["G2", 8],
    ["V100M32", 4],
    ["P100", 2],
    ["A10", 1],
    ["V100M16", 8],
    ["G3", 8],
  ] as const;
  const lines = [nodeHeader];
  for (let row = 0; row < rows; row += 1) {
    const [model, gpus] = shapes[between(random, 0, shapes.length - 1)] as (typeof shapes)[number];
    lines.push(`sample-node-${String(row).padStart(2, "0")},64000,262144,${gpus},${model}`);
  }
  return `${lines.join("\n")}\n`;
}

if (process.argv[1] === import.meta.filename) {
  await writeFile(new URL("gpu-jobs.csv", import.meta.url), drawJobs(80, "millrace sample"));
  await writeFile(new URL("gpu-nodes.csv", import.meta.url), drawNodes(40, "millrace sample"));
}
