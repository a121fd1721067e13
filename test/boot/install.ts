import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect } from "chai";
import { type Project, smallProject } from "./support/project.ts";

describe("the launcher's installing", () => {
  let project: Project;
  beforeEach(async () => {
    project = await smallProject();
  });
  afterEach(() => rm(project.root, { recursive: true, force: true }));

  it("installs once, then runs the tool; only the tool writes to standard output", async () => {
    const first = await project.start(["bin", "greet", "you"]).ended;
    expect(first).to.include({ code: 0, stdout: "hello you\n" });
    expect(first.stderr).to.contain("installing the packages");

    const second = await project.start(["bin", "greet", "again"]).ended;
    expect(second).to.include({ code: 0, stdout: "hello again\n", stderr: "" });
    expect(await project.npmCalls()).to.have.length(1);
  });

  it("asks npm for what a production environment would leave out", async () => {
    await project.start(["ready"], { NODE_ENV: "production" }).ended;
    expect((await project.npmCalls())[0]).to.match(/^ci .*--include=dev .*--include=optional/);
  });

  it("installs once for two commands that are started at once", async () => {
    const both = await Promise.all(["one", "two"].map((name) => project.start(["bin", "greet", name]).ended));
    expect(both.map(({ stdout }) => stdout)).to.deep.equal(["hello one\n", "hello two\n"]);
    expect(await project.npmCalls()).to.have.length(1);
  });

  it("installs again when the lock file asks for another version", async () => {
    await project.start(["ready"]).ended;
    await project.write("package-lock.json", await changedLock());
    await project.start(["ready"]).ended;
    expect(await project.npmCalls()).to.have.length(2);
  });

  it("accepts what somebody installed by hand, if it is what the lock file asks for", async () => {
    await project.start(["ready"]).ended;
    await rm(path.join(project.root, "node_modules/.millrace-install"));
    expect(await project.start(["bin", "greet"]).ended).to.include({ code: 0, stderr: "" });
    expect(await project.npmCalls()).to.have.length(1);
  });

  it("takes over the lock of a process that is gone", async () => {
    const { child, ended } = project.start(["ready"]);
    await ended;
    await rm(path.join(project.root, "node_modules"), { recursive: true });
    await mkdir(path.join(project.root, ".node"), { recursive: true });
    const { hostname } = await import("node:os");
    const lock = path.join(project.root, ".node/install.lock");
    await writeFile(lock, JSON.stringify({ pid: child.pid, host: hostname() }));
    expect(await project.start(["bin", "greet", "you"]).ended).to.include({ code: 0, stdout: "hello you\n" });
  });

  it("fails, with npm's exit code, when npm fails", async () => {
    const { code, stdout, stderr } = await project.start(["bin", "greet"], { NPM_FAILS: "1" }).ended;
    expect({ code, stdout }).to.deep.equal({ code: 1, stdout: "" });
    expect(stderr).to.contain('"npm ci" ended with exit code 7');
  });

  it("does not run without the native part of Hardhat's network, and tries again the next time", async () => {
    const { code, stderr } = await project.start(["bin", "greet"], { NO_NATIVE: "1" }).ended;
    expect(code).to.equal(1);
    expect(stderr).to.contain("@nomicfoundation/edr has no native part for");
    expect(await project.start(["bin", "greet", "you"]).ended).to.include({ code: 0, stdout: "hello you\n" });
  });

  it("leaves no lock behind when it is interrupted while installing", async () => {
    const run = project.start(["bin", "greet"], { NPM_TAKES_MS: "60000" });
    while ((await project.npmCalls()).length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    run.child.kill("SIGINT");
    expect((await run.ended).code).to.equal(130);
    expect(await project.start(["bin", "greet", "you"]).ended).to.include({ code: 0, stdout: "hello you\n" });
  });

  async function changedLock(): Promise<string> {
    const packages = { "": {}, "node_modules/greeter": { version: "2.0.0", bin: { greet: "bin.mjs" } } };
    return JSON.stringify({ lockfileVersion: 3, packages });
  }
});
