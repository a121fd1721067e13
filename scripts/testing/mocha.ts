import hre from "hardhat";
import Mocha from "mocha";
import { NOTHING, type Tally } from "./suite.ts";

/**
 * Run the TypeScript tests. Counted are the tests that ran: a failing hook counts as a failure, and what it kept from
 * running as nothing.
 * @param files the files to run; none for all below test/
 * @param exclude tests with this in their title are left out
 */
export async function runMocha(files: readonly string[], exclude: string | undefined): Promise<Tally> {
  let stats: Mocha.Stats | undefined;
  class CountingSpec extends Mocha.reporters.Spec {
    constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
      super(runner, options);
      runner.once(Mocha.Runner.constants.EVENT_RUN_END, () => {
        stats = this.stats;
      });
    }
  }
  Object.assign(hre.config.test.mocha, { reporter: CountingSpec });
  const result = await hre.tasks.getTask(["test", "mocha"]).run({
    testFiles: [...files],
    noCompile: true,
    ...(exclude === undefined ? {} : { grepExclude: exclude }),
  });
  const tally = stats === undefined ? NOTHING : count(stats);
  // A run that ends badly without a failing test (a file that cannot be loaded) is a failure all the same.
  return tally.failed === 0 && isFailure(result) ? { ...tally, failed: 1 } : tally;
}

function count({ passes, failures, pending }: Mocha.Stats): Tally {
  return { passed: passes, failed: failures, skipped: pending };
}

function isFailure(result: unknown): boolean {
  return typeof result === "object" && result !== null && "success" in result && result.success === false;
}
