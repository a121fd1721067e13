import { spawnSync } from "node:child_process";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { lockDataDirectory } from "../../../relayer/store/data-lock.ts";
import { isAlive, thisProcess } from "../../../relayer/store/process-identity.ts";
import { MillraceError } from "../../../sdk/error.ts";
import { RelayerDidNotStart } from "../support/relayer-process.ts";
import { useWorld } from "../support/world.ts";

describe("the lock on embedded data", () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(path.join(tmpdir(), "millrace-lock-"));
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  async function refusal(): Promise<MillraceError> {
    try {
      (await lockDataDirectory(directory)).release();
    } catch (error) {
      if (error instanceof MillraceError) return error;
      throw error;
    }
    throw new Error("The directory was locked a second time.");
  }

  const lockBy = (holder: object, number = 1) =>
    writeFile(path.join(directory, `relayer.lock.${number}`), JSON.stringify({ released: false, ...holder }));

  it("refuses a second holder, names the first and says what to do", async () => {
    const lock = await lockDataDirectory(directory);
    const error = await refusal();
    expect(error.code).to.equal("data-locked");
    expect(error.found).to.contain(`process ${process.pid}, which is running`);
    expect(error.next).to.contain("MILLRACE_DATABASE_URL");
    lock.release();
    (await lockDataDirectory(directory)).release();
  });

  it("takes over from a process that is dead", async () => {
    const dead = spawnSync(process.execPath, ["-e", ""]).pid;
    await lockBy({ ...thisProcess(), pid: dead, startedAt: "1" });
    (await lockDataDirectory(directory)).release();
    expect(await readdir(directory)).to.deep.equal(["relayer.lock.2"]);
  });

  it("is not fooled by another process that got the same number", async () => {
    const me = thisProcess();
    expect(isAlive(me)).to.equal(true);
    expect(isAlive({ ...me, startedAt: "1" })).to.equal(false);
    await lockBy({ ...me, startedAt: "1" });
    (await lockDataDirectory(directory)).release();
  });

  it("never takes over from a holder that it cannot look up, on another machine or unreadable", async () => {
    await lockBy({ ...thisProcess(), world: "another machine" });
    expect((await refusal()).next).to.contain("delete");
    await writeFile(path.join(directory, "relayer.lock.2"), "");
    expect((await refusal()).found).to.contain("names no process");
  });

  it("grants the succession to exactly one of many", async () => {
    await lockBy({ ...thisProcess(), startedAt: "1" });
    const attempts = await Promise.allSettled(Array.from({ length: 20 }, () => lockDataDirectory(directory)));
    expect(attempts.filter(({ status }) => status === "fulfilled")).to.have.length(1);
  });
});

describe("a second relayer on the same embedded data", () => {
  const world = useWorld({ database: "embedded" });

  it("refuses to start and says why; after a SIGKILL of the first it takes over", async () => {
    const home = await world.home();
    const first = await world.start(home);
    const error = await world.start(home).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (!(error instanceof RelayerDidNotStart)) throw new Error("The second relayer started.");
    expect(error.how).to.equal("exit code 1");
    expect(error.output).to.contain("Another relayer holds this data directory");
    expect(error.output).to.contain(`process ${first.pid}`);
    await first.kill();
    const successor = await world.start(home);
    expect(await successor.stop()).to.equal("exit code 0");
  });
});
