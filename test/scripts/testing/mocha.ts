import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { runMocha } from "../../../scripts/testing/mocha.ts";
import { silently } from "../../support/silently.ts";

const good = 'describe("good", () => { it("passes", () => {}); it("is to be written"); });';
const dies = 'describe("dies", () => { it("is killed", () => process.kill(process.pid, "SIGKILL")); });';
const broken = 'throw new Error("cannot be loaded");';
const fails = 'describe("fails", () => { it("fails", () => { throw new Error("as it should"); }); });';
const forgets = `describe("forgets", () => {
  it("does not wait", async () => {
    void Promise.reject(new Error("nobody waited for this"));
    await new Promise((resolve) => setTimeout(resolve, 20));
  });
});`;

describe("npm test, sharing out files among processes", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "millrace-mocha-"));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  /** What two processes make of these files. */
  async function run(files: Readonly<Record<string, string>>) {
    const paths = await Promise.all(
      Object.entries(files).map(async ([name, text]) => {
        const file = path.join(folder, `${name}.ts`);
        await writeFile(file, text);
        return file;
      }),
    );
    return silently(() => runMocha({ files: paths, slow: "@slow", isQuick: false, jobs: 2 }));
  }

  it("counts what passes, fails and is left out in any of them", async () => {
    const { result, stdout } = await run({ good, fails, another: good });
    expect(result).to.deep.equal({ passed: 2, failed: 1, skipped: 2, failures: ["fails fails: as it should"] });
    expect(stdout).to.include("as it should");
  });

  it("counts a process that dies and a file that cannot be loaded as failures, and goes on with the others", async () => {
    const { result, stdout } = await run({ dies, broken, good });
    const { failures, ...counts } = result;
    expect(counts).to.deep.equal({ passed: 1, failed: 2, skipped: 1 });
    expect(failures.join("\n")).to.include("terminated").and.include("cannot be loaded");
    expect(stdout).to.include("SIGKILL").and.include("cannot be loaded");
  });

  it("fails a test in which nobody waits for a promise that fails", async () => {
    const { result, stdout } = await run({ forgets, good });
    expect(result.passed).to.equal(1);
    expect(result.failed).to.be.above(0);
    expect(stdout).to.include("nobody waited for this");
  });
});
