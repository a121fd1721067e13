import { expect } from "chai";
import { encodeBytes32String } from "ethers";
import { DAY, GPU, HOUR, type Leasing, leasing, MILL, type Terms } from "../support/leasing.ts";
import { USD } from "../support/market.ts";
import { networkHelpers } from "../world.ts";

const { loadFixture, time } = networkHelpers;
/** What a lease of 1,000 units for 10 hours costs at 2 dollars an hour. */
const PRICE = 20n * USD;
const A100 = 6;

let nonce = 0n;

/** Open a small lease, and tell the fee that it is bound to, as its terms and its channel have it. */
async function feeOfLease(m: Leasing): Promise<bigint> {
  nonce += 1n;
  const { terms } = await m.lease({ units: 100, nonce });
  return BigInt(terms.bound.feeBps);
}

/** Stake until the operator's own stake is `amount`. */
async function stakeUpTo(m: Leasing, amount: bigint): Promise<void> {
  const more = amount - (await m.staking.ownStake(m.operator));
  await m.millToken.connect(m.treasury).transfer(m.operator, more);
  await m.staking.connect(m.operator).stake(more);
}

async function subsidise(m: Leasing, classBps: number): Promise<void> {
  const { requiredStakePerUnit, leastBondPerUnit } = await m.nodes.class(A100);
  await m.nodes.setClass(A100, requiredStakePerUnit, leastBondPerUnit, classBps);
}
const set = (m: Leasing, name: string, value: bigint) => m.parameters.set(encodeBytes32String(name), value);

/** Serve a lease to its end, and tell the net earnings and fees that it brought. */
async function served(m: Leasing, terms: Terms): Promise<[bigint, bigint]> {
  const before = await m.escrow.earnings(m.operator, m.token);
  await m.leases.connect(m.operator).start(terms);
  await time.increase(10 * HOUR);
  await m.leases.complete(terms);
  const after = await m.escrow.earnings(m.operator, m.token);
  return [after[0] - before[0], after[1] - before[1]];
}

describe("the fee of a lease", () => {
  it("is lower from each step of the operator's own stake on, and not one unit before", async () => {
    const m = await loadFixture(leasing);
    const steps = [
      [1, 25_000n, 200n, 190n],
      [2, 100_000n, 190n, 180n],
      [3, 1_000_000n, 180n, 170n],
    ] as const;
    for (const [step, stake, below, from] of steps) {
      expect(await m.parameters.value(encodeBytes32String(`stakeDiscount${step}Mill`))).to.equal(stake * MILL);
      await stakeUpTo(m, stake * MILL - 1n);
      expect(await feeOfLease(m), `just below step ${step}`).to.equal(below);
      await stakeUpTo(m, stake * MILL);
      expect(await feeOfLease(m), `at step ${step}`).to.equal(from);
    }
  });

  it("is not lower for stake of delegators, and no longer for stake that thaws", async () => {
    const m = await loadFixture(leasing);
    await m.millToken.connect(m.treasury).transfer(m.delegator, 100_000n * MILL);
    await m.millToken.connect(m.delegator).approve(m.staking, 100_000n * MILL);
    await m.staking.connect(m.delegator).delegate(m.operator, 100_000n * MILL, 0n);
    expect(await feeOfLease(m)).to.equal(200n);
    await stakeUpTo(m, 25_000n * MILL);
    expect(await feeOfLease(m)).to.equal(190n);
    await m.staking.connect(m.operator).requestThaw(1n);
    expect(await feeOfLease(m)).to.equal(200n);
  });

  it("is lower by the subsidy of its class or of the whole market: by the greater, never by both", async () => {
    const m = await loadFixture(leasing);
    await subsidise(m, 1_000);
    expect(await feeOfLease(m), "class 10 %").to.equal(180n);
    await set(m, "marketSubsidyBps", 2_500n);
    expect(await feeOfLease(m), "class 10 %, market 25 %").to.equal(150n);
    await subsidise(m, 5_000);
    expect(await feeOfLease(m), "class 50 %, market 25 %").to.equal(100n);
    await subsidise(m, 0);
    expect(await feeOfLease(m), "market 25 %").to.equal(150n);
  });

  it("is lower by stake and by subsidy, one after the other, and rounded up once", async () => {
    const m = await loadFixture(leasing);
    await stakeUpTo(m, 25_000n * MILL);
    await subsidise(m, 2_500);
    // 200 · 95 % · 75 % are 142.5.
    expect(await feeOfLease(m)).to.equal(143n);
    await subsidise(m, 9_999);
    // 0.019: as long as anything is left, it is not nothing.
    expect(await feeOfLease(m)).to.equal(1n);
    await subsidise(m, 10_000);
    expect(await feeOfLease(m)).to.equal(0n);
  });

  it("is taken of what the lease pays, rounded down", async () => {
    const m = await loadFixture(leasing);
    await stakeUpTo(m, 25_000n * MILL);
    await subsidise(m, 2_500);
    const { terms } = await m.lease({ units: 333, offer: { pricePerUnitHour: 2_001n } });
    const price = 333n * 2_001n * 10n;
    // 95,285.619: the protocol has 95,285 of it.
    const fee = (price * 143n) / 10_000n;
    expect(fee).to.equal(95_285n);
    expect(await served(m, terms)).to.deep.equal([price - fee, fee]);
  });

  it("stays what it was at opening, whatever becomes of stake and settings, also when it is extended (invariant 11)", async () => {
    const m = await loadFixture(leasing);
    const { terms } = await m.lease({ units: GPU });
    await stakeUpTo(m, 100_000n * MILL);
    await subsidise(m, 5_000);
    await set(m, "marketSubsidyBps", 2_500n);
    await set(m, "stakeDiscount2Bps", 1_500n);
    await set(m, "protocolFeeBps", 300n);
    const later = await m.lease({ units: GPU, nonce: 1n });
    expect([BigInt(terms.bound.feeBps), BigInt(later.terms.bound.feeBps)]).to.deep.equal([200n, 128n]);

    const before = await m.escrow.earnings(m.operator, m.token);
    await m.leases.connect(m.operator).start(terms);
    await m.leases.connect(m.buyer).extend(terms, 10 * HOUR);
    await time.increase(20 * HOUR);
    await m.leases.complete(terms);
    const after = await m.escrow.earnings(m.operator, m.token);
    expect(after[1] - before[1]).to.equal((2n * PRICE * 200n) / 10_000n);
    expect(after[0] - before[0]).to.equal((2n * PRICE * 9_800n) / 10_000n);
  });

  it("keeps a discount that its operator has lost since (invariant 11)", async () => {
    const m = await loadFixture(leasing);
    await stakeUpTo(m, 100_000n * MILL);
    const { terms } = await m.lease({ units: GPU });
    await m.staking.connect(m.operator).requestThaw(90_000n * MILL);
    await time.increase(60);
    await set(m, "stakeDiscount2Bps", 1_500n);
    expect(await feeOfLease(m)).to.equal(200n);
    expect(await served(m, terms)).to.deep.equal([(PRICE * 9_820n) / 10_000n, (PRICE * 180n) / 10_000n]);
    await time.increase(3 * DAY);
    await m.leases.finalize(terms);
  });
});
