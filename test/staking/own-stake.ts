import { expect } from "chai";
import { encodeBytes32String } from "ethers";
import { ethers, networkHelpers } from "../world.ts";
import { lease, MILL, THAW, yard } from "./yard.ts";

const { loadFixture, time } = networkHelpers;

describe("Own stake", () => {
  it("is the caller's, grows by what it put in and says so (S-35)", async () => {
    const y = await loadFixture(yard);
    const stake = y.by("operator").stake(100n * MILL);
    await expect(stake)
      .to.emit(y.staking, "Staked")
      .withArgs(y.operator.address, 100n * MILL);
    await expect(stake).to.changeTokenBalances(
      ethers,
      y.millToken,
      [y.operator, y.staking],
      [-100n * MILL, 100n * MILL],
    );
    expect(await y.stakeOf()).to.deep.equal([100n * MILL, 0n, 0n, 0n, 0n, 0n, 0n, 0n, 0n]);
    await y.by("attacker").stake(MILL);
    expect((await y.stakeOf()).own).to.equal(100n * MILL);
  });

  it("must be entered with the least size, and may then grow by anything", async () => {
    const y = await loadFixture(yard);
    await expect(y.by("operator").stake(MILL - 1n))
      .to.be.revertedWithCustomError(y.staking, "PositionTooSmall")
      .withArgs(MILL - 1n, MILL);
    await y.by("operator").stake(MILL);
    await y.by("operator").stake(1n);
    expect((await y.stakeOf()).own).to.equal(MILL + 1n);
  });

  it("leaves after the thaw period in force when it was requested, each request on its own (S-06, S-31, S-34, S-41)", async () => {
    const y = await loadFixture(yard);
    await y.by("operator").stake(100n * MILL);
    const thaw = await y.by("operator").requestThaw(60n * MILL);
    const maturesAt = BigInt((await time.latest()) + THAW);
    await expect(thaw)
      .to.emit(y.staking, "ThawRequested")
      .withArgs(y.operator.address, y.operator.address, 0n, 60n * MILL, maturesAt);
    await time.increase(THAW / 2);
    await y.parameters.set(encodeBytes32String("thawSeconds"), BigInt(THAW + 6 * 86_400));
    await y.by("operator").requestThaw(10n * MILL);
    expect((await y.staking.thawOf(y.operator.address, 0)).maturesAt).to.equal(maturesAt);
    await expect(y.by("operator").withdraw(0)).to.be.revertedWithCustomError(y.staking, "Thawing").withArgs(maturesAt);
    await time.increaseTo(maturesAt);
    await expect(y.by("operator").withdraw(0)).to.changeTokenBalance(ethers, y.millToken, y.operator, 60n * MILL);
    await expect(y.by("operator").withdraw(0)).to.be.revertedWithCustomError(y.staking, "ThawUnknown");
    await expect(y.by("operator").withdraw(1)).to.be.revertedWithCustomError(y.staking, "Thawing");
    await time.increase(THAW + 6 * 86_400);
    await y.by("operator").withdraw(1);
    expect((await y.stakeOf()).own).to.equal(30n * MILL);
  });

  it("does not thaw below bonds and locked stake", async () => {
    const y = await loadFixture(yard);
    await y.by("operator").stake(100n * MILL);
    await y.leases.lock(lease("a"), y.operator.address, 30n * MILL, 50n * MILL);
    await expect(y.by("operator").requestThaw(20n * MILL + 1n))
      .to.be.revertedWithCustomError(y.staking, "InsufficientStake")
      .withArgs(y.operator.address, 20n * MILL, 20n * MILL + 1n);
    await y.by("operator").requestThaw(20n * MILL);
    await y.leases.unlock(lease("a"), y.operator.address, 30n * MILL, 50n * MILL);
    await y.by("operator").requestThaw(80n * MILL);
  });

  it("that thaws is slashed like what does not, one second before it matures (S-01)", async () => {
    const y = await loadFixture(yard);
    await y.by("operator").stake(100n * MILL);
    await y.by("operator").requestThaw(100n * MILL);
    await y.disputes.freeze(1, y.operator.address, y.challenger.address, y.buyer.address, 4_000);
    await time.increase(THAW - 3);
    await y.disputes.book(1);
    expect((await y.staking.thawOf(y.operator.address, 0)).tokens).to.equal(60n * MILL);
    await time.increase(2);
    await expect(y.by("operator").withdraw(0)).to.changeTokenBalance(ethers, y.millToken, y.operator, 60n * MILL);
  });

  it("that left before a dispute is out of reach, and the slash takes what is there (S-02, S-03)", async () => {
    const y = await loadFixture(yard);
    await y.by("operator").stake(100n * MILL);
    await y.by("operator").requestThaw(81n * MILL);
    await time.increase(THAW);
    await y.disputes.freeze(1, y.operator.address, y.challenger.address, y.buyer.address, 10_000);
    await expect(y.by("operator").withdraw(0))
      .to.be.revertedWithCustomError(y.staking, "StakeFrozen")
      .withArgs(y.operator.address, 19n * MILL, 100n * MILL);
    await y.disputes.release(1);
    await y.by("operator").withdraw(0);
    await expect(y.slash(2, 10_000))
      .to.emit(y.staking, "SlashBooked")
      .withArgs(2n, y.operator.address, 19n * MILL, 0n);
  });

  it("votes with what was put in before the snapshot and is still there (V-10)", async () => {
    const y = await loadFixture(yard);
    await y.by("operator").stake(100n * MILL);
    const stakedAt = await time.latest();
    const votes = (snapshot: number) => y.staking.votesOf(y.operator.address, y.operator.address, snapshot);
    expect(await votes(stakedAt)).to.equal(0n);
    expect(await votes(stakedAt + 1)).to.equal(100n * MILL);
    await y.by("operator").requestThaw(25n * MILL);
    expect(await votes(stakedAt + 1)).to.equal(75n * MILL);
    await y.slash(1, 5_000);
    expect(await votes(stakedAt + 1)).to.equal(25n * MILL);
    await y.by("operator").stake(MILL);
    expect(await votes(stakedAt + 1)).to.equal(0n);
  });
});
