import { randomBytes } from "node:crypto";
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import hre from "hardhat";
import { runMocha } from "./testing/mocha.ts";
import { RANDOM_TESTS, runSolidity } from "./testing/solidity.ts";
import { add, NOTHING, type Tally } from "./testing/suite.ts";

/** Each process takes up to a gigabyte. */
const MOST_JOBS = 4;

const USAGE = `Build, and run the tests below test/.

  npm test [-- [--quick | --long] [--only solidity|mocha] [--jobs N] [--seed 0x…] [FILE…]]

  --quick      leave out what is marked @slow, and fuzz less: under a minute
  --long       fuzz eight times as long: for a night, or after a change of what is fuzzed
  --only KIND  solidity or mocha (TypeScript)
  --jobs N     how many processes share the TypeScript files; default: one for each core, at most ${MOST_JOBS}
  --seed HEX   where the second round of fuzzing starts, to repeat one that failed; default: anew each time
`;

const OPTIONS = {
  quick: { type: "boolean", default: false },
  long: { type: "boolean", default: false },
  only: { type: "string" },
  jobs: { type: "string" },
  seed: { type: "string" },
  help: { type: "boolean", default: false },
} as const;

/** Marks a TypeScript test in its title. */
const SLOW = "@slow";

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({ options: OPTIONS, allowPositionals: true });
  if (values.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  await hre.tasks.getTask("build").run({ quiet: true });
  const solidity = positionals.filter((file) => file.endsWith(".sol"));
  const mocha = positionals.filter((file) => !file.endsWith(".sol"));
  const jobs = values.jobs === undefined ? Math.min(availableParallelism(), MOST_JOBS) : Number(values.jobs);
  if (!Number.isInteger(jobs) || jobs < 1) throw new Error(`--jobs ${values.jobs}: expected a whole number from 1 on`);
  const wants = (kind: string, files: readonly string[]) =>
    (values.only ?? kind) === kind && (positionals.length === 0 || files.length > 0);

  let tally = NOTHING;
  if (wants("solidity", solidity)) tally = add(tally, await allSolidity(solidity, values));
  if (wants("mocha", mocha))
    tally = add(tally, await runMocha({ files: mocha, slow: SLOW, isQuick: values.quick, jobs }));
  for (const failure of tally.failures) console.log(`failed: ${failure}`);
  if (tally.skipped > 0) console.log(`${tally.skipped} skipped`);
  console.log(`${tally.passed} passed, ${tally.failed} failed`);
  return tally.failed === 0 && tally.passed > 0 ? 0 : 1;
}

/** Everything once from a fixed seed, then what takes random inputs again from a new one: a fixed seed explores the same. */
async function allSolidity(
  files: readonly string[],
  { quick, long, seed = `0x${randomBytes(32).toString("hex")}` }: { quick: boolean; long: boolean; seed?: string },
): Promise<Tally> {
  if (quick) return runSolidity(files, { times: 1 / 8 });
  const times = long ? 8 : 1;
  const first = await runSolidity(files, { times });
  console.log(`Once more with fresh random inputs; to repeat them: npm test -- --only solidity --seed ${seed}\n`);
  return add(first, await runSolidity(files, { times, seed }, RANDOM_TESTS));
}

process.exit(await main());
