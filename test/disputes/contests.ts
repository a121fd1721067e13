import { expect } from "chai";
import { attestOutage } from "../support/attestations.ts";
import {
  courtroom,
  credits,
  DisputeState,
  EVIDENCE,
  Fault,
  LEASE_BOND,
  OWN_STAKE,
  PLACE,
  Verdict,
} from "../support/courtroom.ts";
import { DAY, HOUR, MILL } from "../support/leasing.ts";
import { ethers, networkHelpers } from "../world.ts";

const { loadFixture, time } = networkHelpers;

/** A tenth of the bond was booked for an outage: compensation 1, which is too small for more than the least bond. */
async function outage() {
  const c = await courtroom();
  await time.increase(HOUR);
  const { startedAt } = await c.leases.lease(c.id);
  const seen = { leaseId: c.id, from: startedAt, to: startedAt + 700n };
  await c.leases.connect(c.buyer).reportOutage(c.terms, seen, await attestOutage(c, seen));
  const contest = (by = c.operator, compensationId = 1n) =>
    c.disputes.connect(by).contest(compensationId, EVIDENCE, PLACE);
  return { ...c, contest };
}

const BOOKED = LEASE_BOND / 10n;
const BOND = 10n * MILL;

describe("the operator's contest of a compensation for an outage", () => {
  it("goes to the arbitrator at once, bonded, and holds the compensation", async () => {
    const c = await loadFixture(outage);
    const at = BigInt(await time.latest()) + 100n;
    await time.setNextBlockTimestamp(at);
    await expect(c.contest())
      .to.emit(c.disputes, "DisputeOpened")
      .withArgs(1n, c.id, c.operator, Fault.Outage, BOND, BOOKED, at, EVIDENCE, PLACE)
      .and.to.emit(c.disputes, "DisputeSubmitted")
      .withArgs(1n, c.committee, 1n);
    const d = await c.disputes.dispute(1n);
    expect([d.state, d.challenger, d.respondent, d.compensationId, d.deadline]).to.deep.equal([
      ...[DisputeState.Answered, c.operator.address, c.buyer.address, 1n, at + 5n * BigInt(DAY)],
    ]);
    expect((await c.staking.compensation(1n)).contested).to.equal(true);
    await time.increase(14 * DAY);
    await expect(c.staking.payCompensation(1n)).to.be.revertedWithCustomError(c.staking, "CompensationIsContested");
  });

  it("returns the compensation and the bond to an operator who is right", async () => {
    const c = await loadFixture(outage);
    await c.contest();
    await c.rule(Verdict.Upheld);
    await c.execute();
    const { own, pending } = await c.staking.operatorStake(c.operator.address);
    expect([own, pending]).to.deep.equal([OWN_STAKE, 0n]);
    expect(await credits(c, c.operator, c.buyer)).to.deep.equal([BOND, 0n]);
  });

  it("costs an operator who is wrong the bond, and the buyer is paid as booked", async () => {
    const c = await loadFixture(outage);
    await c.contest();
    await c.rule(Verdict.Rejected);
    await c.execute();
    expect(await credits(c, c.operator, c.buyer)).to.deep.equal([0n, BOND]);
    await time.increase(14 * DAY);
    await expect(c.staking.payCompensation(1n)).to.changeTokenBalance(ethers, c.millToken, c.buyer, BOOKED);
  });

  it("never ruled pays the buyer as booked, and returns the bond", async () => {
    const c = await loadFixture(outage);
    await c.contest();
    await c.execute();
    expect(await credits(c, c.operator, c.buyer)).to.deep.equal([BOND, 0n]);
    await time.increase(14 * DAY);
    await expect(c.staking.payCompensation(1n)).to.changeTokenBalance(ethers, c.millToken, c.buyer, BOOKED);
  });

  it("can be appealed by the buyer who lost it", async () => {
    const c = await loadFixture(outage);
    await c.contest();
    await c.rule(Verdict.Upheld);
    await expect(c.appeal(c.operator)).to.be.revertedWithCustomError(c.disputes, "NotLoser");
    await c.appeal(c.buyer);
    await c.rule(Verdict.Rejected);
    await c.execute();
    expect(await credits(c, c.operator, c.buyer)).to.deep.equal([0n, 3n * BOND]);
    expect((await c.staking.compensation(1n)).contested).to.equal(false);
  });

  it("is the operator's alone, once, and until the compensation is paid", async () => {
    const c = await loadFixture(outage);
    for (const account of [c.buyer, c.stranger]) {
      await expect(c.contest(account)).to.be.revertedWithCustomError(c.disputes, "NotAuthorized");
    }
    await expect(c.contest(c.operator, 7n)).to.be.revertedWithCustomError(c.disputes, "NotAuthorized");
    await c.contest();
    await expect(c.contest()).to.be.revertedWithCustomError(c.staking, "CompensationIsContested");
    await c.rule(Verdict.Rejected);
    await c.execute();
    await expect(c.contest()).to.be.revertedWithCustomError(c.staking, "CompensationIsContested");
    await time.increase(14 * DAY);
    await c.staking.payCompensation(1n);
    await expect(c.contest()).to.be.revertedWithCustomError(c.disputes, "NotAuthorized");
  });

  it("is of outages alone: not of what the same lease owes for being abandoned, nor of no-shows and disputes", async () => {
    const c = await loadFixture(outage);
    const absent = await c.lease({ units: 100 });
    const silent = await c.running({ units: 100, nonce: 1n });
    await c.leases.connect(c.operator).abandon(c.terms);
    await time.increase(1_801 + 600);
    await c.leases.reportNoShow(absent.terms);
    await c.accuse(Fault.WrongResult, silent.terms);
    await c.execute(1n, silent.terms);
    for (const id of [2n, 3n, 4n]) {
      expect((await c.staking.compensation(id)).amount > 0n).to.equal(true);
      await expect(c.contest(c.operator, id))
        .to.be.revertedWithCustomError(c.staking, "CompensationNotContestable")
        .withArgs(id);
    }
  });
});
