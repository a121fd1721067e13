import { expect } from "chai";
import fc from "fast-check";
import { dollars, pass } from "../support/history.ts";
import { DAY, type Leasing, leasing, MILL, registerNode } from "../support/leasing.ts";
import { USD } from "../support/market.ts";
import { networkHelpers } from "../world.ts";
import { tierOf } from "./model.ts";

const { loadFixture, time } = networkHelpers;
const GPUS_4 = 4_000;

/** `leasing`, and a first record without value, from which the age counts. */
async function known(): Promise<Leasing> {
  const m = await leasing();
  await pass(m, [{ price: 0n }]);
  return m;
}

/** What the model says of what the chain knows. */
async function modelTier(m: Leasing): Promise<bigint> {
  const [record, capacity, stake, score] = await Promise.all([
    m.quality.recordOf(m.operator),
    m.nodes.capacity(m.operator),
    m.staking.operatorStake(m.operator),
    m.quality.scoreOf(m.operator),
  ]);
  return tierOf({
    score,
    served: record.served,
    own: stake.own,
    delegated: stake.delegated,
    requiredStake: capacity.requiredStake,
    age: record.since === 0n ? undefined : BigInt(await time.latest()) - record.since,
  });
}

describe("the tier of an operator", () => {
  it("is 0 without a record, and the score then what the prior says: 50 %", async () => {
    const m = await loadFixture(leasing);
    expect(await m.quality.currentTier(m.operator)).to.equal(0n);
    expect(await m.quality.scoreOf(m.operator)).to.equal(5_000n);
    expect(await m.quality.scoreOf(m.stranger)).to.equal(0n);
    expect(await m.quality.multiplierOf(m.operator)).to.equal(0n);
  });

  it("is 1 from 60 % on: 120 dollars served and 60 missed are enough, a cent more missed is not", async () => {
    const m = await loadFixture(known);
    const snapshot = await networkHelpers.takeSnapshot();
    await pass(m, [{ price: dollars(120) }, { price: dollars(60), missed: true }]);
    expect([await m.quality.scoreOf(m.operator), await m.quality.tierOf(m.operator)]).to.deep.equal([6_000n, 1n]);
    await snapshot.restore();
    await pass(m, [{ price: dollars(120) }, { price: dollars(60) + USD / 100n, missed: true }]);
    expect([await m.quality.scoreOf(m.operator), await m.quality.tierOf(m.operator)]).to.deep.equal([5_999n, 0n]);
  });

  it("needs its value served, to the last of the smallest units that an offer can ask for", async () => {
    const m = await loadFixture(known);
    const snapshot = await networkHelpers.takeSnapshot();
    await pass(m, [{ price: dollars(120) - 10_000n }]);
    expect(await m.quality.currentTier(m.operator)).to.equal(0n);
    await snapshot.restore();
    await pass(m, [{ price: dollars(120) }]);
    expect(await m.quality.currentTier(m.operator)).to.equal(1n);
  });

  it("rises when it is asked for, and falls with the fault", async () => {
    const m = await loadFixture(known);
    await pass(m, [{ price: dollars(120) }]);
    expect(await m.quality.tierOf(m.operator)).to.equal(0n);
    await m.quality.connect(m.stranger).refresh(m.operator);
    expect(await m.quality.tierOf(m.operator)).to.equal(1n);
    await pass(m, [{ price: dollars(60) + USD / 100n, missed: true }]);
    expect(await m.quality.tierOf(m.operator)).to.equal(0n);
  });

  it("needs its age, to the second", async () => {
    const m = await loadFixture(leasing);
    await pass(m, [{ price: dollars(12_000) }]);
    const { since } = await m.quality.recordOf(m.operator);
    await time.increaseTo(since + 3n * BigInt(DAY) - 1n);
    expect(await m.quality.currentTier(m.operator)).to.equal(0n);
    await time.increaseTo(since + 3n * BigInt(DAY));
    expect(await m.quality.currentTier(m.operator)).to.equal(1n);
    await time.increaseTo(since + 14n * BigInt(DAY) - 1n);
    expect(await m.quality.currentTier(m.operator)).to.equal(1n);
    await time.increaseTo(since + 14n * BigInt(DAY));
    expect(await m.quality.currentTier(m.operator)).to.equal(2n);
    await time.increaseTo(since + 30n * BigInt(DAY) - 1n);
    expect(await m.quality.currentTier(m.operator)).to.equal(2n);
    await time.increaseTo(since + 30n * BigInt(DAY));
    expect(await m.quality.currentTier(m.operator)).to.equal(3n);
  });

  it("needs its stake, to the wei: 9,600, 8,000 and 6,400 for a required stake of 6,400", async () => {
    const m = await loadFixture(known);
    await time.increase(30 * DAY);
    await pass(m, [{ price: dollars(12_000) }]);
    const asOperator = m.staking.connect(m.operator);
    const tier = () => m.quality.currentTier(m.operator);
    await asOperator.requestThaw(400n * MILL);
    expect(await tier()).to.equal(3n);
    await asOperator.requestThaw(1n);
    expect(await tier()).to.equal(2n);
    await asOperator.requestThaw(1_600n * MILL - 1n);
    expect(await tier()).to.equal(2n);
    await asOperator.requestThaw(1n);
    expect(await tier()).to.equal(1n);
    await asOperator.requestThaw(1_600n * MILL - 1n);
    expect(await tier()).to.equal(1n);
    await asOperator.requestThaw(1n);
    expect(await tier()).to.equal(0n);
    // Delegated stake makes up for it.
    await m.millToken.connect(m.treasury).transfer(m.delegator, 10n * MILL);
    await m.millToken.connect(m.delegator).approve(m.staking, 10n * MILL);
    await m.staking.connect(m.delegator).delegate(m.operator, 10n * MILL, 0n);
    expect(await tier()).to.equal(1n);
  });

  it("is stored until the next fault or refresh, by anyone, and decides what rewards are multiplied with", async () => {
    const m = await loadFixture(leasing);
    await pass(m, [{ price: dollars(12_000) }]);
    const multipliers: bigint[] = [];
    for (const days of [1, 2, 11, 16]) {
      await time.increase(days * DAY);
      const before = await m.quality.tierOf(m.operator);
      const after = await m.quality.currentTier(m.operator);
      const refreshed = m.quality.connect(m.stranger).refresh(m.operator);
      if (after === before) await refreshed;
      else await expect(refreshed).to.emit(m.quality, "TierChanged").withArgs(m.operator, after);
      expect(await m.quality.tierOf(m.operator)).to.equal(after);
      multipliers.push(await m.quality.multiplierOf(m.operator));
    }
    expect(multipliers).to.deep.equal([0n, 100n, 3_000n, 10_000n]);
  });

  it("is not raised by nodes without work: they add to what must be staked and served (P2)", async () => {
    const m = await loadFixture(known);
    await time.increase(30 * DAY);
    await pass(m, [{ price: dollars(12_000) }]);
    expect(await m.quality.currentTier(m.operator)).to.equal(3n);
    const score = await m.quality.scoreOf(m.operator);
    let last = 3n;
    for (const name of [2n, 3n]) {
      await registerNode(m, m.operator, GPUS_4, name);
      const tier = await m.quality.currentTier(m.operator);
      expect(tier <= last).to.equal(true);
      last = tier;
    }
    expect(last).to.equal(0n);
    expect((await m.quality.scoreOf(m.operator)) < score).to.equal(true);
  });

  it("is what the model says, for any work, faults, stake and time; all four are reached", async () => {
    const m = await loadFixture(known);
    const snapshot = await networkHelpers.takeSnapshot();
    const seen = new Set<bigint>();
    const amount = fc.constantFrom(10n, 150n, 4_000n, 12_500n);
    const days = fc.constantFrom(0, 2, 12, 30);
    await fc.assert(
      fc.asyncProperty(amount, amount, days, fc.bigInt({ min: 0n, max: 40n }), async (good, bad, waits, thawed) => {
        if (waits > 0) await time.increase(waits * DAY);
        await pass(m, [{ price: dollars(good) }, { price: dollars(bad / 10n), missed: true }]);
        if (thawed > 0n) await m.staking.connect(m.operator).requestThaw(thawed * 100n * MILL);
        const expected = await modelTier(m);
        expect(await m.quality.currentTier(m.operator)).to.equal(expected);
        await m.quality.refresh(m.operator);
        expect(await m.quality.tierOf(m.operator)).to.equal(expected);
        seen.add(expected);
        await snapshot.restore();
      }),
      {
        numRuns: 40,
        seed: 4,
        examples: [
          [12_500n, 10n, 30, 0n],
          [4_000n, 10n, 12, 5n],
        ],
      },
    );
    expect([...seen].sort()).to.deep.equal([0n, 1n, 2n, 3n]);
  });
});

