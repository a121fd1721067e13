import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { parseJobs } from "../../scripts/demo/leases/jobs.ts";
import { eventually } from "../relayer/support/http.ts";

const sampleJobs = new URL("../../scripts/samples/gpu-jobs.csv", import.meta.url);
const demoScript = fileURLToPath(new URL("../../scripts/demo.ts", import.meta.url));

type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

/** The demo in a process of its own, with a directory for temporary files that nobody else uses. */
function startDemo(temporary: string, args: readonly string[]): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, ["--import", "tsx", demoScript, ...args], {
    env: { ...process.env, TMPDIR: temporary },
  });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (data) => {
    stdout += data;
  });
  child.stderr.on("data", (data) => {
    stderr += data;
  });
  // When it has ended there may be more to read of what it has written.
  return { child, ended: new Promise((resolve) => child.once("close", (code) => resolve({ code, stdout, stderr }))) };
}

/** What the demo left there; the TypeScript loader's cache is not its own. */
async function filesOf(temporary: string): Promise<string[]> {
  return (await readdir(temporary)).filter((name) => !name.startsWith("tsx-"));
}

/** Processes that were started with this directory for temporary files. Linux only. */
async function processesOf(temporary: string): Promise<string[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name) && name !== String(process.pid));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const environment = await readFile(`/proc/${pid}/environ`, "utf8").catch(() => "");
      return environment.includes(`TMPDIR=${temporary}`) ? [pid] : [];
    }),
  );
  return found.flat();
}

/** The market of the sample with a picture, from its first lease to the vote that it closes with. */
async function runWhole(temporary: string) {
  const picture = path.join(temporary, "leases.svg");
  const { code, stdout, stderr } = await startDemo(temporary, ["--json", "--limit", "20", "--plot", picture]).ended;
  expect(code, stderr).to.equal(0);
  return { json: JSON.parse(stdout), drawn: await readFile(picture, "utf8"), left: await filesOf(temporary) };
}

