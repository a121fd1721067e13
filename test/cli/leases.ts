import { readFile, writeFile } from "node:fs/promises";
import { expect } from "chai";
import { leaseEarnedDown, leasePriceUp } from "../../sdk/lease-math.ts";
import { type Actor, type Stage, startStage } from "./support/people.ts";
import { registerNode } from "./support/register-node.ts";

const MILL = 10n ** 18n;
const USD = 1_000_000n;
const HOUR = 3_600;

/** Every way in which a buyer opens, prolongs and ends a lease, on one node of four GPUs. */
describe("cli: leases of a buyer @slow", () => {
  let s: Stage;
  let buyer: Actor;
  let operator: Actor;
  let stranger: Actor;
  const order = () => [s.file("offer.json"), "--units", "1000", "--duration", "10h"];
  const openOne = async (): Promise<string> =>
    (await buyer.json("lease", "open", ...order(), "--yes")).leases[0].leaseId;
  const running = async (): Promise<string> => {
    const leaseId = await openOne();
    await operator.json("operator", "lease", "start", leaseId, "--yes");
    return leaseId;
  };
  const nonceOf = (actor: Actor) => s.chain.client.getTransactionCount({ address: actor.address });

  before(async () => {
    s = await startStage();
    [buyer, operator, stranger] = [await s.newActor(), await s.newActor(), await s.newActor()];
    await s.giveMill(operator.address, 10_000n * MILL);
    await s.giveFree(buyer, 1_000n * USD);
    await registerNode(s, operator);
    await operator.json("operator", "offer", "make", "2", "--out", s.file("offer.json"), "--yes");
  });

  after(() => s?.chain.stop());

  it("send nothing with --dry-run, without --yes, and as calldata", async () => {
    const before = await nonceOf(buyer);
    expect(await buyer.json("lease", "open", ...order(), "--dry-run")).to.include({ dryRun: true });
    expect((await buyer.run("lease", "open", ...order())).code).to.equal(6);
    const { stdout } = await buyer.run("lease", "open", ...order(), "--output", "calldata");
    expect(stdout.trim()).to.match(/^0x[0-9a-fA-F]{40} 0x[0-9a-f]+$/);
    expect(await nonceOf(buyer)).to.equal(before);
    expect(await buyer.json("lease", "list")).to.deep.equal([]);
  });

  it("are cancelled before the start for the minimum", async () => {
    const free = await s.freeOf(buyer.address);
    const leaseId = await openOne();
    await buyer.json("lease", "cancel", leaseId, "--yes");
    expect(await s.freeOf(buyer.address)).to.equal(free - 2n * USD);
    expect((await buyer.json("lease", "show", leaseId)).outcome).to.equal("cancelled");
  });

  it("open several or none in one transaction", async () => {
    const [free, before] = [await s.freeOf(buyer.address), await nonceOf(buyer)];
    const offer = s.file("offer.json");
    const many = ["--units", "1000", "--duration", "10h"];
    // A node of four GPUs cannot take five.
    const five = await buyer.run("lease", "open", ...Array(5).fill(offer), ...many, "--yes");
    expect(five.code, five.stderr).to.equal(3);
    expect(await nonceOf(buyer)).to.equal(before);
    const { leases } = await buyer.json("lease", "open", offer, offer, ...many, "--yes");
    expect(leases).to.have.length(2);
    expect(await nonceOf(buyer)).to.equal(before + 1);
    expect(await s.freeOf(buyer.address)).to.equal(free - 40n * USD);
    for (const { leaseId } of leases) await buyer.json("lease", "cancel", leaseId, "--yes");
  });

  it("are extended by the buyer, and by others within what was allowed", async () => {
    const leaseId = await running();
    const { endsAt } = await buyer.json("lease", "show", leaseId);
    expect((await buyer.json("lease", "extend", "2h", leaseId, "--yes")).cost).to.equal(String(4n * USD));
    const refused = await stranger.run("lease", "extend", "1h", leaseId, "--yes");
    expect(refused.code).to.equal(3);
    expect(refused.stderr).to.include("ExtensionNotAllowed");
    const allow = (end: string | number) => ["lease", "allow-extension", "2", String(end), leaseId, "--yes"];
    for (const end of ["2020-01-01", endsAt, "1h"]) {
      const useless = await buyer.run(...allow(end));
      expect([useless.code, useless.stdout]).to.deep.equal([2, ""]);
      expect(useless.stderr).to.include("nobody could extend the lease").and.include("when the lease ends");
    }
    const soon = await buyer.json(...allow("30d"));
    expect(soon.until).to.be.within((await s.now()) + 30 * 24 * HOUR - 60, (await s.now()) + 30 * 24 * HOUR);
    const until = String(endsAt + 4 * HOUR);
    await buyer.json("lease", "allow-extension", "2", until, leaseId, "--yes");
    await stranger.json("lease", "extend", "1h", leaseId, "--yes");
    expect((await buyer.json("lease", "show", leaseId)).endsAt).to.equal(endsAt + 3 * HOUR);
    expect((await stranger.run("lease", "extend", "1h", leaseId, "--yes")).code).to.equal(3);
    await buyer.json("lease", "stop", leaseId, "--yes");
  });

  it("warn before they end, with exit code 7", async () => {
    const leaseId = await running();
    const calm = await buyer.json("lease", "runway", "--warn", "1h");
    expect(calm).to.deep.include({ endSoon: 0 });
    expect(calm.funds[0].costPerHour).to.equal(String(2n * USD));
    const warned = await buyer.run("lease", "runway", "--warn", "12h");
    expect(warned.code).to.equal(7);
    expect(warned.stdout).to.include("ENDS SOON").and.include(leaseId.slice(0, 12));
    await buyer.json("lease", "stop", leaseId, "--yes");
  });

  it("are stopped for the time used, and gone on from with another offer in one transaction", async () => {
    const first = await running();
    await s.pass(3 * HOUR);
    const free = await s.freeOf(buyer.address);
    const before = await nonceOf(buyer);
    const went = await buyer.json("lease", "continue", first, "--offer", s.file("offer.json"), "--yes");
    expect(await nonceOf(buyer)).to.equal(before + 1);
    expect(went.ends).to.equal("stop");
    const [{ leaseId: second, terms }] = went.leases;
    expect(terms.continues).to.equal(first);
    const { outcome, startedAt, endedAt } = await buyer.json("lease", "show", first);
    expect(outcome).to.equal("stopped");
    // What was not used is back, and what is left of the ten hours is locked again.
    const perUnit = BigInt(terms.offer.pricePerUnitHour);
    const back = 20n * USD - leaseEarnedDown(1_000n, perUnit, BigInt(endedAt - startedAt), 0n);
    const locked = leasePriceUp(1_000n, perUnit, BigInt(terms.durationSeconds));
    expect(terms.durationSeconds).to.be.at.most(7 * HOUR);
    expect(await s.freeOf(buyer.address)).to.equal(free + back - locked);
    await buyer.json("lease", "cancel", second, "--yes");
  });

  it("that never start bring everything back, and compensation", async () => {
    const free = await s.freeOf(buyer.address);
    const leaseId = await openOne();
    const early = await stranger.run("lease", "no-show", leaseId, "--yes");
    expect(early.code).to.equal(3);
    expect(early.stderr).to.include("TooEarly");
    await s.pass(HOUR);
    await stranger.json("lease", "no-show", leaseId, "--yes");
    expect(await s.freeOf(buyer.address)).to.equal(free);
    const [booked] = await buyer.json("lease", "compensation", leaseId);
    expect(booked).to.include({ booked: String(80n * MILL), state: "waiting" });
    const early2 = await buyer.run("lease", "compensation", leaseId, "--pay", "--yes");
    expect(early2.stdout).to.include("Nothing to do");
  });

  it("export one line for each, in which locked is paid, refunded and still locked", async () => {
    const leases = await buyer.json("export", "--leases");
    const all = await buyer.json("lease", "list", "--all");
    expect(leases).to.have.length(all.length);
    for (const each of leases) {
      const parts = BigInt(each.paid) + BigInt(each.refunded) + BigInt(each.stillLocked);
      expect(BigInt(each.locked)).to.equal(parts);
    }
    const { stdout } = await buyer.run("export", "--leases", "--output", "csv");
    expect(stdout.trim().split("\r\n")).to.have.length(leases.length + 1);
    expect(await buyer.json("export", "--leases", "--until", "2001-01-01")).to.deep.equal([]);
  });

  it("are refused with what was found and what to do", async () => {
    const leaseId = await openOne();
    const fails = async (code: number, text: string, ...args: string[]) => {
      const ended = await buyer.run(...args);
      expect(ended.code, ended.stderr).to.equal(code);
      expect(ended.stderr).to.include(text);
    };
    await fails(2, "not a duration", "lease", "quote", s.file("offer.json"), "--units", "1000", "--duration", "soon");
    await fails(
      2,
      "not for this duration",
      "lease",
      "quote",
      s.file("offer.json"),
      "--units",
      "1",
      "--duration",
      "1min",
    );
    await fails(2, "There is no signed offer in it", "lease", "quote", s.file("node.json"), ...order().slice(1));
    await fails(2, "There is no such lease", "lease", "show", `0x${"ab".repeat(32)}`);
    await fails(2, "paid by time", "lease", "pay", leaseId, "--add", "1");
    await fails(3, "cannot be disputed now", ...dispute(leaseId));
    await fails(2, "no attestor", "attestor", "sign-node", "--merge", s.file("node.json"));
    await fails(2, "There is no such dispute", "arbitrator", "case", "7");
    await buyer.json("lease", "cancel", leaseId, "--yes");
  });

  it("by voucher: an operator that leaves says so first, and whoever has signed settles a voucher itself", async () => {
    const by = ["--metering", "byVoucher", "--grace", "1h", "--out", s.file("by-voucher.json")];
    await operator.json("operator", "offer", "make", "2", ...by, "--yes");
    const opened = await buyer.json("lease", "open", s.file("by-voucher.json"), ...order().slice(1), "--yes");
    const { leaseId } = opened.leases[0];
    const release = () => operator.run("operator", "lease", "release", leaseId, "--yes");
    await operator.json("operator", "lease", "start", leaseId, "--yes");
    expect((await release()).code).to.equal(0);
    const told = await buyer.json("lease", "show", leaseId);
    const { timestamp } = await s.chain.client.getBlock();
    expect(BigInt(told.releasableAt)).to.equal(timestamp + BigInt(HOUR));
    expect((await buyer.run("lease", "show", leaseId)).stdout).to.include("unless a voucher is settled before");
    expect((await release()).code).to.equal(3);

    const voucher = s.file("voucher.json");
    await writeFile(voucher, JSON.stringify(await buyer.json("sign", told.channelId, "--cumulative", "3")));
    const before = await nonceOf(stranger);
    expect((await stranger.json("settle", voucher, "--dry-run")).dryRun).to.equal(true);
    expect(await nonceOf(stranger)).to.equal(before);
    const { settled, skipped } = await stranger.json("settle", voucher, "--yes");
    expect(settled).to.deep.equal([{ channelId: told.channelId, settled: String(3n * USD) }]);
    expect(skipped).to.deep.equal([]);

    await s.chain.client.increaseTime({ seconds: HOUR });
    await s.chain.client.mine({ blocks: 1 });
    const after = await buyer.json("lease", "show", leaseId);
    expect([after.state, after.releasableAt, after.paid]).to.deep.equal(["running", undefined, String(3n * USD)]);
    expect((await release()).code).to.equal(0);
    expect((await buyer.json("lease", "show", leaseId)).state).to.equal("running");
    await s.chain.client.increaseTime({ seconds: HOUR });
    await s.chain.client.mine({ blocks: 1 });
    expect((await release()).code).to.equal(0);
    expect((await buyer.json("lease", "show", leaseId)).outcome).to.equal("released");
  });

  it("by voucher: what Escrow skips is named, and needs attention", async () => {
    const { code, stdout, stderr } = await stranger.run("settle", s.file("voucher.json"), "--yes");
    expect(code, stderr).to.equal(7);
    expect(stdout)
      .to.include("0 settled.")
      .and.to.match(/Skipped, to 0x\w{40}: stale\./);
  });

  it("show an offer that somebody changed as not signed, and it cannot be taken", async () => {
    const { offer, signature } = JSON.parse(await readFile(s.file("offer.json"), "utf8"));
    await writeFile(s.file("forged.json"), JSON.stringify({ offer: { ...offer, pricePerUnitHour: "1" }, signature }));
    const shown = await buyer.json("offers", "show", s.file("forged.json"));
    expect(shown.canBeTaken).to.equal(false);
    expect(shown.signer.by).to.equal("nobody");
    const refused = await buyer.run("lease", "open", s.file("forged.json"), ...order().slice(1), "--yes");
    expect(refused.code).to.equal(3);
    expect(refused.stderr).to.include("InvalidSignature");
  });

  const dispute = (leaseId: string): string[] => [
    ...["dispute", "open", leaseId, "--kind", "wrong-result", "--yes"],
    ...["--evidence", s.file("node.json"), "--place", "https://example.org"],
  ];
});
