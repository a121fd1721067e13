import { expect } from "chai";
import { type Hex, keccak256, toHex } from "viem";
import { inOrderOfSigners } from "../../sdk/attestation.ts";
import { contractAt } from "../../sdk/contract-at.ts";
import { disputeCalls, giveRuling } from "../../sdk/dispute-calls.ts";
import type { LeaseTerms } from "../../sdk/lease.ts";
import { leaseCalls } from "../../sdk/lease-calls.ts";
import { committeeDomain, rulingDigest } from "../../sdk/ruling.ts";
import { DAY, HOUR, MILL, type Stage, setStage } from "./support/warranty.ts";

const evidence = { hash: keccak256(toHex("evidence")), place: "ipfs://evidence" };

describe("cli: a delegator, and what explain says of its operator @slow", () => {
  let stage: Stage;
  let offer: unknown;
  let operator: string;
  let leases: Hex;

  before(async () => {
    stage = await setStage();
    operator = stage.accounts.operator.address;
    leases = stage.contracts.leases.address;
    await stage.giveMill("operator", 20_000n * MILL);
    await stage.giveMill("delegator", 5_000n * MILL);
    await stage.giveMill("buyer", 5_000n * MILL);
    await stage.allowStaking("buyer");
    await stage.json("operator", "operator", "stake", "10000", "--yes");
    await stage.json("operator", "operator", "node", "register", ...(await stage.attestNode("node", 4_000)), "--yes");
    const out = `${stage.chain.directory}/offer.json`;
    const made = await stage.json(
      "operator",
      "operator",
      "offer",
      "make",
      "2",
      "--bond",
      "333.333",
      "--expires",
      "365d",
      "--out",
      out,
      "--yes",
    );
    offer = { offer: made.offer, signature: made.signature };
  });

  after(async () => {
    await stage?.chain.stop();
  });

  const by = (role: "delegator" | "operator" | "stranger") => ({
    json: (...args: string[]) => stage.json(role, ...args),
    millrace: (...args: string[]) => stage.millrace(role, ...args),
  });
  const explain = (...args: string[]) => by("stranger").json("explain", ...args);
  const running = async (units: number): Promise<{ leaseId: Hex; terms: LeaseTerms }> => {
    const lease = await stage.takeOffer(offer, units, 10 * HOUR);
    await stage.send("operator", leaseCalls.start(leases, lease.terms));
    return lease;
  };
  const finalize = async ({ terms }: { terms: LeaseTerms }) => {
    await stage.send("stranger", leaseCalls.finalize(leases, terms));
  };
  const delegation = async () => {
    const query = { ...stage.contracts.staking, functionName: "delegationOf" } as const;
    const args = [stage.accounts.operator.address, stage.accounts.delegator.address] as const;
    const [shares, tokens] = await stage.chain.client.readContract({ ...query, args });
    return { shares, tokens };
  };

  it("is quoted the shares that it then gets, and what each slash would take", async () => {
    const { json, millrace } = by("delegator");
    const quote = await json("delegator", "quote", operator, "3000");
    const takes = Object.fromEntries(
      quote.slashTakes.map((each: { kind: string; takes: string }) => [each.kind, each.takes]),
    );
    // Of 13,000 MILL: 30 % are of own stake alone; all of it takes the own 10,000 and half of what is delegated.
    expect(takes).to.include({ wrongHardware: "0", dataMisuse: String(1_500n * MILL) });
    expect(quote).to.include({ most: String(80_000n * MILL), thawSeconds: String(14 * DAY) });
    expect((await millrace("delegator", "quote", operator, "3000")).stdout).to.include("NO REWARDS YET");
    await json("delegator", "delegate", operator, "3000", "--dry-run");
    expect((await delegation()).shares).to.equal(0n);
    await json("delegator", "delegate", operator, "3000", "--yes");
    expect(await delegation()).to.deep.equal({ shares: BigInt(quote.shares), tokens: BigInt(quote.worth) });
    const shown = [
      await millrace("delegator", "quote", operator, "3000"),
      await millrace("delegator", "status"),
      await millrace("delegator", "undelegate", operator, "1000", "--dry-run"),
      await millrace("delegator", "undelegate", operator, "--dry-run"),
    ].map(({ stdout }) => stdout);
    expect(shown.join("\n")).not.to.include("000000000000");
    expect(shown[2])
      .to.match(/leaves +1000 MILL of 3000 MILL/)
      .and.include("1. thaw 1000 MILL ");
    expect(shown[3]).to.match(/leaves +3000 MILL of 3000 MILL/);
    const second = await json("delegator", "quote", operator, "1234.5");
    await json("delegator", "delegate", operator, "1234.5", "--yes");
    expect((await delegation()).shares).to.equal(BigInt(quote.shares) + BigInt(second.shares));
    const poor = await millrace("delegator", "delegate", operator, "1000000", "--yes");
    expect(poor.stderr).to.include("not enough MILL");
    const few = await millrace("delegator", "delegate", operator, "1", "--least-shares", String(10n ** 30n), "--yes");
    expect(few.stderr).to.include("TooFewShares").and.include("quote");
  });

  it("explains a newcomer's score as the prior, and its tier by what is missing", async () => {
    const score = await explain("score", operator);
    expect(score.isSame).to.equal(true);
    expect(score.checks.find(({ what }: { what: string }) => what === "score").computed).to.equal("5000");
    const inWords = await by("stranger").millrace("explain", "score", operator);
    expect(inWords.stdout).to.include("MILL required stake / 1000 MILL").and.not.include("000000000000");
    const tier = await explain("tier", operator);
    expect(tier).to.include({ isSame: true, storedTier: 0 });
    expect((await by("stranger").millrace("explain", "tier", operator)).stdout).to.include("MISSING");
    const both = await by("stranger").json("operator", "explain", operator);
    expect([both.score.operator, both.score.isSame, both.tier]).to.deep.equal([operator, true, tier]);
    const { stdout } = await by("stranger").millrace("operator", "explain", operator);
    expect(stdout).to.include("score = ⌊").and.include("MISSING");
  });

  it("explains no-show, outage and abandonment to the wei, and says where nothing was booked", async () => {
    const missed = await stage.takeOffer(offer, 500, 10 * HOUR);
    const fine = await running(1_000);
    const outage = await running(700);
    const left = await running(300);
    await stage.wait(40 * 60);
    await stage.send("stranger", leaseCalls.reportNoShow(leases, missed.terms));
    const [noShow] = (await explain("compensation", missed.leaseId)).bookings;
    // Half of the bond: 500 units of 0.333333 MILL.
    expect(noShow).to.include({ what: "no-show", computed: String((500n * 333_333n * 10n ** 12n) / 2n) });

    const { startedAt } = await stage.chain.client.readContract({
      ...stage.contracts.leases,
      functionName: "lease",
      args: [outage.leaseId],
    });
    // The promise allows 360 s of 10 hours; then up to 1 % more is a tenth of the bond, up to 5 % a quarter.
    for (const [from, to] of [
      [0, 500],
      [500, 1_000],
    ] as const) {
      const seen = { leaseId: outage.leaseId, from: startedAt + from, to: startedAt + to };
      const signatures = await stage.attestOutage(seen.leaseId, seen.from, seen.to);
      await stage.send("buyer", leaseCalls.reportOutage(leases, outage.terms, seen, signatures));
    }
    const outages = await explain("compensation", outage.leaseId);
    expect(outages.isSame).to.equal(true);
    expect(outages.bookings.map(({ what }: { what: string }) => what)).to.deep.equal(["outage", "outage"]);
    const bond = 700n * 333_333n * 10n ** 12n;
    const sum = outages.bookings.reduce(
      (total: bigint, { onChain }: { onChain: string }) => total + BigInt(onChain),
      0n,
    );
    expect(sum).to.equal(bond / 4n);

    await stage.send("operator", leaseCalls.abandon(leases, left.terms));
    const abandoned = await explain("compensation", left.leaseId);
    expect(abandoned).to.include({ isSame: true });
    expect(abandoned.bookings[0].what).to.equal("abandoned");

    await stage.wait(10 * HOUR);
    for (const lease of [fine, outage]) await stage.send("stranger", leaseCalls.complete(leases, lease.terms));
    const none = await by("stranger").millrace("explain", "compensation", fine.leaseId);
    expect(none.stdout).to.include("No compensation was booked: it is completed.");
    await stage.wait(3 * DAY);
    for (const lease of [missed, fine]) await finalize(lease);
    await stage.wait(2 * DAY);
    for (const lease of [outage, left]) await finalize(lease);
  });

  it("explains the score from every lease in the record, faded as the chain fades it", async () => {
    await stage.wait(3 * DAY);
    const score = await explain("score", operator);
    expect(score.isSame).to.equal(true);
    expect(score.record.lines.map(({ fault }: { fault: string }) => fault)).to.deep.equal([
      ...["noShow", "none", "outage", "abandoned"],
    ]);
    const { computed, onChain } = score.checks.find(({ what }: { what: string }) => what === "score");
    expect(computed).to.equal(onChain).and.not.equal("5000");
    expect((await explain("tier", operator)).isSame).to.equal(true);
    const text = (await by("stranger").millrace("explain", "score", operator)).stdout;
    expect(text).to.include("the chain says the same").and.not.include("THE CHAIN SAYS");
  });

  it("explains a slash when it is frozen, booked and paid out", async () => {
    const { terms } = await running(1_000);
    const disputes = stage.contracts.disputes.address;
    await stage.send("buyer", disputeCalls.open(disputes, terms, "dataMisuse", evidence));
    const frozen = await explain("slash", "1");
    expect(frozen).to.include({ isSame: true, kind: "dataMisuse" });
    expect(frozen.checks).to.have.length(2);
    expect(frozen.there.from).to.equal("events");

    await stage.send("operator", disputeCalls.answer(disputes, 1n, evidence));
    await ruleUpheld(1n);
    await stage.wait(3 * DAY);
    await stage.send("stranger", disputeCalls.execute(disputes, 1n, terms));
    expect(await explain("slash", "1")).to.include({ isSame: true });
    const unpaid = await by("stranger").json("dispute", "pay-out", "1", "--dry-run");
    expect(unpaid.paidBefore).to.equal("0");
    await by("stranger").json("dispute", "pay-out", "1", "--yes");
    const paid = await explain("slash", "1");
    expect(paid).to.include({ isSame: true });
    const of = (name: string) => BigInt(paid.checks.find(({ what }: { what: string }) => what === name).computed);
    expect(of("bounty") + of("to the buyer") + of("burned")).to.equal(of("taken of own") + of("taken of delegated"));
    expect(of("bounty") > 0n && of("taken of delegated") > 0n).to.equal(true);

    const status = await by("operator").json("operator", "status");
    expect(status.slashes[0]).to.include({ state: "booked", ownTaken: String(of("taken of own")) });
    const { stdout } = await by("delegator").millrace("operator", "status", operator);
    expect(stdout).to.match(/slashed +[\d.]+ MILL of own stake, in 1 disputes/);
  });

  it("explains what an upheld dispute compensated, and refuses a dispute that does not exist", async () => {
    const opened = await stage.chain.client.getContractEvents({
      ...stage.contracts.leases,
      eventName: "LeaseOpened",
      fromBlock: 0n,
    });
    const compensated = await explain("compensation", opened.at(-1)?.args.leaseId as Hex);
    expect(compensated).to.include({ isSame: true });
    expect(compensated.bookings[0].what).to.equal("fault proven");
    const unknown = await by("stranger").millrace("explain", "slash", "99");
    expect([unknown.code, unknown.stderr.includes("no dispute 99")]).to.deep.equal([2, true]);
  });

  it("leaves through the thaw with what is left, and sees what it lost", async () => {
    const { json, millrace } = by("delegator");
    const { positions } = await json("delegator", "status");
    expect(positions[0]).to.include({ paidIn: String((42_345n * MILL) / 10n), takenOut: "0" });
    expect(BigInt(positions[0].gained) < 0n).to.equal(true);
    const tooMuch = await millrace("delegator", "undelegate", operator, "5000", "--yes");
    expect([tooMuch.code, tooMuch.stderr.includes("or all")]).to.deep.equal([2, true]);
    await json("delegator", "undelegate", operator, "100", "--yes");
    await json("delegator", "undelegate", operator, "--yes");
    expect((await delegation()).shares).to.equal(0n);
    expect((await millrace("delegator", "withdraw", "--yes")).stdout).to.match(/Nothing to do: .* in 1[34] d/);
    await stage.wait(14 * DAY);
    const query = { ...stage.contracts.mill, functionName: "balanceOf" } as const;
    const wallet = () => stage.chain.client.readContract({ ...query, args: [stage.accounts.delegator.address] });
    const before = await wallet();
    const { thaws } = await json("delegator", "withdraw", "--yes");
    const expected = thaws.reduce((sum: bigint, { tokens }: { tokens: string }) => sum + BigInt(tokens), 0n);
    expect(thaws).to.have.length(2);
    expect((await wallet()) - before).to.equal(expected);
    expect((await json("delegator", "status")).positions[0]).to.include({ worth: "0", takenOut: String(expected) });
  });

  /** Two members of the committee sign, and anyone hands it in. */
  async function ruleUpheld(disputeId: bigint): Promise<void> {
    const { client, deployment } = stage.chain;
    const { disputes } = stage.contracts;
    const committee = contractAt(deployment, "Committee");
    const { arbitratorDisputeId } = await client.readContract({
      ...disputes,
      functionName: "dispute",
      args: [disputeId],
    });
    const ruling = { arbitrable: disputes.address, arbitratorDisputeId, ruling: 1n };
    const digest = rulingDigest(committeeDomain(deployment.chainId, committee), ruling);
    const judges = [stage.accounts.judge0, stage.accounts.judge1];
    const signatures = await Promise.all(judges.map((judge) => judge.sign({ hash: digest })));
    const signed = await inOrderOfSigners(digest, signatures);
    await stage.send("stranger", giveRuling(committee, arbitratorDisputeId, 1n, signed));
  }
});
