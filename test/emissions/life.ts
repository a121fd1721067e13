import { expect } from "chai";
import type { ContractTransactionResponse } from "ethers";
import { dollars, pass } from "../support/history.ts";
import { DAY, type Leasing, leasing, MILL, registerNode, stakeFor } from "../support/leasing.ts";
import { networkHelpers } from "../world.ts";

const { loadFixture, time } = networkHelpers;

/** An operator of tier 1 alone. */
async function alone(): Promise<Leasing> {
  const m = await leasing();
  await pass(m, [{ price: 0n }]);
  await pass(m, [{ price: dollars(200) }, { price: dollars(200) }]);
  return m;
}

/** The same with a delegator, poked, and another operator without a record. */
async function proven(): Promise<Leasing> {
  const m = await alone();
  await stakeFor(m, m.otherOperator, 10_000n * MILL);
  await registerNode(m, m.otherOperator, 4_000, 2n);
  await m.millToken.connect(m.treasury).transfer(m.delegator, 10_000n * MILL);
  await m.millToken.connect(m.delegator).approve(m.staking, 10_000n * MILL);
  await m.staking.connect(m.delegator).delegate(m.operator, 1_000n * MILL, 0n);
  await m.emissions.poke([m.operator, m.otherOperator]);
  return m;
}

const ownOf = (m: Leasing) => m.staking.ownStake(m.operator);
async function gasOf(sent: Promise<ContractTransactionResponse>) {
  return Number((await (await sent).wait())?.gasUsed);
}

