import { expect } from "chai";
import { ethers, networkHelpers } from "../world.ts";
import { DAY, MILL, THAW, type Yard, yard } from "./yard.ts";

const { loadFixture, time } = networkHelpers;

async function delegated(y: Yard, amount = 1_000n * MILL) {
  await y.by("delegator").delegate(y.operator.address, amount, 0);
  return (await y.staking.delegationOf(y.operator.address, y.delegator.address)).shares;
}

/** Ask for all shares of the delegator back. */
async function leave(y: Yard, role: "delegator" | "stranger" = "delegator") {
  const { shares } = await y.staking.delegationOf(y.operator.address, y[role].address);
  await y.by(role).requestUndelegate(y.operator.address, shares);
}

describe("Delegation", () => {
  it("buys shares, and brings its tokens back after the thaw", async () => {
    const y = await loadFixture(yard);
    await expect(y.by("delegator").delegate(y.operator.address, 1_000n * MILL, 0))
      .to.emit(y.staking, "Delegated")
      .withArgs(y.operator.address, y.delegator.address, 1_000n * MILL, 1_000_000n * MILL);
    expect(await y.staking.delegationOf(y.operator.address, y.delegator.address)).to.deep.equal([
      1_000_000n * MILL,
      1_000n * MILL,
    ]);
    await leave(y);
    expect((await y.stakeOf()).delegatedThawing).to.equal(1_000n * MILL);
    await expect(y.by("delegator").withdrawDelegation(y.operator.address, 0, 0)).to.be.revertedWithCustomError(
      y.staking,
      "Thawing",
    );
    await time.increase(THAW);
    const withdrawal = y.by("delegator").withdrawDelegation(y.operator.address, 0, 1_000n * MILL);
    await expect(withdrawal).to.changeTokenBalance(ethers, y.millToken, y.delegator, 1_000n * MILL);
    await expect(withdrawal)
      .to.emit(y.staking, "StakeWithdrawn")
      .withArgs(y.operator.address, y.delegator.address, 0n, 1_000n * MILL);
    expect(await y.millToken.balanceOf(y.staking)).to.equal(0n);
  });

  it("refuses too small an entry, too few shares and more shares than there are", async () => {
    const y = await loadFixture(yard);
    const by = y.by("delegator");
    await expect(by.delegate(y.operator.address, MILL - 1n, 0)).to.be.revertedWithCustomError(
      y.staking,
      "PositionTooSmall",
    );
    await expect(by.delegate(y.operator.address, MILL, 1_000n * MILL + 1n))
      .to.be.revertedWithCustomError(y.staking, "TooFewShares")
      .withArgs(1_000n * MILL, 1_000n * MILL + 1n);
    const shares = await delegated(y);
    await expect(by.requestUndelegate(y.operator.address, shares + 1n)).to.be.revertedWithCustomError(
      y.staking,
      "InsufficientShares",
    );
    await expect(y.by("attacker").requestUndelegate(y.operator.address, 1)).to.be.revertedWithCustomError(
      y.staking,
      "InsufficientShares",
    );
  });

  it("is not made dearer by a donation to Staking (D-01, D-02)", async () => {
    const y = await loadFixture(yard);
    await y.by("attacker").delegate(y.operator.address, MILL, 0);
    await y.millToken.connect(y.attacker).transfer(y.staking, 100_000n * MILL);
    await delegated(y, 2n * MILL);
    expect((await y.staking.delegationOf(y.operator.address, y.delegator.address)).tokens).to.equal(2n * MILL);
  });

  it("can be joined while every share is thawing, at a fair price (D-03)", async () => {
    const y = await loadFixture(yard);
    await delegated(y);
    await leave(y);
    await y.by("stranger").delegate(y.operator.address, 5n * MILL, 0);
    expect((await y.staking.delegationOf(y.operator.address, y.stranger.address)).tokens).to.equal(5n * MILL);
  });

  it("behind an operator without own stake can be disputed and slashed to the cap (S-22, S-25)", async () => {
    const y = await loadFixture(yard);
    await delegated(y);
    await expect(y.disputes.freeze(1, y.operator.address, y.challenger.address, y.buyer.address, 10_000))
      .to.emit(y.staking, "SlashFrozen")
      .withArgs(1n, y.operator.address, 0n, 500n * MILL);
    await y.disputes.book(1);
    expect((await y.stakeOf()).delegated).to.equal(500n * MILL);
  });

  it("is void after a slash that ends its generation; whoever joins then has all of its money (S-10, S-11)", async () => {
    const y = await loadFixture(yard);
    await delegated(y, MILL);
    await leave(y);
    await expect(y.slash(1, 5_000))
      .to.emit(y.staking, "PoolGenerationEnded")
      .withArgs(y.operator.address, true, 1n, MILL / 2n);
    await y.by("stranger").delegate(y.operator.address, 3n * MILL, 0);
    await leave(y, "stranger");
    expect((await y.staking.undelegationOf(y.operator.address, y.delegator.address, 0)).tokens).to.equal(0n);
    expect((await y.staking.undelegationOf(y.operator.address, y.stranger.address, 0)).tokens).to.equal(3n * MILL);
    await time.increase(THAW);
    await expect(y.by("delegator").withdrawDelegation(y.operator.address, 0, 0)).to.changeTokenBalance(
      ethers,
      y.millToken,
      y.delegator,
      0n,
    );
    await expect(y.by("stranger").withdrawDelegation(y.operator.address, 0, 0)).to.changeTokenBalance(
      ethers,
      y.millToken,
      y.stranger,
      3n * MILL,
    );
  });

  it("that leaves while a dispute is open pays its part, and nobody else's", async () => {
    const y = await loadFixture(yard);
    await delegated(y, 300n * MILL);
    await y.by("stranger").delegate(y.operator.address, 100n * MILL, 0);
    await leave(y);
    await time.increase(THAW);
    await y.disputes.freeze(1, y.operator.address, y.challenger.address, y.buyer.address, 4_000);
    const tokens = (await y.staking.undelegationOf(y.operator.address, y.delegator.address, 0)).tokens;
    expect(tokens).to.equal(180n * MILL);
    await expect(y.by("delegator").withdrawDelegation(y.operator.address, 0, tokens + 1n))
      .to.be.revertedWithCustomError(y.staking, "TokensBelowLeast")
      .withArgs(tokens, tokens + 1n);
    const supply = await y.millToken.totalSupply();
    await expect(y.by("delegator").withdrawDelegation(y.operator.address, 0, tokens))
      .to.emit(y.staking, "FrozenForfeited")
      .withArgs(y.operator.address, y.delegator.address, 120n * MILL);
    expect(supply - (await y.millToken.totalSupply())).to.equal(120n * MILL);
    expect((await y.stakeOf()).frozenDelegated).to.equal(40n * MILL);
    await y.disputes.book(1);
    expect((await y.staking.delegationOf(y.operator.address, y.stranger.address)).tokens).to.equal(60n * MILL);
    expect((await y.stakeOf()).frozenDelegated).to.equal(0n);
  });

  it("leaves in full, with its part of what is frozen, two thaw periods after it has matured, whatever is disputed then", async () => {
    const y = await loadFixture(yard);
    await delegated(y, 300n * MILL);
    await y.by("stranger").delegate(y.operator.address, 100n * MILL, 0);
    await leave(y);
    await y.disputes.freeze(1, y.operator.address, y.challenger.address, y.buyer.address, 4_000);
    const { maturesAt } = await y.staking.undelegationOf(y.operator.address, y.delegator.address, 0);
    const last = maturesAt + 2n * BigInt(THAW) - 1n;
    await time.increaseTo(last);
    expect((await y.staking.undelegationOf(y.operator.address, y.delegator.address, 0)).tokens).to.equal(180n * MILL);
    await time.setNextBlockTimestamp(last + 1n);
    const supply = await y.millToken.totalSupply();
    const withdrawal = y.by("delegator").withdrawDelegation(y.operator.address, 0, 300n * MILL);
    await expect(withdrawal).to.changeTokenBalance(ethers, y.millToken, y.delegator, 300n * MILL);
    await expect(withdrawal)
      .to.emit(y.staking, "FrozenForfeited")
      .withArgs(y.operator.address, y.delegator.address, 0n)
      .to.emit(y.staking, "StakeWithdrawn")
      .withArgs(y.operator.address, y.delegator.address, 0n, 300n * MILL);
    expect(await y.millToken.totalSupply()).to.equal(supply);
    // Who stays answers for its own part, not for that of whoever left.
    expect((await y.stakeOf()).frozenDelegated).to.equal(40n * MILL);
    await y.disputes.book(1);
    expect((await y.staking.delegationOf(y.operator.address, y.stranger.address)).tokens).to.equal(60n * MILL);
  });

  it("leaves in full by its shares, also when a slash of one unit lands first (S-21)", async () => {
    const y = await loadFixture(yard);
    const shares = await delegated(y);
    await y.disputes.freeze(1, y.operator.address, y.challenger.address, y.buyer.address, 1);
    await y.disputes.book(1);
    await y.by("delegator").requestUndelegate(y.operator.address, shares);
    await time.increase(THAW);
    const before = await y.millToken.balanceOf(y.delegator);
    await y.by("delegator").withdrawDelegation(y.operator.address, 0, 0);
    // A ten-thousandth was taken.
    const brought = (await y.millToken.balanceOf(y.delegator)) - before;
    expect(999_900_000_000_000_000_000n - brought <= 1n).to.equal(true);
    expect((await y.staking.delegationOf(y.operator.address, y.delegator.address)).shares).to.equal(0n);
  });

  it("is behind somebody: nobody delegates to the address zero, nor for another (D-11, D-13)", async () => {
    const y = await loadFixture(yard);
    await expect(y.by("delegator").delegate(ethers.ZeroAddress, MILL, 0)).to.be.revertedWithCustomError(
      y.staking,
      "ZeroAddress",
    );
    await y.by("attacker").delegate(y.operator.address, MILL, 0);
    expect((await y.staking.delegationOf(y.operator.address, y.delegator.address)).shares).to.equal(0n);
  });

  it("keeps the requests of an operator and of its delegation to itself apart (S-33)", async () => {
    const y = await loadFixture(yard);
    await y.by("operator").stake(10n * MILL);
    await y.by("operator").delegate(y.operator.address, 20n * MILL, 0);
    await y.by("operator").requestThaw(10n * MILL);
    await leave(Object.assign({}, y, { delegator: y.operator, by: () => y.by("operator") }));
    await time.increase(THAW);
    await expect(y.by("operator").withdraw(0)).to.changeTokenBalance(ethers, y.millToken, y.operator, 10n * MILL);
    await expect(y.by("operator").withdrawDelegation(y.operator.address, 0, 0)).to.changeTokenBalance(
      ethers,
      y.millToken,
      y.operator,
      20n * MILL,
    );
  });

  it("counts up to a multiple of own stake, which a slash lowers at once (D-10)", async () => {
    const y = await loadFixture(yard);
    await y.by("operator").stake(100n * MILL);
    await delegated(y);
    expect(await y.staking.effectiveStake(y.operator.address, 10_000n * MILL)).to.equal(900n * MILL);
    expect(await y.staking.effectiveStake(y.operator.address, 100n * MILL)).to.equal(200n * MILL);
    await y.slash(1, 500);
    expect(await y.staking.effectiveStake(y.operator.address, 10_000n * MILL)).to.equal(45n * 9n * MILL);
  });

  it("pays a commission that falls at once and rises after notice", async () => {
    const y = await loadFixture(yard);
    await y.by("operator").setCommission(1_000);
    expect((await y.staking.commissionOf(y.operator.address)).bps).to.equal(0n);
    await time.increase(7 * DAY);
    expect(await y.staking.commissionOf(y.operator.address)).to.deep.equal([1_000n, 0n, 0n]);
    await y.by("operator").setCommission(500);
    expect((await y.staking.commissionOf(y.operator.address)).bps).to.equal(500n);
    await expect(y.by("operator").setCommission(10_001))
      .to.be.revertedWithCustomError(y.staking, "CommissionTooHigh")
      .withArgs(10_001n, 10_000n);
  });
});