describe("demo @slow", () => {
  let temporary: string;

  beforeEach(async () => {
    temporary = await mkdtemp(path.join(os.tmpdir(), "millrace-test-"));
  });

  afterEach(() => rm(temporary, { recursive: true, force: true }));

  /** One run that several tests look at: it takes half a minute. */
  let run: ReturnType<typeof runWhole> | undefined;
  const wholeRun = () => {
    run ??= runWhole(temporary);
    return run;
  };

  it("loses nothing and balances though the relayer is killed in intake and in a batch", async () => {
    const args = ["--json", "--limit", "150", "--crash", "intake,batch", "--seed", "7"];
    const { ended } = startDemo(temporary, args);
    const { code, stdout, stderr } = await ended;
    expect(code, stderr).to.equal(0);
    const result = JSON.parse(stdout);
    expect(result).to.include({ requests: 150, vouchers: 150, crashes: 2 });
    expect(result.relayer.acknowledged).to.equal(result.relayer.settled);
    expect(result.books.unaccounted).to.deep.equal({ tUSD: "0", MILL: "0" });
    expect(result.claims).to.be.above(0);
    expect(result.batches).to.be.above(0);
    expect(result.gasPerVoucher).to.be.within(10_000, 60_000);
    expect(BigInt(result.paid)).to.equal(BigInt(result.relayer.settled));
    expect(BigInt(result.fees)).to.be.above(0n);
    expect(BigInt(result.refunds)).to.be.above(0n);
    expect(await filesOf(temporary)).to.deep.equal([]);
  });

  it("leases what every job of the sample asks for, compensates each failure, and draws a picture of it", async () => {
    const { json, drawn, left } = await wholeRun();
    const { jobs, leases, compensation, disputes, slashes, units, tiers, warranty, books } = json;

    const rows = parseJobs(await readFile(sampleJobs, "utf8"), "the sample", 0);
    const inTrace = (...phases: string[]) => rows.filter(({ phase }) => phases.includes(phase)).length;
    expect(jobs).to.include({
      taken: rows.length,
      failed: inTrace("Failed"),
      pending: inTrace("Pending"),
      unplaced: 0,
    });
    expect(leases).to.include({ abandoned: inTrace("Failed"), noShow: inTrace("Pending"), notFinal: 0 });
    expect(leases.opened).to.equal(rows.length + leases.continued + leases.forRecord);
    const { completed, stopped, reclaimed, outage, faultProven, cancelled, abandoned, noShow } = leases;
    const ranWell = completed + stopped + reclaimed + outage + faultProven + cancelled;
    expect(ranWell + abandoned + noShow).to.equal(leases.opened);
    for (const outcome of ["completed", "stopped", "reclaimed", "outage", "faultProven", "continued"]) {
      expect(leases[outcome], outcome).to.be.above(0);
    }
    expect(compensation).to.include({ booked: abandoned + noShow, paid: abandoned + noShow });
    expect(BigInt(compensation.amountPaid) > 0n).to.equal(true);
    expect(compensation.byDispute.booked).to.equal(disputes.upheld + disputes.unanswered);
    expect(compensation.byOutage.booked).to.be.above(0);
    expect(disputes).to.include({ opened: disputes.upheld + disputes.rejected + disputes.unanswered, appealed: 2 });
    const { booked, amount, bounty, toBuyers, burned } = slashes;
    expect(booked).to.equal(disputes.upheld).and.to.be.above(0);
    expect(BigInt(bounty) + BigInt(toBuyers) + BigInt(burned)).to.equal(BigInt(amount));
    expect(units.oversold).to.equal(0);
    expect(units.mostLeased).to.be.within(1, units.registered);
    expect(tiers["1"]).to.be.at.least(leases.forRecord);
    expect(BigInt(warranty.without.paid) > BigInt(warranty.with.paid)).to.equal(true);
    expect(books.unaccounted).to.deep.equal({ tUSD: "0", MILL: "0" });
    expect(drawn).to.match(/^<svg.*Compensation against failures.*<\/svg>/s);
    expect(left).to.deep.equal(["leases.svg"]);
  });

  it("sells an epoch's fees for MILL, and raises the fee by a vote that leaves what is open as it was", async () => {
    const { epoch, proposal, books } = (await wholeRun()).json;
    const [collected, soldFor, burned, pot, rebates, minted, rewards] = (
      ["collected", "soldFor", "burned", "pot", "rebates", "minted", "rewards"] as const
    ).map((name) => BigInt(epoch[name])) as [bigint, bigint, bigint, bigint, bigint, bigint, bigint];
    expect(collected > 0n && rebates > 0n && rewards > 0n && burned > 0n).to.equal(true);
    expect(burned + pot).to.equal(soldFor);
    // The bidder waits until a whole token of 6 decimals costs 1 MILL at most, and the price halves in 20 minutes.
    const atWorth = collected * 10n ** 12n;
    expect(soldFor <= atWorth && soldFor > (atWorth * 9n) / 10n).to.equal(true);
    expect(rebates <= pot && rewards <= minted).to.equal(true);

    expect(proposal).to.include({
      parameter: "protocolFeeBps",
      before: 200,
      after: 300,
      state: "executed",
      openChannelFeeBps: 200,
      newChannelFeeBps: 300,
      unchanged: true,
    });
    expect(proposal.openLeaseFeeBps).to.be.within(0, 200);
    expect(BigInt(proposal.paid) > 700_000_000n).to.equal(true);
    const fee = Number(proposal.fees) / Number(proposal.paid);
    expect(fee).to.be.within(proposal.openLeaseFeeBps / 10_000 - 1e-6, 0.02);
    expect(books.unaccounted).to.deep.equal({ tUSD: "0", MILL: "0" });
  });

  it("leaves no process and no file behind when it is interrupted", async function () {
    if (process.platform !== "linux") this.skip();
    const { child, ended } = startDemo(temporary, []);
    await new Promise<void>((resolve) => {
      let said = "";
      child.stderr?.on("data", (data) => {
        said += data;
        if (said.includes("Start the relayer")) setTimeout(resolve, 500);
      });
      child.once("exit", () => resolve());
    });
    expect(await processesOf(temporary)).to.have.length.above(1);
    child.kill("SIGINT");
    const { code } = await ended;
    expect(code).to.equal(130);
    // The TypeScript loader's helper ends when it notices that its parent is gone.
    await eventually("end of the demo's processes", async () =>
      (await processesOf(temporary)).length === 0 ? true : undefined,
    );
    expect(await filesOf(temporary)).to.deep.equal([]);
  });

  it("refuses a wrong trace before it starts anything", async () => {
    const { code, stderr } = await startDemo(temporary, ["--trace", "/nowhere.csv"]).ended;
    expect(code).to.equal(2);
    expect(stderr).to.include("/nowhere.csv");
    for (const option of ["--jobs", "--nodes"]) {
      const refused = await startDemo(temporary, [option, "/nowhere-else.csv"]).ended;
      expect(refused.code).to.equal(2);
      expect(refused.stderr).to.include("/nowhere-else.csv");
    }
    expect(await filesOf(temporary)).to.deep.equal([]);
  });
});
