import { expect } from "chai";
import { dollars, pass } from "../support/history.ts";
import { DAY, type Leasing, leasing, MILL, registerNode, stakeFor } from "../support/leasing.ts";
import { networkHelpers } from "../world.ts";

const { loadFixture, time } = networkHelpers;

/** Two operators of tier 1 that earn, without delegators; `otherOperator` has node 2. */
async function earning(): Promise<Leasing> {
  const m = await leasing();
  await stakeFor(m, m.otherOperator, 10_000n * MILL);
  const by = { operator: m.otherOperator, nodeId: await registerNode(m, m.otherOperator, 4_000, 2n) };
  await pass(m, [{ price: 0n }, { price: 0n, by }]);
  const good = { price: dollars(200) };
  await pass(m, [good, good, { ...good, by }, { ...good, by }]);
  await m.emissions.poke([m.operator, m.otherOperator]);
  for (const each of [m.operator, m.otherOperator]) expect(await m.quality.tierOf(each)).to.equal(1n);
  return m;
}

/** What `away`, and then coming back with `back`, brings the operator in rewards, of which nobody took notice before. */
async function rewardOf(m: Leasing, away: () => Promise<unknown>, days: number, back: () => Promise<unknown>) {
  await m.emissions.claim(m.operator);
  const from = await m.emissions.queryFilter(m.emissions.filters.RewardAccrued(m.operator));
  await away();
  await time.increase(days * DAY);
  await back();
  await m.emissions.claim(m.operator);
  const all = await m.emissions.queryFilter(m.emissions.filters.RewardAccrued(m.operator));
  return all.slice(from.length).reduce((sum, { args }) => sum + args.amount, 0n);
}

describe("what falls and grows back before anyone looks", () => {
  it("earns by the second as long as it is there", async () => {
    const m = await loadFixture(earning);
    const nothing = async () => {};
    expect(await rewardOf(m, nothing, 20, nothing)).to.be.above(MILL / 2n);
  });

  it("is not paid for the time without stake", async () => {
    const m = await loadFixture(earning);
    const own = await m.staking.ownStake(m.operator);
    const asOperator = m.staking.connect(m.operator);
    const leave = async () => {
      await asOperator.requestThaw(own);
      await time.increase(14 * DAY + 1);
      await asOperator.withdraw(0n);
    };
    // Thawing and away, it earned nothing; until the thaw, one or two seconds.
    expect(await rewardOf(m, leave, 20, () => asOperator.stake(own))).to.be.below(MILL / 10_000n);
    expect((await m.emissions.accountOf(m.operator)).weight).to.equal(0n);
    await m.emissions.poke([m.operator]);
    expect((await m.emissions.accountOf(m.operator)).weight).to.be.above(0n);
  });

  it("is not paid for the time without a node", async () => {
    const m = await loadFixture(earning);
    const retire = () => m.nodes.connect(m.operator).retire(m.nodeId);
    const back = () => registerNode(m, m.operator, 4_000, 1n);
    expect(await rewardOf(m, retire, 20, back)).to.equal(0n);
  });

  it("is paid for the stake that one of two nodes required, while the other was away", async () => {
    const m = await loadFixture(earning);
    await m.nodes.connect(m.operator).retire(m.nodeId);
    await registerNode(m, m.operator, 2_000, 3n);
    const away = await registerNode(m, m.operator, 2_000, 4n);
    await m.emissions.poke([m.operator]);
    const snapshot = await networkHelpers.takeSnapshot();
    const nothing = async () => {};
    const whole = await rewardOf(m, nothing, 20, nothing);
    await snapshot.restore();
    const retire = () => m.nodes.connect(m.operator).retire(away);
    const part = await rewardOf(m, retire, 20, () => registerNode(m, m.operator, 2_000, 4n));
    // Of 10,000 MILL a node that requires 3,200 lets twice that count, and the tier is the same.
    expect(await m.quality.tierOf(m.operator)).to.equal(1n);
    expect(part).to.be.within((whole * 63n) / 100n, (whole * 65n) / 100n);
  });

  it("is not paid twice for a node that two operators register in turn", async () => {
    const m = await loadFixture(earning);
    await m.nodes.connect(m.otherOperator).retire(2n);
    let lent = 0n;
    const lend = async () => {
      await m.nodes.connect(m.operator).retire(m.nodeId);
      lent = await registerNode(m, m.otherOperator, 4_000, 1n);
      await m.emissions.poke([m.otherOperator]);
      expect((await m.emissions.accountOf(m.otherOperator)).weight).to.be.above(0n);
    };
    const giveBack = async () => {
      await m.nodes.connect(m.otherOperator).retire(lent);
      await registerNode(m, m.operator, 4_000, 1n);
    };
    expect(await rewardOf(m, lend, 20, giveBack)).to.equal(0n);
  });

  it("is not paid for the time in a lower tier", async () => {
    const m = await loadFixture(earning);
    const fault = () => pass(m, [{ price: dollars(400), missed: true }]);
    const good = { price: dollars(390) };
    const atonement = async () => {
      expect(await m.quality.tierOf(m.operator)).to.equal(0n);
      for (let i = 0; i < 4; i++) await pass(m, [good, good, good, good]);
    };
    // Of forty days it is paid the ten hours until the no-show.
    expect(await rewardOf(m, fault, 20, atonement)).to.be.below(MILL / 40n);
    expect(await m.quality.tierOf(m.operator)).to.be.above(0n);
    await m.emissions.poke([m.operator]);
    expect((await m.emissions.accountOf(m.operator)).weight).to.be.above(0n);
  });

  it("has its tier looked at when nodes change, so that the limit of newcomers holds at once", async () => {
    const m = await loadFixture(earning);
    await registerNode(m, m.operator, 8_000, 3n);
    expect(await m.quality.tierOf(m.operator)).to.equal(0n);
    const { requiredStake } = await m.nodes.capacity(m.operator);
    await stakeFor(m, m.operator, requiredStake);
    await expect(m.quality.admit(m.operator, requiredStake, 4_001n, 200n, 0n)).to.be.revertedWithCustomError(
      m.quality,
      "TierLimit",
    );
  });
});