describe("Emissions", () => {
  it("let an operator with a record weigh its effective stake times its tier's multiplier, others nothing", async () => {
    const m = await loadFixture(proven);
    expect(await m.quality.tierOf(m.operator)).to.equal(1n);
    const [account, effective, multiplier] = await Promise.all([
      m.emissions.accountOf(m.operator),
      m.staking.effectiveStake(m.operator, (await m.nodes.capacity(m.operator)).requiredStake),
      m.quality.multiplierOf(m.operator),
    ]);
    expect(account.weight).to.equal((effective * multiplier) / 10_000n / 10n ** 9n);
    expect(await m.emissions.currentWeightOf(m.operator)).to.equal(account.weight);
    expect((await m.emissions.accountOf(m.otherOperator)).weight).to.equal(0n);
    expect(await m.emissions.totalWeight()).to.equal(account.weight);
  });

  it("credit a year later exactly what was earned, whoever claims, and nobody can claim it twice", async () => {
    const m = await loadFixture(proven);
    const before = await m.staking.operatorStake(m.operator);
    await time.increase(60 * DAY);
    const { weight, rewardPerWeight, fraction } = await m.emissions.accountOf(m.operator);
    const sent = await m.emissions.connect(m.stranger).claim(m.operator);
    const { now_: perWeight } = await m.emissions.rewardPerWeight();
    const reward = (weight * (perWeight - rewardPerWeight) + fraction) / 10n ** 18n;
    await expect(sent).to.emit(m.emissions, "RewardAccrued").withArgs(m.operator.address, reward, weight, perWeight);
    const after = await m.staking.operatorStake(m.operator);
    expect(after.own + after.delegated - before.own - before.delegated).to.equal(reward);
    const pool = (reward * before.delegated) / (before.own + before.delegated);
    expect(after.delegated - before.delegated).to.equal(pool);
    // 0.05 % of the weight a day, for sixty days.
    const expected = (weight * 10n ** 9n * 60n * 5n) / 10_000n;
    expect(reward).to.be.within(expected, (expected * 10_001n) / 10_000n);
    expect(await m.emissions.pendingOf(m.operator)).to.equal(0n);
    const owed = after.own + after.ownThawing + after.pending + after.delegated + after.delegatedThawing;
    const uncredited = await m.staking.uncredited();
    const { own: others } = await m.staking.operatorStake(m.otherOperator);
    expect(await m.millToken.balanceOf(m.staking)).to.equal(owed + others + uncredited);
    expect(await m.emissions.minted()).to.be.at.least(await m.emissions.emitted());
  });

  it("pay the time before a fall of the tier at the lower weight, and nothing from a lost tier on", async () => {
    const m = await loadFixture(proven);
    await pass(m, [{ price: dollars(400), missed: true }]);
    expect(await m.quality.tierOf(m.operator)).to.equal(0n);
    expect((await m.emissions.accountOf(m.operator)).isStale).to.equal(true);
    const before = await ownOf(m);
    await m.emissions.claim(m.operator);
    expect(await ownOf(m)).to.equal(before);
    expect(await m.emissions.totalWeight()).to.equal(0n);
  });

  it("pay by the tier that is left once stake has left, or nodes have come, whoever looked at it before", async () => {
    const m = await loadFixture(proven);
    const snapshot = await networkHelpers.takeSnapshot();
    const moves = [
      { tier: 1n, move: async () => m.staking.connect(m.operator).requestThaw((await ownOf(m)) - 5_000n * MILL) },
      { tier: 0n, move: () => registerNode(m, m.operator, 4_000, 3n) },
    ];
    for (const { tier, move } of moves) {
      await move();
      expect(await m.quality.tierOf(m.operator)).to.equal(tier);
      await time.increase(10 * DAY);
      const before = await ownOf(m);
      await m.emissions.connect(m.stranger).claim(m.operator);
      expect(await ownOf(m)).to.equal(before);
      expect(await m.quality.tierOf(m.operator)).to.equal(0n);
      expect((await m.emissions.accountOf(m.operator)).weight).to.equal(0n);
      await snapshot.restore();
    }
  });

  it("count no node that was retired", async () => {
    const m = await loadFixture(proven);
    await time.increase(10 * DAY);
    await m.nodes.connect(m.operator).retire(m.nodeId);
    const before = await ownOf(m);
    await m.emissions.claim(m.operator);
    expect(await ownOf(m)).to.equal(before);
    expect((await m.emissions.accountOf(m.operator)).weight).to.equal(0n);
  });

  it("accrue before stake is added, delegated, thawed or undelegated, and before a commission changes (E-03)", async () => {
    const m = await loadFixture(proven);
    await m.millToken.connect(m.treasury).transfer(m.operator, 10n * MILL);
    const shares = (await m.staking.delegationOf(m.operator, m.delegator)).shares;
    const moves = [
      () => m.staking.connect(m.operator).stake(MILL),
      () => m.staking.connect(m.operator).requestThaw(MILL),
      () => m.staking.connect(m.operator).setCommission(5_000n),
      () => m.staking.connect(m.delegator).delegate(m.operator, 100n * MILL, 0n),
      () => m.staking.connect(m.delegator).requestUndelegate(m.operator, shares / 10n),
    ];
    for (const move of moves) {
      await time.increase(DAY);
      await expect(move()).to.emit(m.emissions, "RewardAccrued").to.emit(m.staking, "RewardsAdded");
      expect(await m.emissions.pendingOf(m.operator)).to.equal(0n);
    }
  });

  it("are minted to Staking alone, by a token that takes no other minter", async () => {
    const m = await loadFixture(proven);
    expect(await m.millToken.minter()).to.equal(await m.emissions.getAddress());
    await expect(m.millToken.wireMinter(m.attacker)).to.be.revertedWithCustomError(m.millToken, "AlreadyWired");
    const supply = await m.millToken.totalSupply();
    const held = await m.millToken.balanceOf(m.staking);
    await time.increase(DAY);
    await m.emissions.poke([]);
    const minted = (await m.millToken.totalSupply()) - supply;
    expect(minted).to.be.above(0n);
    expect((await m.millToken.balanceOf(m.staking)) - held).to.equal(minted);
  });

  it("are told of falls by Quality and Nodes alone, which are wired once", async () => {
    const m = await loadFixture(proven);
    await expect(m.emissions.connect(m.attacker).noteFall(m.operator)).to.be.revertedWithCustomError(
      m.emissions,
      "NotAuthorized",
    );
    await expect(m.emissions.connect(m.attacker).accrue(m.operator, true)).to.be.revertedWithCustomError(
      m.emissions,
      "NotAuthorized",
    );
    for (const contract of [m.quality, m.nodes] as const) {
      await expect(contract.connect(m.deployer).wireEmissions(m.attacker)).to.be.revertedWithCustomError(
        contract,
        "AlreadyWired",
      );
      await expect(contract.connect(m.attacker).wireEmissions(m.attacker)).to.be.revertedWithCustomError(
        contract,
        "NotAuthorized",
      );
    }
  });

  it("cost at most 60,000 gas to claim, with delegators or without, in the steady state", async () => {
    const claim = async (m: Leasing) => {
      await time.increase(DAY);
      await m.emissions.poke([m.operator]);
      await m.emissions.claim(m.operator);
      await time.increase(60);
      return gasOf(m.emissions.connect(m.stranger).claim(m.operator));
    };
    expect(await claim(await loadFixture(alone))).to.be.at.most(60_000);
    expect(await claim(await loadFixture(proven))).to.be.at.most(60_000);
  });
});
