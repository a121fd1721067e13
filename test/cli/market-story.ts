import { existsSync, readFileSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { expect } from "chai";
import { type Hex, keccak256 } from "viem";
import { eventually } from "../relayer/support/http.ts";
import { createMarket } from "../relayer/support/market.ts";
import { type RelayerProcess, relayerHome, startRelayerHere } from "../relayer/support/relayer-process.ts";
import { type Actor, type Stage, startStage } from "./support/people.ts";

const MILL = 10n ** 18n;
const USD = 1_000_000n;
const HOUR = 3_600;
const DAY = 86_400;

/** A lease by the command line that is found at a relayer and paid by voucher; and one that goes through two courts. */
describe("cli: a market with a relayer, and disputes to the last appeal @slow", () => {
  let s: Stage;
  let relayer: Pick<RelayerProcess, "url" | "stop">;
  let atRelayer: readonly string[];
  let buyer: Actor;
  let operator: Actor;
  let stranger: Actor;
  let attestors: readonly Actor[];
  let committee: readonly Actor[];
  let appealCommittee: readonly Actor[];
  let cheapId: Hex;
  let dearId: Hex;
  let paidByVoucher: Hex;
  let disputed: Hex;
  let evidence: readonly string[];

  before(async () => {
    s = await startStage();
    const { key } = await (await createMarket(s.chain)).funded();
    relayer = await startRelayerHere(await relayerHome(s.chain, key, { MILLRACE_BATCH_AGE_SECONDS: "1" }));
    atRelayer = ["--relayer", relayer.url];
    [buyer, operator, stranger] = [await s.newActor(), await s.newActor(), await s.newActor()];
    const roles = (numbers: readonly number[]) => Promise.all(numbers.map(s.role));
    attestors = await roles([17, 18]);
    committee = await roles([20, 21]);
    appealCommittee = await roles([23, 25]);
    await s.giveMill(operator.address, 10_500n * MILL);
    await s.giveMill(buyer.address, 100n * MILL);
    await s.giveFree(buyer, 100n * USD);
    const node = ["--operator", operator.address, "--hardware", "a", "--class", "6", "--units", "4000"];
    await signBoth("attestor", "sign-node", ...node, "--expires", "90d");
    await operator.json("operator", "stake", "10000", "--yes");
    await operator.json("operator", "node", "register", s.file("signed.json"), "--yes");
    evidence = ["--evidence", s.file("signed.json"), "--place", "https://example.org/evidence"];
  });

  after(async () => {
    await relayer?.stop();
    await s?.chain.stop();
  });

  /** Two attestors sign one after the other, in `signed.json`. */
  const signBoth = async (...what: string[]): Promise<void> => {
    const [first, second] = attestors as [Actor, Actor];
    await first.json(...what, "--out", s.file("signed.json"));
    await second.json(...what.slice(0, 2), "--merge", s.file("signed.json"), "--out", s.file("signed.json"));
  };
  const rule = async (court: readonly Actor[], disputeId: string, verdict: "--upheld" | "--rejected") => {
    const [first, second] = court as [Actor, Actor];
    await first.json("arbitrator", "rule", disputeId, verdict, "--out", s.file("ruling.json"));
    const given = await second.run("arbitrator", "rule", disputeId, verdict, "--merge", s.file("ruling.json"), "--yes");
    expect(given.code, given.stderr).to.equal(0);
    return given.stdout;
  };
  const refused = async (actor: Actor, code: number, text: string, ...args: string[]): Promise<void> => {
    const ended = await actor.run(...args);
    expect([ended.code, ended.stdout], ended.stderr).to.deep.equal([code, ""]);
    expect(ended.stderr).to.include(text);
  };
  const search = (...args: string[]) => stranger.json("offers", "search", ...args, ...atRelayer);
  const found = async (...args: string[]): Promise<string[]> =>
    (await search(...args)).offers.map(({ id }: { id: string }) => id);

  it("an operator posts offers, and a relayer that does not answer leaves the file", async () => {
    const make = ["operator", "offer", "make"];
    const voucher = ["--metering", "byVoucher", "--yes"];
    await refused(operator, 2, "--min does not fit", ...make, "1.5", "--min", "1h", ...voucher);
    await refused(operator, 2, "not paid by voucher", ...make, "1.5", "--kind", "reserved", ...voucher);
    const cheap = [...make, "1.5", "--metering", "byVoucher", "--grace", "1h", "--out", s.file("cheap.json")];
    await refused(operator, 5, "relayer", ...cheap, "--post", "--yes", "--relayer", "http://127.0.0.1:9");
    expect(existsSync(s.file("cheap.json"))).to.equal(true);
    const posted = await operator.json(...cheap, "--post", "--yes", ...atRelayer);
    cheapId = posted.id;
    expect(posted.posted).to.deep.equal({ id: cheapId, isDuplicate: false });
    const dear = await operator.json(...make, "2", "--out", s.file("dear.json"), "--post", "--yes", ...atRelayer);
    dearId = dear.id;
    const kept = await operator.json(...make, "1", "--out", s.file("kept.json"), "--yes", ...atRelayer);
    expect(kept.posted).to.equal(null);
    // Only what was posted is found; the cheapest comes first.
    expect(await found()).to.deep.equal([cheapId, dearId]);
  });

  it("whoever searches finds offers by class, price, metering and room, and is told when there are more", async () => {
    expect(await found("--class", "a100", "--operator", operator.address)).to.deep.equal([cheapId, dearId]);
    expect(await found("--class", "H100")).to.deep.equal([]);
    expect(await found("--max-price", "1.5")).to.deep.equal([cheapId]);
    expect(await found("--max-price", "1.499")).to.deep.equal([]);
    expect(await found("--metering", "byTime", "--kind", "onDemand", "--tier", "0")).to.deep.equal([dearId]);
    expect(await found("--units", "4000")).to.have.length(2);
    expect(await found("--units", "4001")).to.deep.equal([]);
    expect(await search("--limit", "1")).to.deep.include({ isAll: false });
    expect(await search("--limit", "2")).to.deep.include({ isAll: true });
    const shown = await stranger.run("offers", "search", "--limit", "1", ...atRelayer);
    expect(shown.stdout).to.include(cheapId).and.include("1.5 tUSD").and.include("There are more than 1");
    const none = await stranger.run("offers", "search", "--kind", "spot", ...atRelayer);
    expect([none.code, none.stdout.trim()]).to.deep.equal([0, "No offer fits."]);
    const { stdout } = await stranger.run("offers", "search", "--output", "csv", ...atRelayer);
    expect(stdout.trim().split("\r\n")).to.have.length(3);
    await refused(stranger, 2, "no such class", "offers", "search", "--class", "B900", ...atRelayer);
    await refused(stranger, 5, "relayer", "offers", "search", "--relayer", "http://127.0.0.1:9");
  });

  it("the buyer takes offers by their ids, and pays by voucher what was served", async () => {
    const open = async (id: Hex): Promise<Hex> => {
      const order = ["lease", "open", id, "--units", "1000", "--duration", "10h", "--yes"];
      const { leaseId } = (await buyer.json(...order, ...atRelayer)).leases[0];
      await operator.json("operator", "lease", "start", leaseId, "--yes");
      return leaseId;
    };
    [paidByVoucher, disputed] = [await open(cheapId), await open(dearId)];
    const pay = (...args: string[]) => ["lease", "pay", paidByVoucher, ...args, "--yes", ...atRelayer];
    const first = await buyer.json(...pay("--add", "3", "--wait", "600"));
    expect(first).to.include({ dryRun: false, isSettled: true });
    expect(first.voucher.cumulative).to.equal(String(3n * USD));
    expect((await buyer.json("lease", "show", paidByVoucher)).paid).to.equal(String(3n * USD));
    // 3 dollars less 2 % for the protocol; the relayer asks for nothing.
    const { net, uncollectedFees } = await operator.json("earnings");
    expect([net, uncollectedFees]).to.deep.equal([String(2_940_000n), String(60_000n)]);

    expect(await buyer.json(...pay("--add", "1", "--dry-run"))).to.include({ dryRun: true });
    await refused(buyer, 2, "not more than was signed", ...pay("--cumulative", "3"));
    await refused(buyer, 2, "more than is deposited", ...pay("--cumulative", "15.000001"));
    await refused(buyer, 2, "How much?", ...pay());
    await refused(stranger, 2, "do not count in this channel", ...pay("--add", "1"));
    const second = await buyer.json(...pay("--cumulative", "7.5", "--wait", "600"));
    expect(second.isSettled).to.equal(true);
    expect((await buyer.json("lease", "show", paidByVoucher)).paid).to.equal(String((75n * USD) / 10n));
  });

  it("a withdrawn offer is not found any more, and cannot be taken by its id", async () => {
    await operator.json("operator", "offer", "cancel", "--all", "--yes");
    const empty = async () => ((await found()).length === 0 ? true : undefined);
    await eventually("book without the withdrawn offers", empty);
    const order = ["lease", "open", cheapId, "--units", "1000", "--duration", "1h", "--yes"];
    await refused(buyer, 2, "no such offer that can be taken", ...order, ...atRelayer);
  });

  it("the operator's receipt is shown, kept, and verified without chain and relayer", async () => {
    await buyer.json("lease", "stop", paidByVoucher, "--yes");
    await refused(buyer, 2, "no signed receipt", ...show(), ...atRelayer);
    const result = ["--result", s.file("signed.json"), s.file("cheap.json")];
    const { file, posted } = await operator.json(
      ...sign(),
      "--note",
      "41 frames",
      ...result,
      "--post",
      "--yes",
      ...atRelayer,
    );
    expect([file, posted]).to.deep.equal([
      s.file("signed-receipt.json"),
      { leaseId: paidByVoucher, isDuplicate: false },
    ]);
    // What is signed later replaces it, in the same second too.
    await operator.json(...sign(), "--note", "42 frames", ...result, "--post", "--yes", ...atRelayer);
    const { record, signed, isCurrent } = await buyer.json(...show(), ...atRelayer);
    expect([signed.signer, isCurrent]).to.deep.equal([operator.address, true]);
    expect(record).to.include({ paid: String((75n * USD) / 10n), refunded: "0", outcome: "stopped" });
    const unreachable = ["--rpc", "http://127.0.0.1:9", "--relayer", "http://127.0.0.1:9"];
    const verified = await stranger.json("receipt", "verify", s.file("receipt.json"), ...unreachable);
    expect(verified).to.include({ isGood: true, signer: operator.address });
    expect(verified.receipt).to.include({ leaseId: paidByVoucher, paid: record.paid, note: "42 frames" });
    const digests = [s.file("signed.json"), s.file("cheap.json")].map((name) => keccak256(readFileSync(name)));
    expect(verified.receipt.outputDigests).to.deep.equal(digests);
  });

  it("a receipt is signed by the operator or its hot key, of what has ended, and only when it is meant", async () => {
    const kept = await readFile(s.file("signed-receipt.json"), "utf8");
    const dry = await operator.run(...sign(), "--post", "--dry-run", ...atRelayer);
    expect(dry.code).to.equal(0);
    expect(dry.stdout).to.include("Nothing was signed").and.include("7.5 tUSD");
    await refused(operator, 6, "Nothing was sent", ...sign());
    await refused(buyer, 2, "does not sign for that operator", ...sign(), "--yes");
    await refused(operator, 2, "has not ended", "receipt", "sign", disputed, "--yes");
    await refused(operator, 2, "no such lease", "receipt", "sign", `0x${"7".repeat(64)}`, "--yes");
    await refused(operator, 2, "missing.bin", ...sign(), "--result", s.file("missing.bin"), "--yes");
    await refused(operator, 2, "2001 characters", ...sign(), "--note", "x".repeat(2_001), "--yes");
    await refused(operator, 5, "relayer", ...sign(), "--post", "--yes", "--relayer", "http://127.0.0.1:9");
    expect(await readFile(s.file("signed-receipt.json"), "utf8")).to.equal(kept);

    const hotKey = await s.newActor();
    await operator.json("operator", "key", "set", hotKey.address, "--yes");
    const byHotKey = [...sign().slice(0, 2), paidByVoucher.slice(0, 12), "--operator", operator.address];
    await hotKey.json(...byHotKey, "--out", s.file("by-hot-key.json"), "--yes");
    const verify = ["receipt", "verify", s.file("by-hot-key.json")];
    expect((await stranger.json(...verify, "--key", hotKey.address)).signer).to.equal(hotKey.address);
    await refused(stranger, 2, "neither its operator nor a known key", ...verify);
  });

  it("a receipt that somebody changed is refused, with what does not fit", async () => {
    const good = JSON.parse(await readFile(s.file("receipt.json"), "utf8"));
    const verify = ["receipt", "verify", s.file("changed.json")];
    const { receipt, signature } = good;
    const { terms } = receipt;
    const changes: readonly (readonly [object, string, string])[] = [
      [{ receipt: { ...receipt, note: "43 frames" } }, "receipt-signer", "signed by neither its operator"],
      [{ receipt: { ...receipt, paid: "1", refunded: "1" } }, "receipt-amounts", "contradicts itself"],
      [{ receipt: { ...receipt, terms: { ...terms, units: 1 } } }, "receipt-terms", "not those of its lease"],
      [{ signature: `0x${"00".repeat(65)}` }, "bad-signature", "no ECDSA signature"],
      [{ signature: signature.slice(0, -1) }, "bad-file", "no signed receipt in it"],
    ];
    for (const [change, code, text] of changes) {
      await writeFile(s.file("changed.json"), JSON.stringify({ ...good, ...change }));
      await refused(stranger, 2, text, ...verify);
      await refused(stranger, 2, `"code":"${code}"`, ...verify, "--output", "json");
    }
    await writeFile(s.file("changed.json"), JSON.stringify(good));
    expect(await stranger.json(...verify, "--key", stranger.address)).to.include({ isGood: true });
  });

  it("the operator contests an outage, and a contest is possible once", async () => {
    await s.pass(3 * HOUR);
    const { startedAt } = await buyer.json("lease", "show", disputed);
    const window = ["--start", String(startedAt + HOUR), "--end", String(startedAt + HOUR + 1_800)];
    await signBoth("attestor", "sign-outage", "--lease", disputed, ...window);
    await buyer.json("lease", "report-outage", s.file("signed.json"), "--yes");
    const contest = ["dispute", "contest", "1", ...evidence];
    expect(await operator.json(...contest, "--dry-run")).to.include({ dryRun: true, bond: String(10n * MILL) });
    await refused(buyer, 3, "Only the operator", ...contest, "--yes");
    const before = await s.millOf(operator.address);
    expect(await operator.json(...contest, "--yes")).to.include({ disputeId: "1", compensationId: "1" });
    expect(await s.millOf(operator.address)).to.equal(before - 10n * MILL);
    const [booked] = await buyer.json("lease", "compensation", disputed);
    expect(booked).to.include({ state: "contested", booked: String(40n * MILL) });
    await refused(operator, 3, "cannot be contested", ...contest, "--yes");
  });

  it("the loser appeals with a larger bond, and nobody else, and not before there is a ruling", async () => {
    const appeal = ["dispute", "appeal", "1", ...evidence, "--yes"];
    await refused(operator, 3, "WrongState", ...appeal);
    expect(await rule(committee, "1", "--rejected")).to.include("the loser may appeal");
    expect(await buyer.json("dispute", "show", "1")).to.include({ state: "ruled", verdict: "rejected" });
    await refused(buyer, 3, "NotLoser", ...appeal);
    const before = await s.millOf(operator.address);
    expect(await operator.json(...appeal)).to.include({ disputeId: "1", bond: String(20n * MILL) });
    expect(await s.millOf(operator.address)).to.equal(before - 20n * MILL);
    await refused(operator, 3, "WrongState", ...appeal);
    expect((await buyer.json("dispute", "show", "1")).waitingFor.who).to.equal("the court of appeal");
    // The first court has had its say.
    await refused(committee[0] as Actor, 2, "no member", "arbitrator", "rule", "1", "--rejected", "--yes");
  });

  it("the court of appeal gives both bonds and the compensation back to the operator", async () => {
    const next = await rule(appealCommittee, "1", "--upheld");
    expect(next).to.include("millrace dispute execute").and.not.include("may appeal");
    expect(await buyer.json("dispute", "show", "1")).to.include({ state: "decided", verdict: "upheld" });
    await stranger.json("dispute", "execute", "1", "--yes");
    expect((await operator.json("credit")).credit).to.equal(String(30n * MILL));
    await operator.json("credit", "withdraw", "--yes");
    expect(await s.millOf(operator.address)).to.equal(500n * MILL);
    const [booked] = await buyer.json("lease", "compensation", disputed);
    expect(booked).to.include({ state: "returned", worth: "0", paid: "0" });
    const { own } = await s.chain.client.readContract({
      ...s.contracts.staking,
      functionName: "operatorStake",
      args: [operator.address],
    });
    expect(own).to.equal(10_000n * MILL);
  });

  it("an answer to a broken court counts, and anyone submits it once the court works again", async () => {
    await buyer.json("dispute", "open", disputed, "--kind", "wrong-result", ...evidence, "--yes");
    const court = { address: s.chain.deployment.contracts.Committee as Hex };
    const bytecode = (await s.chain.client.getCode(court)) ?? "0x";
    const submit = ["dispute", "submit", "2", "--yes"];
    await refused(stranger, 3, "WrongState", ...submit);
    // Whatever is called there reverts.
    await s.chain.client.setCode({ ...court, bytecode: "0x5f5ffd" });
    await operator.json("dispute", "answer", "2", ...evidence, "--yes");
    const { state, submitted, waitingFor } = await buyer.json("dispute", "show", "2");
    expect({ state, submitted, who: waitingFor.who }).to.deep.equal({
      ...{ state: "answered", submitted: false, who: "anyone" },
    });
    await refused(stranger, 3, "ArbitratorFailed", ...submit);

    await s.chain.client.setCode({ ...court, bytecode });
    await stranger.json(...submit);
    expect((await buyer.json("dispute", "show", "2")).submitted).to.equal(true);
    await refused(stranger, 3, "SubmittedAlready", ...submit);
    await rule(committee, "2", "--rejected");
    await s.pass(3 * DAY);
    await stranger.json("dispute", "execute", "2", "--yes");
    expect(await buyer.json("dispute", "show", "2")).to.include({ state: "ended", verdict: "rejected" });
  });

  const sign = () => ["receipt", "sign", paidByVoucher, "--out", s.file("signed-receipt.json")];
  const show = () => ["receipt", "show", paidByVoucher, "--out", s.file("receipt.json")];
});
