import { expect } from "chai";
import { encodeBytes32String } from "ethers";
import fc from "fast-check";
import { attestOutage } from "../support/attestations.ts";
import {
  Claim,
  courtroom,
  DELEGATED,
  DisputeState,
  EVIDENCE,
  Fault,
  OWN_STAKE,
  PLACE,
  Verdict,
} from "../support/courtroom.ts";
import { DAY, HOUR, MILL } from "../support/leasing.ts";
import { disputeBondOf, FAULT_PERCENT, slashOf } from "../support/slash-model.ts";
import { networkHelpers } from "../world.ts";

const { loadFixture, time } = networkHelpers;
const STAKE = { own: OWN_STAKE, delegated: DELEGATED };

describe("opening a dispute", () => {
  it("takes the bond, freezes what the fault could take, and marks the lease", async () => {
    const c = await loadFixture(courtroom);
    const bond = disputeBondOf(STAKE, 30n);
    const { own, delegated } = slashOf(STAKE, 30n);
    const before = await c.millToken.balanceOf(c.buyer);
    const at = BigInt(await time.latest()) + 100n;
    await time.setNextBlockTimestamp(at);
    const answerBy = at + 2n * BigInt(DAY);
    await expect(c.disputes.connect(c.buyer).open(c.terms, Fault.WrongHardware, EVIDENCE, PLACE))
      .to.emit(c.disputes, "DisputeOpened")
      .withArgs(1n, c.id, c.buyer, Fault.WrongHardware, bond, own + delegated, answerBy, EVIDENCE, PLACE);

    expect(before - (await c.millToken.balanceOf(c.buyer))).to.equal(bond);
    expect(await c.staking.disputeBonds()).to.equal(bond);
    const stake = await c.staking.operatorStake(c.operator.address);
    expect([stake.frozenOwn, stake.frozenDelegated]).to.deep.equal([own, delegated]);
    expect((await c.leases.lease(c.id)).claim).to.equal(Claim.Pending);
    const d = await c.disputes.dispute(1n);
    expect([d.state, d.verdict, d.challenger, d.respondent, d.leaseId, d.bond, d.deadline]).to.deep.equal([
      ...[DisputeState.Open, Verdict.None, c.buyer.address, c.operator.address, c.id, bond, answerBy],
    ]);
  });

  it("costs more once there is more stake, so who allows just the bond can be kept out by dust, with some to spare not", async () => {
    const c = await loadFixture(courtroom);
    const quoted = await c.disputes.bondFor(c.operator, Fault.WrongHardware);
    const open = () => c.disputes.connect(c.buyer).open(c.terms, Fault.WrongHardware, EVIDENCE, PLACE);
    await c.millToken.connect(c.buyer).approve(c.staking, quoted);
    await c.staking.connect(c.operator).stake(1_000n);
    await expect(open()).to.be.revertedWithCustomError(c.millToken, "ERC20InsufficientAllowance");
    await c.millToken.connect(c.buyer).approve(c.staking, quoted + quoted / 10n);
    await c.staking.connect(c.operator).stake(100n * MILL);
    await open();
    const { bond } = await c.disputes.dispute(1n);
    expect(bond).to.equal(disputeBondOf({ ...STAKE, own: OWN_STAKE + 100n * MILL + 1_000n }, 30n));
  });

  it("is the buyer's alone", async () => {
    const c = await loadFixture(courtroom);
    for (const account of [c.operator, c.stranger, c.challenger]) {
      await expect(c.disputes.connect(account).open(c.terms, Fault.WrongResult, EVIDENCE, PLACE))
        .to.be.revertedWithCustomError(c.leases, "NotAuthorized")
        .withArgs(account, c.buyer);
    }
  });

  it("claims a fault that a court can see: an outage is the attestors'", async () => {
    const c = await loadFixture(courtroom);
    await expect(c.accuse(Fault.Outage)).to.be.revertedWithCustomError(c.disputes, "WrongKind").withArgs(Fault.Outage);
    await expect(c.disputes.bondFor(c.operator, Fault.Outage)).to.be.revertedWithCustomError(c.disputes, "WrongKind");
  });

  it("happens once to a lease, whatever became of the first", async () => {
    const c = await loadFixture(courtroom);
    await c.accuse();
    await expect(c.accuse()).to.be.revertedWithCustomError(c.leases, "AlreadyDisputed").withArgs(c.id);
    await c.answer();
    await c.rule(Verdict.Rejected);
    await c.execute();
    await expect(c.accuse()).to.be.revertedWithCustomError(c.leases, "AlreadyDisputed").withArgs(c.id);
  });

  it("is open until the second at which the claim window closes", async () => {
    const c = await loadFixture(courtroom);
    await c.leases.connect(c.buyer).stop(c.terms);
    const closes = (await c.leases.lease(c.id)).endedAt + 3n * BigInt(DAY);
    const snapshot = await networkHelpers.takeSnapshot();
    await time.setNextBlockTimestamp(closes);
    await expect(c.accuse()).to.be.revertedWithCustomError(c.leases, "TooLate").withArgs(c.id, closes);
    await snapshot.restore();
    await time.setNextBlockTimestamp(closes - 1n);
    expect(await c.accuse()).to.equal(1n);
  });

  it("is not for leases that never ran", async () => {
    const c = await loadFixture(courtroom);
    const open = await c.lease({ units: 100 });
    await expect(c.accuse(Fault.WrongResult, open.terms)).to.be.revertedWithCustomError(c.leases, "WrongState");
    await time.increase(1_801 + 600);
    await c.leases.reportNoShow(open.terms);
    await expect(c.accuse(Fault.WrongResult, open.terms)).to.be.revertedWithCustomError(c.leases, "WrongState");
  });

  it("needs the bond in the buyer's wallet, and leaves nothing behind without it", async () => {
    const c = await loadFixture(courtroom);
    await c.millToken.connect(c.buyer).approve(await c.staking.getAddress(), disputeBondOf(STAKE, 30n) - 1n);
    await expect(c.accuse()).to.be.revertedWithCustomError(c.millToken, "ERC20InsufficientAllowance");
    expect((await c.leases.lease(c.id)).claim).to.equal(Claim.None);
    expect((await c.staking.operatorStake(c.operator.address)).frozenOwn).to.equal(0n);
    expect(await c.disputes.lastDisputeId()).to.equal(0n);
  });

  it("keeps the window that it was opened with, and the stake behind it, when governance lengthens both later (S-07)", async () => {
    const c = await loadFixture(courtroom);
    await c.accuse();
    const { deadline } = await c.disputes.dispute(1n);
    for (const setting of ["answerSeconds", "thawSeconds"]) {
      const id = encodeBytes32String(setting);
      await c.parameters.set(id, (await c.parameters.value(id)) + BigInt(DAY));
    }
    expect((await c.disputes.dispute(1n)).deadline).to.equal(deadline);
    const frozen = slashOf(STAKE, 30n).own;
    await c.staking.connect(c.operator).requestThaw(await c.staking.freeStake(c.operator));
    await c.toDeadline(1n);
    expect((await c.staking.operatorStake(c.operator)).frozenOwn).to.equal(frozen);
    await c.answer();
  });

  it("gives every claim and contest a number of its own (W-03)", async () => {
    const c = await loadFixture(courtroom);
    await time.increase(2 * HOUR);
    const { startedAt } = await c.leases.lease(c.id);
    const seen = { leaseId: c.id, from: startedAt, to: startedAt + 3_600n };
    await c.leases.connect(c.buyer).reportOutage(c.terms, seen, await attestOutage(c, seen));
    await c.disputes.connect(c.operator).contest(1n, EVIDENCE, PLACE);
    expect(await c.accuse()).to.equal(2n);
    const [contest, claim] = [await c.disputes.dispute(1n), await c.disputes.dispute(2n)];
    expect([contest.kind, contest.leaseId]).to.deep.equal([Fault.Outage, c.id]);
    expect([claim.kind, claim.leaseId]).to.deep.equal([Fault.WrongHardware, c.id]);
    expect([contest.arbitratorDisputeId, claim.submitted]).to.deep.equal([1n, false]);
  });

  it("costs the least bond where hardly anything could be taken (W-02)", async () => {
    const c = await loadFixture(courtroom);
    expect(await c.disputes.bondFor(c.stranger, Fault.WrongResult)).to.equal(10n * MILL);
  });

  it("costs what was quoted, for any mix of free, thawing, pending and delegated stake", async () => {
    const c = await loadFixture(courtroom);
    const amount = fc.bigInt({ min: 1n, max: 3_000n * MILL });
    const snapshot = await networkHelpers.takeSnapshot();
    await fc.assert(
      fc.asyncProperty(amount, amount, fc.nat({ max: 9 }), fc.nat({ max: 3 }), async (thaws, leaves, hours, kind) => {
        await c.staking.connect(c.operator).requestThaw(thaws);
        const [shares] = await c.staking.delegationOf(c.operator, c.delegator);
        await c.staking.connect(c.delegator).requestUndelegate(c.operator, (shares * leaves) / (3_000n * MILL));
        // Compensation of another lease, which answers too while it is pending.
        const other = await c.running({ units: 300 });
        await time.increase(hours * HOUR + 1);
        await c.leases.connect(c.operator).abandon(other.terms);

        const quote = await c.disputes.bondFor(c.operator, kind);
        const id = await c.accuse(BigInt(kind), other.terms);
        expect((await c.disputes.dispute(id)).bond).to.equal(quote);
        const s = await c.staking.operatorStake(c.operator.address);
        const stake = { own: s.own + s.ownThawing + s.pending, delegated: s.delegated + s.delegatedThawing };
        expect(quote).to.equal(disputeBondOf(stake, FAULT_PERCENT[kind] ?? 0n));
        expect([s.frozenOwn, s.frozenDelegated]).to.deep.equal(
          Object.values(slashOf(stake, FAULT_PERCENT[kind] ?? 0n)),
        );
        await snapshot.restore();
      }),
      { numRuns: 20 },
    );
  });
});
