import { writeFile } from "node:fs/promises";
import { showProgress } from "./demo/progress.ts";
import { help, OptionError, parseOptions } from "./simulate/options.ts";
import { drawRun } from "./simulate/plot.ts";
import { simulate } from "./simulate/run.ts";
import { toJson, toTable } from "./simulate/summary.ts";
import { findFaults } from "./simulate/verdict.ts";

async function main(): Promise<number> {
  const options = parseOptions(process.argv.slice(2));
  if (options.help) {
    console.log(help);
    return 0;
  }
  const progress = showProgress(process.stderr);
  progress.step("Deploy, and let everybody in");
  const result = await simulate(options, (day, of) => progress.count(day, of, "days"));
  progress.end();
  // Since the process began.
  const seconds = Math.round(performance.now() / 100) / 10;
  console.log(options.json ? toJson(result, options, seconds) : `\n${toTable(result, options)}\n`);
  if (options.plot !== undefined) {
    const title = `${options.epochs} days, ${options.operators} honest operators, $${options.millPrice} per MILL`;
    await writeFile(options.plot, drawRun(result, title));
    console.error(`Picture: ${options.plot}`);
  }
  const faults = findFaults(result, options.millPrice, options.epochs);
  for (const fault of faults) console.error(`NOT AS IT SHOULD BE: ${fault}`);
  return faults.length === 0 ? 0 : 1;
}

process.exitCode = await main().catch((error: unknown) => {
  if (error instanceof OptionError) {
    console.error(`${error.message}\n\nnpm run simulate -- --help says more.`);
    return 2;
  }
  console.error(error);
  return 1;
});
