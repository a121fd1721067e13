import { rm } from "node:fs/promises";
import { expect } from "chai";
import { type Project, type Run, smallProject } from "./support/project.ts";

/** A tool that takes a while to clean up and says how often it was told to. */
const TOOL = `
let told = 0;
const alive = setInterval(() => {}, 1000);
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => {
    told += 1;
    console.log("told " + signal);
    setTimeout(() => { clearInterval(alive); console.log("cleaned up after " + told); process.exitCode = 3; }, 400);
  });
}
console.log("ready " + process.pid);
`;

describe("the launcher's child", () => {
  let project: Project;
  before(async () => {
    project = await smallProject();
    await project.start(["ready"]).ended;
    await project.write("tool.mjs", TOOL);
    await project.write("exits.mjs", "process.exit(Number(process.argv[2]));");
    await project.write("dies.mjs", 'process.kill(process.pid, "SIGKILL");');
    await project.write("warns.mjs", 'process.emitWarning("new", "ExperimentalWarning"); console.error("done");');
  });
  after(() => rm(project.root, { recursive: true, force: true }));

  async function started(): Promise<Run> {
    const run = project.start(["run", "tool.mjs"]);
    await run.says("ready");
    return run;
  }

  it("hands on the exit code", async () => {
    for (const code of [0, 1, 42]) {
      expect((await project.start(["run", "exits.mjs", `${code}`]).ended).code).to.equal(code);
    }
  });

  it("ends by the signal that ended the child", async () => {
    expect(await project.start(["run", "dies.mjs"]).ended).to.include({ code: null, signal: "SIGKILL" });
  });

  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    it(`passes ${signal} on once when only the launcher gets it, and waits for the clean-up`, async () => {
      const run = await started();
      run.child.kill(signal);
      const { code, stdout } = await run.ended;
      expect(stdout).to.contain(`told ${signal}\ncleaned up after 1\n`);
      expect(code).to.equal(3);
    });
  }

  it("lets the child see one SIGINT when its whole group gets it and npm passes it on besides", async () => {
    const run = await started();
    process.kill(-(run.child.pid ?? 0), "SIGINT");
    run.child.kill("SIGINT");
    expect((await run.ended).stdout).to.contain("told SIGINT\ncleaned up after 1\n");
  });

  it("has the child clean up when the launcher is killed without a word", async () => {
    const run = await started();
    run.child.kill("SIGKILL");
    expect((await run.ended).stdout).to.contain("told SIGTERM\ncleaned up after 1\n");
  });

  it("keeps experimental warnings to itself", async () => {
    expect((await project.start(["run", "warns.mjs"]).ended).stderr).to.equal("done\n");
  });

  it("says which tools there are when it does not know one", async () => {
    const { code, stderr } = await project.start(["fly"]).ended;
    expect(code).to.equal(1);
    expect(stderr).to.contain('unknown tool "fly"; expected hardhat, run FILE, bin NAME or ready');
  });
});
