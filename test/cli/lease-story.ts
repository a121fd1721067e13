import { expect } from "chai";
import { type Actor, type Stage, startStage } from "./support/people.ts";

const MILL = 10n ** 18n;
const USD = 1_000_000n;
const HOUR = 3_600;
const DAY = 86_400;

/**
 * One story by the command line alone, each with a key of their own: two attestors, an operator, a buyer, three members
 * of the committee. A GPU for 10 hours at 2 dollars; half an hour of outage; and the wrong hardware.
 */
describe("cli: a lease that fails, from the attestation to the last withdrawal @slow", () => {
  let s: Stage;
  let buyer: Actor;
  let operator: Actor;
  let attestors: readonly [Actor, Actor];
  let judges: readonly [Actor, Actor, Actor];
  let leaseId: string;
  let startedAt: number;

  before(async () => {
    s = await startStage();
    [buyer, operator] = [await s.newActor(), await s.newActor()];
    attestors = [await s.role(17), await s.role(18)];
    judges = [await s.role(20), await s.role(21), await s.role(22)];
    await s.giveMill(operator.address, 10_000n * MILL);
    await s.giveMill(buyer.address, 100n * MILL);
    await s.giveFree(buyer, 100n * USD);
  });

  after(() => s?.chain.stop());

  it("two of three attestors sign a node, one after the other", async () => {
    const [first, second] = attestors;
    const node = ["--operator", operator.address, "--hardware", "serial-4711", "--class", "A100", "--units", "4000"];
    await first.json("attestor", "sign-node", ...node, "--expires", "90d", "--out", s.file("node.json"));
    const half = await first.run("attestor", "verify", s.file("node.json"));
    expect(half.code).to.equal(7);
    expect(half.stdout).to.include("1 attestors signed, 2 must");
    const { signatures } = await second.json(
      ...["attestor", "sign-node", "--merge", s.file("node.json"), "--out", s.file("node.json")],
    );
    expect(signatures).to.have.length(2);
    expect((await second.json("attestor", "verify", s.file("node.json"))).isGood).to.equal(true);
  });

  it("the operator stakes, registers the node and signs an offer", async () => {
    await operator.json("operator", "stake", "10000", "--yes");
    await operator.json("operator", "node", "register", s.file("node.json"), "--yes");
    await operator.json("operator", "offer", "make", "2", "--out", s.file("offer.json"), "--yes");
    const shown = await buyer.json("offers", "show", s.file("offer.json"));
    expect(shown).to.deep.include({ obstacles: [], canBeTaken: true, freeUnits: 4_000, tier: 0 });
    expect(shown.signer).to.deep.equal({ by: "operator", signer: operator.address });
  });

  it("the buyer is told what is locked and what failing would bring, then opens the lease", async () => {
    const order = [s.file("offer.json"), "--units", "1000", "--duration", "10h"];
    const quote = await buyer.json("lease", "quote", ...order);
    expect(quote).to.include({
      price: String(20n * USD),
      fee: String((4n * USD) / 10n),
      minimum: String(2n * USD),
      bond: String(160n * MILL),
      requiredStake: String(1_600n * MILL),
      noShow: String(80n * MILL),
      abandonedAtOnce: String(160n * MILL),
      abandonedAtLeast: String(16n * MILL),
      allowanceSeconds: "360",
    });
    expect(quote.outage.map((step: { compensation: string }) => step.compensation)).to.deep.equal(
      [16n, 40n, 80n].map((amount) => String(amount * MILL)),
    );
    const opened = await buyer.json("lease", "open", ...order, "--yes");
    expect(opened.leases).to.have.length(1);
    leaseId = opened.leases[0].leaseId;
    expect(await s.freeOf(buyer.address)).to.equal(80n * USD);
  });

  it("the operator starts it", async () => {
    await operator.json("operator", "lease", "start", leaseId, "--yes");
    const shown = await buyer.json("lease", "show");
    expect(shown).to.include({ leaseId, state: "running", bondLeft: String(160n * MILL) });
    startedAt = shown.startedAt;
  });

  it("the buyer reports half an hour of outage that two attestors saw", async () => {
    await s.pass(3 * HOUR);
    const [first, second] = attestors;
    const [start, end] = [startedAt + HOUR, startedAt + HOUR + 1_800];
    await first.json(
      ...["attestor", "sign-outage", "--lease", leaseId, "--start", String(start), "--end", String(end)],
      ...["--out", s.file("outage.json")],
    );
    await second.json("attestor", "sign-outage", "--merge", s.file("outage.json"), "--out", s.file("outage.json"));
    const reported = await buyer.json("lease", "report-outage", s.file("outage.json"), "--yes");
    // 1,800 s are 1,440 s over the allowance: 4 % of the duration, so the second step.
    expect(reported).to.include({ gradeBps: "2500", compensation: String(40n * MILL) });
    const { compensations, bondLeft } = await buyer.json("lease", "show", leaseId);
    expect(compensations).to.have.length(1);
    expect(compensations[0]).to.include({ booked: String(40n * MILL), state: "waiting" });
    expect(bondLeft).to.equal(String(120n * MILL));
  });

  it("the buyer claims the wrong hardware, and the operator answers", async () => {
    const evidence = ["--evidence", s.file("outage.json"), "--place", "https://example.org/evidence"];
    const claim = ["dispute", "open", leaseId, "--kind", "wrong-hardware", ...evidence];
    const opened = await buyer.json(...claim, "--yes");
    // With a tenth to spare, so that a little more stake of the operator does not keep the claim out.
    expect(opened).to.include({ disputeId: "1", bond: String(30n * MILL), most: String(33n * MILL) });
    expect(opened.atRisk).to.deep.equal({ own: String(3_000n * MILL), delegated: "0" });
    expect(await s.millOf(buyer.address)).to.equal(70n * MILL);
    expect((await buyer.json("dispute", "show", "1")).waitingFor.who).to.equal("the operator");
    await operator.json("dispute", "answer", "1", ...evidence, "--yes");
    expect((await operator.json("dispute", "list"))[0]).to.include({ state: "answered", submitted: true });
  });

  it("two of three members read the case and rule; one alone cannot", async () => {
    const [first, second, third] = judges;
    expect(await third.json("arbitrator", "list")).to.have.length(1);
    const { consequences, submissions } = await first.json("arbitrator", "case", "1");
    expect(submissions).to.have.length(2);
    expect(consequences.upheld).to.deep.include({
      compensation: String(120n * MILL),
      ownTaken: String(3_000n * MILL),
      bondTo: "challenger",
    });
    const alone = await first.json("arbitrator", "rule", "1", "--upheld", "--out", s.file("ruling.json"));
    expect(alone.signatures).to.have.length(1);
    const told = await first.run("arbitrator", "rule", "1", "--upheld");
    expect(told.stdout).to.include("1 more must sign: millrace arbitrator rule 1 --upheld --merge FILE");
    expect((await buyer.json("dispute", "show", "1")).state).to.equal("answered");
    await second.json("arbitrator", "rule", "1", "--upheld", "--merge", s.file("ruling.json"), "--yes");
    expect(await buyer.json("dispute", "show", "1")).to.include({ state: "ruled", verdict: "upheld" });
  });

  it("everything is executed, paid out and withdrawn, to the last unit", async () => {
    await s.pass(3 * DAY);
    await third().json("dispute", "execute", "1", "--yes");
    await third().json("lease", "complete", leaseId, "--yes");
    await third().json("dispute", "pay-out", "1", "--yes");
    await s.pass(15 * DAY);
    await third().json("lease", "finalize", leaseId, "--yes");

    // The bond is back, with a bounty of 10 % of the 3,000 that were taken, and the buyer's part beyond the bond.
    const credited = 30n * MILL + 300n * MILL + buyerPart;
    expect((await buyer.json("credit", "show")).credit).to.equal(String(credited));
    await buyer.json("credit", "withdraw", "--yes");
    await buyer.json("lease", "compensation", "--pay", "--yes");
    expect(await s.millOf(buyer.address)).to.equal(70n * MILL + credited + 160n * MILL);
    const moves = await buyer.json("export", "--mill");
    expect(
      moves.map((move: { kind: string; in: string; out: string }) => [move.kind, move.in, move.out]),
    ).to.deep.equal([
      ["dispute bond", "0", String(30n * MILL)],
      ["credit", String(credited), "0"],
      ...[40n, 120n].map((amount) => ["compensation", String(amount * MILL), "0"]),
    ]);

    // 10 hours less half an hour: 19 dollars are paid, one is back.
    await buyer.json("withdraw", "--yes");
    expect(await s.freeOf(buyer.address)).to.equal(0n);
    const { transactions } = await operator.json("earnings", "--withdraw", "--yes");
    expect(transactions).to.have.length(1);
    const [entry] = await buyer.json("export", "--leases");
    expect(entry).to.include({
      outcome: "faultProven",
      locked: String(20n * USD),
      paid: String(19n * USD),
      fee: String((38n * USD) / 100n),
      refunded: String(USD),
      stillLocked: "0",
      compensationBooked: String(160n * MILL),
      compensationPaid: String(160n * MILL),
    });
  });

  it("the operator takes what is left of its stake", async () => {
    await operator.json("operator", "unstake", "--yes");
    await s.pass(15 * DAY);
    await operator.json("operator", "withdraw-stake", "--yes");
    const left = 10_000n * MILL - 3_000n * MILL - 160n * MILL;
    expect(await s.millOf(operator.address)).to.equal(left);
    const moves = await operator.json("export", "--mill");
    const net = moves.reduce((sum: bigint, move: { in: string; out: string }) => {
      return sum + BigInt(move.in) - BigInt(move.out);
    }, 0n);
    expect(net).to.equal(left - 10_000n * MILL);
  });

  it("what became of it stands in the receipt", async () => {
    const { record, signed } = await buyer.json("receipt", "show", leaseId);
    expect(signed).to.equal(null);
    expect(record).to.include({
      outcome: "faultProven",
      claim: "proven",
      paid: String(19n * USD),
      outageSeconds: 1_800,
    });
  });

  const third = (): Actor => judges[2];
  /** 10 % of what was taken, as the settings of the deployment have it. */
  const buyerPart = 300n * MILL;
});
