import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import hre from "hardhat";
import Mocha from "mocha";
import { mochaHooks } from "./hooks.ts";
import type { Tally } from "./suite.ts";

export type MochaRun = {
  /** The files to run; none for all below test/. */
  readonly files: readonly string[];
  /** Tests with this in their title take long: their files are begun first. */
  readonly slow: string;
  /** Whether those tests are left out. */
  readonly isQuick: boolean;
  /** How many processes share the files. Each has chains of its own. */
  readonly jobs: number;
};

/**
 * Run the TypeScript tests, whole files at a time, in several processes; each file's report is shown when it is done.
 * Counted are the tests that ran: a failing hook counts as a failure, and so does a file that cannot be loaded or whose
 * process dies; what they kept from running counts as nothing.
 */
export async function runMocha({ files, slow, isQuick, jobs }: MochaRun): Promise<Tally> {
  process.env.HH_TEST = "true";
  process.env.NODE_ENV ??= "test";
  let stats: Mocha.Stats | undefined;
  const failures: string[] = [];
  class CountingSpec extends Mocha.reporters.Spec {
    constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
      super(runner, options);
      stats = this.stats;
      const { EVENT_RUN_END, EVENT_TEST_FAIL } = Mocha.Runner.constants;
      runner.on(EVENT_TEST_FAIL, (test, error) => failures.push(`${test.fullTitle()}: ${firstLine(error)}`));
      // Mocha ends its report with the first file that cannot be loaded or whose process dies, and only counts the next.
      runner.once(EVENT_RUN_END, () => {
        runner.on(EVENT_TEST_FAIL, (_, error) => console.log(error.stack ?? error));
      });
    }
  }
  const all = files.length > 0 ? files.map((file) => path.resolve(file)) : await allFiles(slow);
  const lanes = Math.min(jobs, all.length);
  const mocha = new Mocha({
    ...hre.config.test.mocha,
    reporter: CountingSpec,
    ...(isQuick && { fgrep: slow, invert: true }),
    ...(lanes > 1
      ? { parallel: true, jobs: lanes, require: [fileURLToPath(import.meta.resolve("./hooks.ts"))] }
      : { rootHooks: mochaHooks }),
  });
  for (const file of all) mocha.addFile(file);
  if (lanes <= 1) await mocha.loadFilesAsync();
  const ended = await new Promise<number>((resolve) => mocha.run(resolve));
  const { passes, failures: failed, pending } = stats ?? { passes: 0, failures: ended, pending: 0 };
  // What fails outside of tests is not always among the reporter's failures.
  return { passed: passes, failed: Math.max(failed, ended), skipped: pending, failures };
}

/** From another process an error comes as an object that is none. */
function firstLine({ message }: { readonly message?: unknown }): string {
  return String(message).split("\n", 1)[0] ?? "";
}

/** Slow ones first, so that no process is left with one of them at the end. */
async function allFiles(slow: string): Promise<string[]> {
  const root = hre.config.paths.tests.mocha;
  const names = (await readdir(root, { recursive: true })).filter((name) => name.endsWith(".ts")).sort();
  const files = await Promise.all(
    names.map(async (name) => {
      const file = path.join(root, name);
      return { file, isSlow: (await readFile(file, "utf8")).includes(slow) };
    }),
  );
  return files.sort((a, b) => Number(b.isSlow) - Number(a.isSlow)).map(({ file }) => file);
}
