import { loadavg } from "node:os";
import hre from "hardhat";
import { flagsOrEnd } from "../flags-or-end.ts";
import { measureChecks } from "./checks.ts";
import type { HttpFigures } from "./http/measure.ts";
import { measureStorages, type Storage } from "./http/run.ts";
import { measureRestart, type RestartFigures } from "./restart.ts";

const USAGE = `Measure the relayer: how fast it checks vouchers beside viem and ethers, and what it takes over HTTP.

  npm run bench:relayer -- [--only check,embedded,server,restart] [--runs N] [--quick] [--json]

  --only LIST  check: one thread, no HTTP; embedded: HTTP on the default database; server: HTTP on PostgreSQL with fsync,
               started for the benchmark. Default: these three.
               restart: 100,000 vouchers are sent, the relayer is killed, started again, and settles them all. Once,
               whatever --runs says: it takes many minutes, most of them to open the channels
  --runs N     each figure is the median of so many; default 5
  --quick      a tenth of the load (restart: 2,000 vouchers), to see that it works
  --json       one JSON object on standard output

The load generator is in this process, the relayer in one of its own; both share the machine with the chain.
`;

const DEFAULT_PARTS = ["check", "embedded", "server"] as const;
const PARTS = [...DEFAULT_PARTS, "restart"] as const;
const RESTART_CHANNELS = 100_000;
const QUICK_RESTART_CHANNELS = 2_000;
const EFFORT = { singles: 5_000, bulks: 20_000, queries: 3_000 };
const QUICK = { singles: 500, bulks: 2_000, queries: 300 };

const values = flagsOrEnd(
  {
    only: { type: "string", default: DEFAULT_PARTS.join(",") },
    runs: { type: "string", default: "5" },
    quick: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
  USAGE,
);

async function main(): Promise<number> {
  const parts = values.only.split(",");
  const runs = Number(values.runs);
  const unknown = parts.filter((part) => !PARTS.some((known) => known === part));
  if (values.help || unknown.length > 0 || !Number.isInteger(runs) || runs < 1) {
    process.stderr.write(USAGE);
    return values.help ? 0 : 2;
  }
  const say = (text: string) => void process.stderr.write(`${text}\n`);
  const loadBefore = loadavg()[0];
  const checkedPerSecond = parts.includes("check") ? await measureChecks(runs, say) : undefined;
  const storages = (["embedded", "server"] as const).filter((storage) => parts.includes(storage));
  if (storages.length > 0 || parts.includes("restart"))
    await hre.tasks.getTask("build").run({ quiet: true, noTests: true });
  const http =
    storages.length > 0 ? await measureStorages(storages, { ...(values.quick ? QUICK : EFFORT), runs }, say) : {};
  const channels = values.quick ? QUICK_RESTART_CHANNELS : RESTART_CHANNELS;
  const restart = parts.includes("restart") ? await measureRestart(channels, say) : undefined;
  const report = { runs, loadAverage: { before: loadBefore, after: loadavg()[0] }, checkedPerSecond, http, restart };
  if (values.json) process.stdout.write(`${JSON.stringify(report)}\n`);
  else {
    if (checkedPerSecond !== undefined) {
      const { relayer, viem, ethers, ratio } = checkedPerSecond;
      console.log(`Vouchers fully checked per second, one thread: ${relayer}`);
      console.log(`  recovered alone: viem ${viem} (ratio ${ratio}), ethers ${ethers}`);
    }
    for (const [storage, figures] of Object.entries(http)) console.log(httpText(storage as Storage, figures));
    if (restart !== undefined) console.log(restartText(restart));
    console.log(
      `Medians of ${runs} runs; load average ${report.loadAverage.before} before, ${report.loadAverage.after} after`,
    );
  }
  return 0;
}

function httpText(storage: Storage, f: HttpFigures): string {
  return [
    `HTTP, ${storage === "embedded" ? "embedded database" : "PostgreSQL with fsync"}:`,
    `  one at a time ${f.single} vouchers/s (p99 ${f.singleP99Ms} ms); in hundreds ${f.bulk} vouchers/s (p99 ${f.bulkP99Ms} ms)`,
    `  ${f.queriesPerSecond} questions/s for a channel: p50 ${f.queryP50Ms} ms, p99 ${f.queryP99Ms} ms`,
    `  whether a buyer is good, 1,000 a second: p50 ${f.admissionP50Ms} ms, p99 ${f.admissionP99Ms} ms`,
  ].join("\n");
}

function restartText(f: RestartFigures): string {
  return [
    `Killed with ${f.channels} unsettled vouchers and started again, embedded database:`,
    `  answers after ${f.readySeconds} s, first batch in a block after ${f.firstBatchSeconds} s`,
    `  all settled after ${f.allSettledSeconds} s by ${f.batches} batches, ${f.gas} gas; memory ${f.firstBatchMb} MB after the first batch, ${f.peakMb} MB at most`,
  ].join("\n");
}

// Ended early, it ends what it started.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));
process.exit(await main());
