import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect } from "chai";
import type { Hex } from "viem";
import { parseAmount } from "../../sdk/amount.ts";
import { DAY, HOUR, MILL, type Role, type Stage, setStage, USD } from "./support/warranty.ts";

describe("cli: an operator @slow", () => {
  let stage: Stage;
  let offerFile: string;
  let leaseId: Hex;

  before(async () => {
    stage = await setStage();
    await stage.giveMill("operator", 20_000n * MILL);
    offerFile = path.join(stage.chain.directory, "offer.json");
  });

  after(async () => {
    await stage?.chain.stop();
  });

  const json = (...args: string[]) => stage.json("operator", ...args);
  const millrace = (...args: string[]) => stage.millrace("operator", ...args);
  const address = (role: Role) => stage.accounts[role].address;
  const stakeOf = () => {
    const query = { ...stage.contracts.staking, functionName: "operatorStake" } as const;
    return stage.chain.client.readContract({ ...query, args: [address("operator")] });
  };

  it("is told what 4 A100 ask for, bring and can lose, without sending anything", async () => {
    const plan = await json("operator", "calculator", "--class", "a100", "--gpus", "4", "--price", "2");
    // 8 · 200 MILL a GPU; a tenth of it is the least bond; both must be there to lease all at once.
    expect(plan).to.include({ required: String(6_400n * MILL), bond: String(640n * MILL), own: String(7_040n * MILL) });
    expect(plan).to.include({ atOnce: "4000", atOnceNew: "4000" });
    // 4 GPUs · 2 tUSD · 24 h · 50 %, less 2 %.
    expect(plan.perDay).to.deep.equal({ gross: "96000000", fee: "1920000", net: "94080000" });
    expect(plan.tiers.map((tier: { cover: string }) => tier.cover)).to.deep.equal(
      [6_400n, 8_000n, 9_600n].map((amount) => String(amount * MILL)),
    );
    // Tier 1 asks for one V: 30 reference units a GPU, 120 in all, at 96 a day.
    expect(plan.tiers[0]).to.include({ served: String(120n * MILL), days: "2" });
    expect(plan.faults.find(({ kind }: { kind: string }) => kind === "wrongHardware").takes).to.deep.equal({
      own: String(2_112n * MILL),
      delegated: "0",
    });
    const unknown = await millrace("operator", "calculator", "--class", "B900");
    expect(unknown.code).to.equal(2);
    expect(unknown.stderr).to.include("6 (A100)");
  });

  it("stakes: one approval of exactly the amount, one stake; --dry-run sends neither", async () => {
    const dry = await json("operator", "stake", "10000", "--dry-run");
    expect(dry.steps.map(({ call }: { call: { functionName: string } }) => call.functionName)).to.deep.equal([
      "approve",
      "stake",
    ]);
    expect((await stakeOf()).own).to.equal(0n);
    expect((await millrace("operator", "stake", "10000")).code).to.equal(6);
    await json("operator", "stake", "10000", "--yes");
    expect((await stakeOf()).own).to.equal(10_000n * MILL);
    const tooMuch = await millrace("operator", "stake", "10000.5", "--yes");
    expect(tooMuch.code).to.equal(3);
    expect(tooMuch.stderr).to.include("10000 MILL of").and.include("at least 10000.5 MILL");
  });

  it("registers a node with the files of two attestors, in any order", async () => {
    const [first, second] = (await stage.attestNode("node", 4_000)) as [string, string];
    const few = await millrace("operator", "node", "register", first, "--yes");
    expect(few.stderr).to.include("TooFewAttestations").and.include("signatures of more attestors");
    await json("operator", "node", "register", second, first, second, "--yes");
    const [node] = await json("operator", "node", "list");
    expect(node).to.include({ nodeId: "1", classId: 6, units: 4_000, leasedUnits: 0, active: true });

    const [other] = (await stage.attestNode("other", 1_000)) as [string];
    const mixed = await millrace("operator", "node", "register", first, other, "--yes");
    expect([mixed.code, mixed.stderr.split("\n")[0]]).to.deep.equal([2, "The files attest different things."]);
  });

  it("keeps a hot key apart: it signs offers and cannot touch stake", async () => {
    const refused = await stage.millrace(
      "hotKey",
      "operator",
      "offer",
      "make",
      "2",
      "--operator",
      address("operator"),
      "--yes",
    );
    expect(refused.code).to.equal(2);
    expect(refused.stderr).to.include("does not sign for that operator").and.include("operator key set");
    await json("operator", "key", "set", address("hotKey"), "--for", "30d", "--yes");
    const [key] = await json("operator", "key", "list");
    expect(key).to.include({ key: address("hotKey"), counts: true });
    const stranger = await stage.millrace("hotKey", "operator", "unstake", "1", "--yes");
    expect(stranger.stderr).to.include("InsufficientStake");
  });

  it("makes an offer that says what it promises, and refuses one that contradicts itself", async () => {
    const make = ["operator", "offer", "make", "2", "--operator", address("operator"), "--bond", "500"];
    const dry = await stage.json("hotKey", ...make, "--dry-run", "--out", offerFile);
    expect(dry.dryRun).to.equal(true);
    const wrong = await stage.millrace("hotKey", ...make, "--notice", "10min", "--yes");
    expect(wrong.stderr).to.include("--notice does not fit").and.include("make the offer spot");
    const long = await stage.millrace("hotKey", ...make, "--max", "367d", "--yes");
    expect(long.stderr).to.include("--max is longer").and.include("at most 366 d");
    const small = await stage.millrace(
      "hotKey",
      "operator",
      "offer",
      "make",
      "2",
      "--operator",
      address("operator"),
      "--bond",
      "1",
      "--yes",
    );
    expect(small.stderr).to.include("at least 160 MILL per GPU");
    const fine = await stage.millrace(
      "hotKey",
      "operator",
      "offer",
      "make",
      "2.0000001",
      "--operator",
      address("operator"),
      "--yes",
    );
    expect(fine.stderr).to.include("at most 6 places");

    const made = await stage.json("hotKey", ...make, "--out", offerFile, "--salt", "77", "--yes");
    expect(made.offer).to.include({ pricePerUnitHour: "2000", bondPerUnit: String(MILL / 2n), salt: "77" });
    const [listed] = await json("operator", "offer", "list", offerFile);
    expect(listed).to.include({ id: made.id, canBeTaken: true });
  });

  it("starts a lease by the hot key, and sees it on the first screen", async () => {
    ({ leaseId } = await stage.takeOffer(JSON.parse(await readFile(offerFile, "utf8")), 1_000, 10 * HOUR));
    const waiting = await millrace("operator", "status");
    expect(waiting.stdout).to.include("does not earn yet").and.include("1 to start");
    const dry = await stage.json("hotKey", "operator", "lease", "start", leaseId, "--dry-run");
    expect(dry).to.include({ leaseId, state: "open", dryRun: true });
    await stage.json("hotKey", "operator", "lease", "start", leaseId, "--yes");
    const [running] = await json("operator", "lease", "list", "--state", "running");
    expect(running).to.include({ leaseId, price: String(20n * USD), bondLeft: String(500n * MILL) });
    const screen = await millrace("operator", "status");
    expect(screen.stdout).to.include("is earning: 1 lease running").and.include("bonded 500 MILL, locked 1600 MILL");
  });

  it("settles, completes and finalizes, each refused before its time with the time to wait for", async () => {
    const early = await millrace("operator", "lease", "complete", leaseId.slice(0, 10), "--yes");
    expect(early.code).to.equal(3);
    expect(early.stderr).to.match(/TooEarly.*\n.*notBefore \d{4}-\d\d-\d\d/);
    await stage.wait(5 * HOUR);
    await json("operator", "lease", "settle", leaseId, "--yes");
    await stage.wait(5 * HOUR);
    await json("operator", "lease", "complete", leaseId, "--yes");
    expect((await millrace("operator", "lease", "finalize", leaseId, "--yes")).code).to.equal(3);
    await stage.wait(3 * DAY);
    await json("operator", "lease", "finalize", leaseId, "--yes");
    const [lease] = await json("operator", "lease", "list");
    expect(lease).to.include({ state: "final", outcome: "completed", settled: String(20n * USD) });
    const { earned, stake, record } = await json("operator", "status");
    expect(earned).to.deep.equal({
      ...{ gross: "20000000", protocolFee: "400000", relayerFee: "0", net: "19600000" },
      ...{ claimed: "0", unclaimed: "19600000" },
    });
    expect(stake).to.include({ bonded: "0", locked: "0", free: String(10_000n * MILL) });
    expect(record).to.include({ served: String(20n * MILL), tier: 0 });
    expect(record.next.checks.filter(({ isMet }: { isMet: boolean }) => !isMet).length).to.be.greaterThan(0);
  });

  it("loses compensation when it abandons, as it was told before, and can have it paid a thaw period later", async () => {
    const made = await json("operator", "offer", "make", "2", "--bond", "500", "--out", offerFile, "--yes");
    const { leaseId: second } = await stage.takeOffer(
      { offer: made.offer, signature: made.signature },
      1_000,
      10 * HOUR,
    );
    await json("operator", "lease", "start", second, "--yes");
    const told = await millrace("operator", "lease", "abandon", second);
    expect(told.code).to.equal(6);
    const [, shown = ""] = told.stderr.match(/YOU LOSE +([\d.]+) MILL/) ?? [];
    await json("operator", "lease", "abandon", second, "--yes");
    const { stake, compensations } = await json("operator", "status");
    expect(compensations).to.have.length(1);
    expect(stake.pending).to.equal(compensations[0].booked);
    // What it loses falls with every second that it has served.
    expect(parseAmount(shown, 18)).to.be.within(BigInt(compensations[0].booked), 500n * MILL);
    expect(BigInt(stake.own) + BigInt(stake.pending)).to.equal(10_000n * MILL);

    const pay = ["lease", "compensation", second, "--pay", "--yes"];
    expect((await stage.millrace("stranger", ...pay)).stdout).to.include("Nothing to do");
    await stage.wait(14 * DAY);
    const query = { ...stage.contracts.mill, functionName: "balanceOf", args: [address("buyer")] } as const;
    const before = await stage.chain.client.readContract(query);
    await stage.json("stranger", ...pay);
    expect((await stage.chain.client.readContract(query)) - before).to.equal(BigInt(compensations[0].booked));
    await json("operator", "lease", "finalize", second, "--yes");
  });

  it("takes stake out through the thaw, with a countdown, and nothing before its time", async () => {
    await json("operator", "unstake", "1000", "--yes");
    const [thaw] = await json("operator", "thaws");
    expect(thaw).to.include({ index: "0", tokens: String(1_000n * MILL) });
    expect((await millrace("operator", "thaws")).stdout).to.match(/in 1[34] d/);
    const none = await millrace("operator", "withdraw-stake", "--yes");
    expect([none.code, none.stdout]).to.satisfy(
      ([code, text]: [number, string]) => code === 0 && /Nothing to do: .* in 1[34] d/.test(text),
    );
    const early = await millrace("operator", "withdraw-stake", "0", "--yes");
    expect(early.stderr).to.include("Thawing").and.include("maturesAt 20");
    await stage.wait(14 * DAY);
    await json("operator", "withdraw-stake", "--yes");
    expect(await json("operator", "thaws")).to.deep.equal([]);
    expect((await stakeOf()).ownThawing).to.equal(0n);
  });

  it("lowers its commission at once and raises it after the notice period", async () => {
    await json("operator", "commission", "set", "1000", "--yes");
    expect(await json("operator", "commission")).to.include({ bps: "0", nextBps: "1000" });
    await stage.wait(7 * DAY);
    expect(await json("operator", "commission", "show")).to.include({ bps: "1000", effectiveAt: "0" });
    expect((await millrace("operator", "commission", "set", "10001", "--yes")).stderr).to.include("CommissionTooHigh");
  });

  it("withdraws an offer by its salt, or all; a cancelled one says so", async () => {
    const cancelled = path.join(stage.chain.directory, "cancelled.json");
    const { offer } = await json("operator", "offer", "make", "3", "--out", cancelled, "--yes");
    expect((await millrace("operator", "offer", "cancel", "--yes")).stderr).to.include("neither a salt nor --all");
    await json("operator", "offer", "cancel", offer.salt, "--yes");
    const [after] = await json("operator", "offer", "list", cancelled);
    expect(after.obstacles).to.deep.equal(["the operator has withdrawn it"]);
    await json("operator", "offer", "make", "3", "--out", cancelled, "--yes");
    await json("operator", "offer", "cancel", "--all", "--yes");
    const [old] = await json("operator", "offer", "list", cancelled);
    expect(old.obstacles).to.deep.equal(["the operator has withdrawn all its older offers"]);
  });

  it("ends the hot key, and with it the offers that it signed", async () => {
    const file = path.join(stage.chain.directory, "hot.json");
    // Its 30 days are over: named again, it counts again.
    expect((await json("operator", "key", "list"))[0]).to.include({ counts: false });
    await json("operator", "key", "set", address("hotKey"), "--yes");
    await stage.json(
      "hotKey",
      "operator",
      "offer",
      "make",
      "2",
      "--operator",
      address("operator"),
      "--out",
      file,
      "--yes",
    );
    await json("operator", "key", "end", address("hotKey"), "--yes");
    const [offer] = await json("operator", "offer", "list", file);
    expect(offer.obstacles[0]).to.include("not signed by the operator");
  });

  it("exports every movement, in both tokens, within days, and sums up to what the chain says", async () => {
    await json("earnings", "--withdraw", "--yes");
    const entries: { kind: string; net: string; token: { symbol: string } }[] = await json("operator", "export");
    const sum = (kind: string) =>
      entries.filter((entry) => entry.kind === kind).reduce((total, { net }) => total + BigInt(net), 0n);
    const { earned } = await json("operator", "status");
    expect(earned).to.include({ unclaimed: "0", claimed: earned.net });
    expect(sum("earn")).to.equal(BigInt(earned.net));
    expect(sum("withdraw earnings")).to.equal(BigInt(earned.net));
    const stake = await stakeOf();
    const inStake = sum("stake") - sum("withdraw stake") + sum("reward") + sum("compensation") + sum("slash");
    expect(inStake).to.equal(stake.own + stake.ownThawing);
    const csv = (await millrace("operator", "export", "--output", "csv")).stdout.split("\r\n");
    expect(csv).to.have.length(entries.length + 1);
    expect(await json("operator", "export", "--until", "2020-01-01")).to.deep.equal([]);
  });

  it("renews a node with a fresh attestation, and retires it", async () => {
    const files = await stage.attestNode("node", 4_000);
    await stage.json("stranger", "operator", "node", "renew", "1", ...files, "--yes");
    const [node] = await json("operator", "node", "list");
    await json("operator", "node", "retire", "--yes");
    expect((await json("operator", "node", "list"))[0]).to.include({
      active: false,
      attestedUntil: node.attestedUntil,
    });
    const none = await millrace("operator", "offer", "make", "2", "--yes");
    expect(none.stderr).to.include("0 active nodes").and.include("node register");
  });

  it("has nothing to pay out where nothing was slashed, and says what a bad file is", async () => {
    expect((await millrace("dispute", "pay-out", "1", "--yes")).stderr).to.include("SlashNotBooked");
    const bad = path.join(stage.chain.directory, "bad.json");
    await writeFile(bad, "{}");
    const refused = await millrace("operator", "node", "register", bad, "--yes");
    expect([refused.code, refused.stderr.split("\n")[0]]).to.deep.equal([2, "There is no attestation in it."]);
  });
});
