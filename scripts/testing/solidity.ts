import { stripVTControlCharacters } from "node:util";
import hre from "hardhat";
import type { Tally } from "./suite.ts";

/** How hard the fuzzer tries. */
export type Effort = {
  /** How many times the runs that hardhat.config.ts says; 0.25 is a quarter of them. */
  readonly times: number;
  /** What the random inputs follow from, as 0x and 64 hex digits; unset for the fixed seed. */
  readonly seed?: string;
};

/** Only tests with random inputs gain from another seed. */
export const RANDOM_TESTS = "^(testFuzz|invariant)";

const { fuzz, invariant } = hre.config.test.solidity.profiles.default as Mutable;
const usual = { fuzz: fuzz.runs ?? 0, invariant: invariant.runs ?? 0 };

/**
 * Run the Solidity tests.
 * @param files the files to run; none for all below test/
 * @param grep only tests whose name matches
 */
export async function runSolidity(files: readonly string[], effort: Effort, grep?: string): Promise<Tally> {
  Object.assign(fuzz, { runs: Math.ceil(usual.fuzz * effort.times) }, effort.seed && { seed: effort.seed });
  Object.assign(invariant, { runs: Math.ceil(usual.invariant * effort.times) });
  const result: unknown = await hre.tasks.getTask(["test", "solidity"]).run({
    testFiles: [...files],
    noCompile: true,
    ...(grep === undefined ? {} : { grep }),
  });
  return tallyOf(result);
}

type Mutable = { fuzz: { runs?: number; seed?: string }; invariant: { runs?: number } };

/** The task gives its suites as a result's value, or as its error; a run that fails without a failing test failed too. */
export function tallyOf(result: unknown): Tally {
  const { success, value, error } = result as { success: boolean; value?: Run; error?: Run };
  const tests = ((success ? value : error)?.suiteResults ?? []).flatMap(({ id, testResults }) =>
    testResults.map(({ name, status, reason }) => ({ title: `${id.name}: ${name}`, status, reason })),
  );
  const count = (wanted: Status) => tests.filter(({ status }) => status === wanted).length;
  const failures = tests
    .filter(({ status }) => status === "Failure")
    .map(({ title, reason }) => (reason === undefined ? title : `${title}: ${stripVTControlCharacters(reason)}`));
  if (!success && failures.length === 0) failures.push("the Solidity tests as a whole, with no test that failed");
  return { passed: count("Success"), skipped: count("Skipped"), failed: failures.length, failures };
}

type Status = "Success" | "Failure" | "Skipped";
type Test = { readonly name: string; readonly status: Status; readonly reason?: string };
type Run = {
  readonly suiteResults: readonly { readonly id: { readonly name: string }; readonly testResults: readonly Test[] }[];
};
