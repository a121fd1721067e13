import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { readJobs } from "./demo/leases/jobs.ts";
import { planLeases } from "./demo/leases/lease-plan.ts";
import { readMachines } from "./demo/leases/machines.ts";
import { beginLifetime } from "./demo/lifetime.ts";
import { type DemoOptions, help, OptionError, parseOptions } from "./demo/options.ts";
import { planMarket } from "./demo/plan.ts";
import { play } from "./demo/play.ts";
import { showProgress } from "./demo/progress.ts";
import { toJson, toTable } from "./demo/summary.ts";
import { readTrace, TraceError } from "./demo/trace.ts";
import { findFaults } from "./demo/verdict.ts";
import { visitorsGuide } from "./demo/visitors-guide.ts";

async function main(options: DemoOptions): Promise<number> {
  const trace = await readTrace(options.trace, options.limit);
  const jobs = await readJobs(options.jobs, options.jobLimit);
  const machines = await readMachines(options.nodes);
  const plan = planMarket(trace, options.seed);
  const leases = planLeases(jobs, machines, options.seed);
  const lifetime = beginLifetime();
  const directory = await mkdtemp(path.join(os.tmpdir(), "millrace-demo-"));
  lifetime.onEnd(() => rm(directory, { recursive: true, force: true }));
  const progress = showProgress(process.stderr);
  try {
    const [result, scene] = await play({ payments: plan, leases }, options, { directory, lifetime, progress });
    progress.end();
    const [token] = scene.deployment.tokens;
    if (options.json) console.log(toJson(result));
    else console.log(`\n${toTable(result, token?.symbol ?? "", token?.decimals ?? 0)}\n`);

    const faults = findFaults(result, {
      requests: trace.length,
      priced: plan.requests.reduce((sum, { price }) => sum + price, 0n),
      crashes: options.crash.length,
    });
    for (const fault of faults) console.error(`DOES NOT ADD UP: ${fault}`);
    if (options.keep) {
      lifetime.release();
      await scene.release();
      console.error(visitorsGuide(scene, directory));
    }
    return faults.length === 0 ? 0 : 1;
  } finally {
    progress.end();
    await lifetime.end();
  }
}

async function run(): Promise<number> {
  const options = parseOptions(process.argv.slice(2));
  if (!options.help) return main(options);
  console.log(help);
  return 0;
}

process.exitCode = await run().catch((error: unknown) => {
  if (error instanceof OptionError || error instanceof TraceError) {
    console.error(`${error.message}\n\nnpm run demo -- --help says more.`);
    return 2;
  }
  console.error(error);
  return 1;
});
