import { writeFile } from "node:fs/promises";
import { between, type Random, randomOf } from "../demo/random.ts";
import { traceColumns } from "../demo/trace.ts";

/** Draws the sample trace of the demo: chat requests of about an hour, invented, with a long tail of long ones. */
export function drawSample(rows: number, seed: string): string {
  const random = randomOf(seed, "sample");
  const lines = [traceColumns];
  let atMs = Date.UTC(2026, 0, 5, 9, 0, 0);
  for (let row = 0; row < rows; row += 1) {
    atMs += between(random, 40, 2_960);
    const timestamp = new Date(atMs).toISOString().replace("T", " ").replace("Z", "");
    lines.push(`${timestamp},${longTail(random, 900)},${longTail(random, 180)}`);
  }
  return `${lines.join("\n")}\n`;
}

/** Exponential around `mean`, never zero. */
function longTail(random: Random, mean: number): number {
  return 1 + Math.floor(-mean * Math.log(1 - random()));
}

if (process.argv[1] === import.meta.filename) {
  await writeFile(new URL("inference-requests.csv", import.meta.url), drawSample(2_500, "millrace sample"));
}
