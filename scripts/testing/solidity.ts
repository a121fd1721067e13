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
  return summaryOf(result);
}

type Mutable = { fuzz: { runs?: number; seed?: string }; invariant: { runs?: number } };

/** The task gives what it counted as a result's value, or as its error. */
function summaryOf(result: unknown): Tally {
  const { success, value, error } = result as { success: boolean; value?: Counted; error?: Counted };
  const { passed, failed, skipped } = (success ? value : error)?.summary ?? { passed: 0, failed: 0, skipped: 0 };
  return { passed, skipped, failed: success ? failed : Math.max(failed, 1) };
}

type Counted = { readonly summary: Tally & { readonly failureOutput?: string } };
