import { expect } from "chai";
import { ethers, networkHelpers } from "../world.ts";
import { DAY, lease, MILL, THAW, type Yard, yard } from "./yard.ts";

const { loadFixture, time } = networkHelpers;
const A = lease("a");

describe("Bonds and compensation", () => {
  it("lock free stake only, add up, and come back", async () => {
    const y = await loadFixture(yard);
    await y.by("operator").stake(100n * MILL);
    await expect(y.leases.lock(A, y.operator.address, 60n * MILL, 41n * MILL))
      .to.be.revertedWithCustomError(y.staking, "InsufficientStake")
      .withArgs(y.operator.address, 100n * MILL, 101n * MILL);
    await y.leases.lock(A, y.operator.address, 20n * MILL, 10n * MILL);
    await y.leases.extendBond(A, y.operator.address, 20n * MILL, 5n * MILL);
    await expect(y.leases.extendBond(A, y.operator.address, 25n * MILL, 65n * MILL + 1n))
      .to.be.revertedWithCustomError(y.staking, "InsufficientStake")
      .withArgs(y.operator.address, 65n * MILL, 65n * MILL + 1n);
    expect(await y.staking.bondOf(A, y.operator.address, 25n * MILL)).to.equal(25n * MILL);
    expect((await y.stakeOf()).bonded).to.equal(25n * MILL);
    expect(await y.staking.freeStake(y.operator.address)).to.equal(65n * MILL);
    await y.leases.unlock(A, y.operator.address, 25n * MILL, 10n * MILL);
    expect(await y.staking.freeStake(y.operator.address)).to.equal(100n * MILL);
    expect((await y.stakeOf()).bonded).to.equal(0n);
  });

  it("are remembered where they are not what the terms say: taken in part, or booked after a slash of bonds", async () => {
    const y = await loadFixture(yard);
    const [a, B] = [y.operator.address, lease("b")];
    await y.by("operator").stake(100n * MILL);
    await y.leases.lock(A, a, 80n * MILL, 0n);
    await y.leases.compensate(A, a, y.buyer.address, 80n * MILL, 30n * MILL, false);
    expect(await y.staking.bondOf(A, a, 80n * MILL)).to.equal(50n * MILL);
    await y.slash(1, 5_000); // 50 of 70 and 30 pending: 20 free, 30 of 50 bonded
    expect(await y.staking.bondOf(A, a, 80n * MILL)).to.equal(20n * MILL);
    await y.by("operator").stake(100n * MILL);
    await y.leases.lock(B, a, 40n * MILL, 0n);
    expect(await y.staking.bondOf(B, a, 40n * MILL)).to.equal(40n * MILL);
    await y.leases.extendBond(A, a, 80n * MILL, 5n * MILL);
    expect(await y.staking.bondOf(A, a, 85n * MILL)).to.equal(25n * MILL);
    await y.leases.unlock(A, a, 85n * MILL, 0n);
    expect((await y.stakeOf()).bonded).to.equal(40n * MILL);
    await y.leases.unlock(B, a, 40n * MILL, 0n);
    expect((await y.stakeOf()).bonded).to.equal(0n);
  });

  it("of a lease that a slash took whole are gone, and later ones are not", async () => {
    const y = await loadFixture(yard);
    const [a, B] = [y.operator.address, lease("b")];
    await y.by("operator").stake(100n * MILL);
    await y.leases.lock(A, a, 80n * MILL, 0n);
    await y.slash(1, 10_000);
    expect(await y.staking.bondOf(A, a, 80n * MILL)).to.equal(0n);
    await y.by("operator").stake(100n * MILL);
    await y.leases.lock(B, a, 30n * MILL, 0n);
    await y.leases.extendBond(A, a, 80n * MILL, 10n * MILL);
    expect(await y.staking.bondOf(A, a, 90n * MILL)).to.equal(10n * MILL);
    expect(await y.staking.bondOf(B, a, 30n * MILL)).to.equal(30n * MILL);
    await y.leases.unlock(A, a, 90n * MILL, 0n);
    expect((await y.stakeOf()).bonded).to.equal(30n * MILL);
    await y.leases.compensate(B, a, y.buyer.address, 30n * MILL, 50n * MILL, false);
    expect((await y.staking.compensation(1n)).amount).to.equal(30n * MILL);
  });

  it("pays the buyer at most the bond, one thaw period later", async () => {
    const y = await bonded();
    await y.leases.compensate(A, y.operator.address, y.buyer.address, 20n * MILL, 15n * MILL, true);
    await y.leases.compensate(A, y.operator.address, y.buyer.address, 20n * MILL, 15n * MILL, true);
    expect((await y.staking.compensation(2)).amount).to.equal(5n * MILL);
    expect((await y.stakeOf()).own).to.equal(80n * MILL);
    await expect(y.by("stranger").payCompensation(1)).to.be.revertedWithCustomError(
      y.staking,
      "CompensationNotPayable",
    );
    await time.increase(THAW);
    await expect(y.by("stranger").payCompensation(1)).to.changeTokenBalance(ethers, y.millToken, y.buyer, 15n * MILL);
    await expect(y.by("stranger").payCompensation(1)).to.be.revertedWithCustomError(y.staking, "CompensationUnknown");
  });

  it("waits for disputes, but no longer than two more thaw periods", async () => {
    const y = await bonded();
    await y.leases.compensate(A, y.operator.address, y.buyer.address, 20n * MILL, 20n * MILL, true);
    await y.disputes.freeze(1, y.operator.address, y.challenger.address, y.buyer.address, 10_000);
    await time.increase(THAW);
    await y.disputes.freeze(2, y.operator.address, y.challenger.address, y.buyer.address, 10_000);
    await expect(y.staking.payCompensation(1)).to.be.revertedWithCustomError(y.staking, "StakeFrozen");
    await time.increase(2 * THAW);
    await expect(y.staking.payCompensation(1)).to.changeTokenBalance(ethers, y.millToken, y.buyer, 20n * MILL);
  });

  it("is paid before stake leaves that answers beside it, and is not slashed for what left (6)", async () => {
    const y = await bonded(30n);
    await y.leases.compensate(A, y.operator.address, y.buyer.address, 30n * MILL, 30n * MILL, false);
    await y.by("operator").requestThaw(60n * MILL);
    await y.disputes.freeze(1, y.operator.address, y.challenger.address, y.otherBuyer.address, 4_000);
    await time.increase(THAW);
    await expect(y.by("operator").withdraw(0))
      .to.be.revertedWithCustomError(y.staking, "StakeFrozen")
      .withArgs(y.operator.address, 10n * MILL, 40n * MILL);
    await expect(y.staking.payCompensation(1)).to.changeTokenBalance(ethers, y.millToken, y.buyer, 30n * MILL);
    await y.disputes.book(1);
    expect((await y.staking.slash(1)).ownTaken).to.equal(40n * MILL);
    await expect(y.by("operator").withdraw(0)).to.changeTokenBalance(ethers, y.millToken, y.operator, 30n * MILL);
  });

  it("of one buyer does not leave at the cost of another's, who may be the operator itself", async () => {
    const y = await bonded(40n);
    const B = lease("b");
    await y.leases.lock(B, y.operator.address, 40n * MILL, 0n);
    await y.leases.compensate(A, y.operator.address, y.otherOperator.address, 40n * MILL, 40n * MILL, false);
    await y.leases.compensate(B, y.operator.address, y.buyer.address, 40n * MILL, 40n * MILL, false);
    await y.disputes.freeze(1, y.operator.address, y.challenger.address, y.otherBuyer.address, 3_000);
    await time.increase(THAW);
    for (const id of [1, 2]) {
      await expect(y.staking.payCompensation(id)).to.be.revertedWithCustomError(y.staking, "StakeFrozen");
    }
    await y.disputes.book(1); // 30: 20 of own, 10 of 80 pending
    await expect(y.staking.payCompensation(1)).to.changeTokenBalance(ethers, y.millToken, y.otherOperator, 35n * MILL);
    await expect(y.staking.payCompensation(2)).to.changeTokenBalance(ethers, y.millToken, y.buyer, 35n * MILL);
  });

  it("is held by a contest, once, and returned if the operator wins", async () => {
    const y = await bonded();
    await y.leases.compensate(A, y.operator.address, y.buyer.address, 20n * MILL, 8n * MILL, true);
    await y.leases.compensate(A, y.operator.address, y.buyer.address, 20n * MILL, 12n * MILL, true);
    await y.disputes.contest(1);
    await y.disputes.contest(2);
    await time.increase(THAW);
    await expect(y.staking.payCompensation(1)).to.be.revertedWithCustomError(y.staking, "CompensationIsContested");
    await y.disputes.endContest(1, false);
    await expect(y.disputes.contest(1)).to.be.revertedWithCustomError(y.staking, "CompensationIsContested");
    await expect(y.staking.payCompensation(1)).to.changeTokenBalance(ethers, y.millToken, y.buyer, 8n * MILL);
    await y.disputes.endContest(2, true);
    expect((await y.stakeOf()).own).to.equal(92n * MILL);
    await expect(y.staking.payCompensation(2)).to.be.revertedWithCustomError(y.staking, "CompensationUnknown");
  });

  it("is contested only where it was booked as contestable", async () => {
    const y = await bonded();
    await y.leases.compensate(A, y.operator.address, y.buyer.address, 20n * MILL, 8n * MILL, false);
    await expect(y.disputes.contest(1)).to.be.revertedWithCustomError(y.staking, "CompensationNotContestable");
    expect((await y.staking.compensation(1)).contestable).to.equal(false);
  });

  /** 100 MILL of own stake, some of them the bond of a lease. */
  async function bonded(bond = 20n) {
    const y = await loadFixture(yard);
    await y.by("operator").stake(100n * MILL);
    await y.leases.lock(A, y.operator.address, bond * MILL, 0n);
    return y;
  }
});