describe("what a tier allows", () => {
  it("lets a newcomer lease 4,000 units at once, and any number from tier 1 on", async () => {
    const m = await loadFixture(known);
    // Room for more nodes, and their cover.
    await m.millToken.connect(m.treasury).transfer(m.operator, 10_000n * MILL);
    await m.staking.connect(m.operator).stake(10_000n * MILL);
    const more = await registerNode(m, m.operator, 1_000, 2n);
    const snapshot = await networkHelpers.takeSnapshot();
    await m.lease({ units: 4_000 });
    await expect(m.lease({ units: 1, nonce: 1n, offer: { nodeId: more } }))
      .to.be.revertedWithCustomError(m.quality, "TierLimit")
      .withArgs(m.operator, 4_001n, 4_000n);
    await snapshot.restore();

    await pass(m, [{ price: dollars(1_000) }]);
    await m.quality.connect(m.stranger).refresh(m.operator);
    expect(await m.quality.tierOf(m.operator)).to.equal(1n);
    await m.lease({ units: 4_000 });
    await m.lease({ units: 1_000, nonce: 1n, offer: { nodeId: more } });
    expect((await m.nodes.capacity(m.operator)).leasedUnits).to.equal(5_000n);
  });

  it("leases nothing without the cover of all that is registered", async () => {
    const m = await loadFixture(leasing);
    await registerNode(m, m.operator, GPUS_4, 2n);
    await expect(m.lease())
      .to.be.revertedWithCustomError(m.quality, "StakeCoverTooLow")
      .withArgs(m.operator, 10_000n * MILL, 12_800n * MILL);
  });
});
