import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { Claim, credits, DELEGATED, DisputeState, EVIDENCE, OWN_STAKE, PLACE, Verdict } from "../support/courtroom.ts";
import { disputeBondOf } from "../support/slash-model.ts";
import { FEE, Mode, reach, testCourt } from "../support/test-court.ts";
import { ethers, networkHelpers } from "../world.ts";

const { loadFixture } = networkHelpers;
const BOND = disputeBondOf({ own: OWN_STAKE, delegated: DELEGATED }, 30n);

/** Courts that fail to create a dispute, and what an answer to them costs. */
const FAILING = [
  { name: "reverts", mode: Mode.Reverts, cost: 0n },
  { name: "reverts with a bomb of data", mode: Mode.Bombs, cost: 0n },
  { name: "burns all its gas", mode: Mode.BurnsGas, cost: 0n },
  { name: "rules while it is asked", mode: Mode.RulesAtOnce, cost: 0n },
  { name: "answers nonsense, and keeps the fee", mode: Mode.ReturnsNothing, cost: FEE },
] as const;

describe("arbitrators that are not trusted", () => {
  for (const { name, mode, cost } of FAILING) {
    it(`an arbitrator that ${name} does not convict: the answer counts, bonds return`, async () => {
      const c = await loadFixture(testCourt);
      await c.accuse();
      await c.court.set(mode, FEE);
      const answer = c.disputes.connect(c.operator).answer(1n, EVIDENCE, PLACE, { value: FEE });
      await expect(answer).to.emit(c.disputes, "SubmissionFailed").withArgs(1n, c.court);
      await expect(answer).to.changeEtherBalances(ethers, [c.operator, c.court, c.disputes], [-cost, cost, 0n]);
      const { state, submitted } = await c.disputes.dispute(1n);
      expect([state, submitted]).to.deep.equal([DisputeState.Answered, false]);

      const retry = c.disputes.connect(c.stranger).submit(1n, { value: FEE });
      await expect(retry).to.be.revertedWithCustomError(c.disputes, "ArbitratorFailed").withArgs(c.court);
      await c.execute();
      expect(await credits(c, c.buyer, c.operator)).to.deep.equal([BOND, 0n]);
      expect((await c.leases.lease(c.id)).claim).to.equal(Claim.Rejected);
      expect((await c.staking.operatorStake(c.operator.address)).own).to.equal(OWN_STAKE);
    });

    it(`an appeal to an arbitrator that ${name} is refused, and can be made again`, async () => {
      const c = await loadFixture(testCourt);
      await reach(c, "Ruled");
      const before = await c.millToken.balanceOf(c.operator);
      await c.appealCourt.set(mode, FEE);
      await expect(c.appeal()).to.be.revertedWithCustomError(c.disputes, "ArbitratorFailed").withArgs(c.appealCourt);
      expect((await c.disputes.dispute(1n)).state).to.equal(DisputeState.Ruled);
      expect(await c.millToken.balanceOf(c.operator)).to.equal(before);
      await c.appealCourt.set(Mode.Honest, FEE);
      await c.appeal();
      expect((await c.disputes.dispute(1n)).state).to.equal(DisputeState.Appealed);
    });
  }

  it("an arbitrator that recovers gets the dispute from anyone, and its ruling counts", async () => {
    const c = await loadFixture(testCourt);
    await c.accuse();
    await c.court.set(Mode.Reverts, FEE);
    await c.answer();
    await c.court.set(Mode.Honest, FEE);
    await expect(c.disputes.connect(c.stranger).submit(1n, { value: FEE }))
      .to.emit(c.disputes, "DisputeSubmitted")
      .withArgs(1n, c.court, 1n);
    await c.court.give(c.disputes, 1n, Verdict.Upheld);
    await c.execute();
    expect((await c.leases.lease(c.id)).claim).to.equal(Claim.Proven);
  });

  it("an arbitrator that cannot say its cost is answered without a fee", async () => {
    const c = await loadFixture(testCourt);
    await c.accuse();
    await c.court.set(Mode.HidesCost, FEE);
    await expect(c.answer()).to.be.revertedWithCustomError(c.disputes, "WrongFee").withArgs(FEE, 0n);
    await c.answer(0n);
    expect((await c.disputes.dispute(1n)).submitted).to.equal(false);
  });

  it("an arbitrator that gives the same number twice gets the first dispute only", async () => {
    const c = await loadFixture(testCourt);
    const other = await c.running({ units: 100 });
    await reach(c, "Answered");
    await c.accuse(0n, other.terms);
    await c.court.set(Mode.SameNumber, FEE);
    await c.disputes.connect(c.operator).answer(2n, EVIDENCE, PLACE, { value: FEE });
    expect((await c.disputes.dispute(2n)).submitted).to.equal(false);
    await c.court.give(c.disputes, 1n, Verdict.Upheld);
    expect((await c.disputes.dispute(1n)).state).to.equal(DisputeState.Ruled);
    expect((await c.disputes.dispute(2n)).state).to.equal(DisputeState.Answered);
  });

  it("the fee is exact, in every call that forwards it", async () => {
    const c = await loadFixture(testCourt);
    await c.accuse();
    for (const fee of [0n, FEE - 1n, FEE + 1n]) {
      await expect(c.answer(fee)).to.be.revertedWithCustomError(c.disputes, "WrongFee").withArgs(fee, FEE);
    }
    await c.answer();
    await c.court.give(c.disputes, 1n, Verdict.Upheld);
    await expect(c.disputes.connect(c.operator).appeal(1n, EVIDENCE, PLACE))
      .to.be.revertedWithCustomError(c.disputes, "WrongFee")
      .withArgs(0n, FEE);
  });

  it("whoever pays for the gas cannot make an honest arbitrator fail by giving too little", async () => {
    const c = await loadFixture(testCourt);
    await c.accuse();
    const answer = c.disputes.connect(c.operator).answer(1n, EVIDENCE, PLACE, { value: FEE, gasLimit: 1_000_000n });
    await expect(answer).to.be.revertedWithCustomError(c.disputes, "GasTooLow");
  });

  it("only the dispute's own arbitrator rules it, and only what can be ruled", async () => {
    const c = await loadFixture(testCourt);
    await reach(c, "Answered");
    const foreign = await ethers.deployContract("TestArbitrator");
    await expect(foreign.give(c.disputes, 1n, Verdict.Upheld)).to.be.revertedWithCustomError(
      c.disputes,
      "DisputeUnknown",
    );
    await expect(c.disputes.connect(c.buyer).rule(1n, Verdict.Upheld)).to.be.revertedWithCustomError(
      c.disputes,
      "DisputeUnknown",
    );
    await expect(c.court.give(c.disputes, 1n, 3n))
      .to.be.revertedWithCustomError(c.disputes, "RulingUnknown")
      .withArgs(3n);
  });

  it("one contract that is both arbitrators cannot rule the appeal with the number of the first ruling", async () => {
    const c = await loadFixture(testCourt);
    await c.disputes.setArbitrators(c.court, c.court);
    await reach(c, "Ruled");
    await c.appeal();
    await expect(c.court.give(c.disputes, 1n, Verdict.Rejected)).to.be.revertedWithCustomError(
      c.disputes,
      "WrongState",
    );
    await c.court.give(c.disputes, 2n, Verdict.Rejected);
    expect((await c.disputes.dispute(1n)).verdict).to.equal(Verdict.Rejected);
  });

  it("a dispute keeps the arbitrators of the day it was opened (11)", async () => {
    const c = await loadFixture(testCourt);
    await c.accuse();
    const [next, nextAppeal] = [await c.committee.getAddress(), await c.appealCommittee.getAddress()];
    await expect(c.disputes.setArbitrators(next, nextAppeal))
      .to.emit(c.disputes, "ArbitratorsChanged")
      .withArgs(next, nextAppeal);
    await c.answer();
    await c.court.give(c.disputes, 1n, Verdict.Rejected);
    await c.appeal(c.buyer);
    await c.appealCourt.give(c.disputes, 1n, Verdict.Rejected);
    expect((await c.disputes.dispute(1n)).state).to.equal(DisputeState.Decided);
  });

  it("are named by the owner, and are contracts", async () => {
    const c = await loadFixture(testCourt);
    const court = await c.court.getAddress();
    await expect(c.disputes.connect(c.attacker).setArbitrators(court, court)).to.be.revertedWithCustomError(
      c.disputes,
      "OwnableUnauthorizedAccount",
    );
    for (const pair of [
      [ZeroAddress, court],
      [court, ZeroAddress],
    ] as const) {
      await expect(c.disputes.setArbitrators(...pair)).to.be.revertedWithCustomError(c.disputes, "ZeroAddress");
    }
    await expect(c.disputes.setArbitrators(court, c.stranger))
      .to.be.revertedWithCustomError(c.disputes, "ArbitratorWithoutCode")
      .withArgs(c.stranger);
  });
});