describe("Slashes", () => {
  const parties = (y: Yard) => [y.operator.address, y.challenger.address, y.buyer.address] as const;

  it("take free stake first, then thawing and bonds pro rata, then pending compensation (S-26)", async () => {
    const y = await loadFixture(yard);
    await y.by("operator").stake(100n * MILL);
    await y.leases.lock(A, y.operator.address, 40n * MILL, 0n);
    await y.leases.compensate(A, y.operator.address, y.buyer.address, 40n * MILL, 10n * MILL, true);
    await y.by("operator").requestThaw(30n * MILL);
    await y.slash(1, 5_000); // 50 of 100: 30 free, 10 of 30 thawing, 10 of 30 bonded
    const s = await y.stakeOf();
    const left = [s.own, s.bonded, s.ownThawing, s.pending];
    expect(left).to.deep.equal([20n * MILL, 20n * MILL, 20n * MILL, 10n * MILL]);
    // Rounded down.
    expect(await y.staking.bondOf(A, y.operator.address, 40n * MILL)).to.equal(20n * MILL - 1n);
  });

  it("come to the same in any order, and never revert for want of stake (S-17)", async () => {
    for (const order of [
      [1, 2, 3],
      [3, 1, 2],
      [2, 3, 1],
    ]) {
      const y = await loadFixture(yard);
      await y.by("operator").stake(100n * MILL);
      await y.by("delegator").delegate(y.operator.address, 100n * MILL, 0);
      await y.disputes.freeze(1, ...parties(y), 3_000);
      await y.disputes.freeze(2, ...parties(y), 5_000);
      await y.disputes.freeze(3, ...parties(y), 7_500);
      for (const id of order) await y.disputes.book(id);
      const s = await y.stakeOf();
      expect([s.own, s.delegated, s.frozenOwn, s.frozenDelegated]).to.deep.equal([0n, 50n * MILL, 0n, 0n]);
    }
  });

  it("pay bounty and buyer at most half of own stake, burn the rest, and need no recipient's help (S-15, S-38)", async () => {
    const y = await loadFixture(yard);
    await y.by("operator").stake(100n * MILL);
    await y.by("delegator").delegate(y.operator.address, 900n * MILL, 0);
    await y.slash(1, 10_000); // 100 own, 450 delegated: a bounty of 55 is limited to 50
    const supply = await y.millToken.totalSupply();
    await expect(y.by("stranger").payOut(1))
      .to.emit(y.staking, "SlashPaid")
      .withArgs(1n, 50n * MILL, 0n, 500n * MILL);
    expect(supply - (await y.millToken.totalSupply())).to.equal(500n * MILL);
    await expect(y.by("challenger").withdrawCredit()).to.changeTokenBalance(
      ethers,
      y.millToken,
      y.challenger,
      50n * MILL,
    );
    await expect(y.by("stranger").payOut(1)).to.be.revertedWithCustomError(y.staking, "NothingToPayOut");
    await expect(y.by("challenger").withdrawCredit()).to.be.revertedWithCustomError(y.staking, "NothingToWithdraw");
  });

  it("above the bucket are booked in full and paid out as it refills", async () => {
    const y = await loadFixture(yard);
    await y.millToken.connect(y.treasury).transfer(y.operator.address, 2_000_000n * MILL);
    await y.by("operator").stake(2_500_000n * MILL);
    await y.slash(1, 10_000);
    expect((await y.stakeOf()).own).to.equal(0n);
    await y.staking.payOut(1);
    expect((await y.staking.slash(1)).paid).to.equal(1_000_000n * MILL);
    await time.increase(DAY / 2);
    await y.staking.payOut(1);
    const { paid } = await y.staking.slash(1);
    expect(paid >= 1_500_000n * MILL && paid < 1_500_100n * MILL).to.equal(true);
    await time.increase(DAY);
    await y.staking.payOut(1);
    expect((await y.staking.slash(1)).paid).to.equal(2_500_000n * MILL);
    expect(await y.staking.creditOf(y.challenger.address)).to.equal(250_000n * MILL);
    expect(await y.staking.creditOf(y.buyer.address)).to.equal(250_000n * MILL);
  });

  it("go forward only: frozen once, then released or booked (S-39, W-06)", async () => {
    const y = await loadFixture(yard);
    await y.by("operator").stake(100n * MILL);
    await y.disputes.freeze(1, ...parties(y), 1_000);
    await expect(y.disputes.freeze(1, ...parties(y), 1_000)).to.be.revertedWithCustomError(
      y.staking,
      "SlashFrozenAlready",
    );
    await expect(y.staking.payOut(1)).to.be.revertedWithCustomError(y.staking, "SlashNotBooked").withArgs(1n, 1n);
    await y.disputes.release(1);
    await expect(y.disputes.book(1)).to.be.revertedWithCustomError(y.staking, "SlashNotFrozen").withArgs(1n, 2n);
    expect((await y.stakeOf()).frozenOwn).to.equal(0n);
  });

  it("leave challengers' bonds alone, which are credited at most as taken", async () => {
    const y = await loadFixture(yard);
    await y.disputes.takeDisputeBond(y.challenger.address, 10n * MILL);
    await expect(y.disputes.creditDisputeBond(y.challenger.address, 10n * MILL + 1n))
      .to.be.revertedWithCustomError(y.staking, "DisputeBondsExceeded")
      .withArgs(10n * MILL + 1n, 10n * MILL);
    await y.disputes.creditDisputeBond(y.operator.address, 10n * MILL);
    await expect(y.by("operator").withdrawCredit()).to.changeTokenBalance(ethers, y.millToken, y.operator, 10n * MILL);
  });
});

describe("Staking's wiring", () => {
  it("is done once, by the deployer, and lets nobody else lock, slash or reward (V-13)", async () => {
    const y = await loadFixture(yard);
    const [a, b] = [y.attacker.address, y.buyer.address];
    const by = y.by("attacker");
    await expect(by.wire(a, a, a)).to.be.revertedWithCustomError(y.staking, "NotAuthorized");
    await expect(y.staking.wire(a, a, a)).to.be.revertedWithCustomError(y.staking, "AlreadyWired");
    const calls = [
      () => by.lock(A, a, 1, 1),
      () => by.extendBond(A, a, 1, 1),
      () => by.unlock(A, a, 1, 1),
      () => by.compensate(A, a, b, 1, 1, true),
      () => by.takeDisputeBond(b, 1),
      () => by.creditDisputeBond(a, 1),
      () => by.freeze(1, b, a, a, 1),
      () => by.release(1),
      () => by.book(1),
      () => by.contest(1),
      () => by.endContest(1, true),
      () => by.addRewards(a, 1),
      () => by.noteMinted(1),
    ];
    for (const call of calls) await expect(call()).to.be.revertedWithCustomError(y.staking, "NotAuthorized");
  });
});
