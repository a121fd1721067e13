import { showProgress } from "./demo/progress.ts";
import { help, OptionError, parseOptions } from "./simulate/options.ts";
import { simulate } from "./simulate/run.ts";

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
  console.log(result);
  for (const [name, { gain, capital }] of result.profits) console.log(name, Number(gain) / Number(capital));
  return 0;
}

process.exitCode = await main().catch((error: unknown) => {
  if (error instanceof OptionError) {
    console.error(`${error.message}\n\nnpm run simulate -- --help says more.`);
    return 2;
  }
  console.error(error);
  return 1;
});
