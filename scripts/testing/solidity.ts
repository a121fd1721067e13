import hre from "hardhat";
import type { Tally } from "./suite.ts";

/** How hard the fuzzer tries. */
export type Effort = {
  /** Calls per fuzz test; unset for what hardhat.config.ts says. */
  readonly fuzzRuns?: number;
  readonly invariantRuns?: number;
  /** What the random inputs follow from, as 0x and 64 hex digits; unset for the fixed seed. */
  readonly seed?: string;
};

/** Only tests with random inputs gain from another seed. */
export const RANDOM_TESTS = "^(testFuzz|invariant)";

/**
 * Run the Solidity tests.
 * @param files the files to run; none for all below test/
 * @param grep only tests whose name matches
 */
export async function runSolidity(files: readonly string[], effort: Effort, grep?: string): Promise<Tally> {
  const { fuzz, invariant } = hre.config.test.solidity.profiles.default as Mutable;
  Object.assign(fuzz, { runs: effort.fuzzRuns ?? fuzz.runs }, effort.seed && { seed: effort.seed });
  Object.assign(invariant, { runs: effort.invariantRuns ?? invariant.runs });
  const result: unknown = await hre.tasks.getTask(["test", "solidity"]).run({
    testFiles: [...files],
    noCompile: true,
    ...(grep === undefined ? {} : { grep }),
  });
  return tallyOf(result);
}

type Mutable = { fuzz: { runs?: number; seed?: string }; invariant: { runs?: number } };

/** The task gives its suites as a result's value, or as its error; a run that fails without a failing test failed too. */
function tallyOf(result: unknown): Tally {
  const { success, value, error } = result as { success: boolean; value?: Run; error?: Run };
  const statuses = ((success ? value : error)?.suiteResults ?? []).flatMap(({ testResults }) =>
    testResults.map(({ status }) => status),
  );
  const count = (wanted: Status) => statuses.filter((status) => status === wanted).length;
  const failed = count("Failure");
  return { passed: count("Success"), skipped: count("Skipped"), failed: success ? failed : Math.max(failed, 1) };
}

type Status = "Success" | "Failure" | "Skipped";
type Run = { readonly suiteResults: readonly { readonly testResults: readonly { readonly status: Status }[] }[] };
