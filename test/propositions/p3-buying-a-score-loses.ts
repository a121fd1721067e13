import { expect } from "chai";
import { encodeBytes32String } from "ethers";
import { priceLimit } from "../../scripts/simulate/price-limit.ts";
import { dollars, pass } from "../support/history.ts";
import { DAY, GPU, type Leasing, leasing, MILL, registerNode, stakeFor } from "../support/leasing.ts";
import { networkHelpers } from "../world.ts";

const { loadFixture, time } = networkHelpers;

/** Value served that each tier asks for, in V, at the defaults. */
const TIERS = [
  { tier: 1n, times: 1n, ageDays: 3 },
  { tier: 2n, times: 30n, ageDays: 14 },
  { tier: 3n, times: 100n, ageDays: 30 },
] as const;
/** V of the four A100 of `leasing`, dollars. */
const V = 120n;
const REBATE_BPS = 7_000n;

function limitOf(m: Leasing): Promise<number> {
  return priceLimit(async (id) => Number(await m.parameters.value(encodeBytes32String(id))));
}

/** What the operator leased to itself cost it, as if the auction fetched the fees' worth and κ of it came back. */
async function lossOf(m: Leasing): Promise<number> {
  const [, fees] = await m.escrow.earnings(m.operator, m.token);
  const multiplier = await m.quality.multiplierOf(m.operator);
  const rebate = (fees * REBATE_BPS * multiplier) / 10_000n ** 2n;
  return Number(fees - rebate) / 1e6;
}

/** What 90 days at the tier of now bring, in MILL. */
async function earnedInNinetyDays(m: Leasing): Promise<number> {
  await m.emissions.poke([m.operator]);
  const before = (await m.staking.operatorStake(m.operator)).own;
  await time.increase(90 * DAY);
  await m.emissions.claim(m.operator);
  return Number((await m.staking.operatorStake(m.operator)).own - before) / 1e18;
}

describe("P3 buying a score loses", () => {
  it("P3 up to the price that the settings give, which is printed and stands in the security document", async () => {
    const m = await loadFixture(leasing);
    const limit = await limitOf(m);
    console.log(`      buying a score loses up to ${limit.toFixed(4)} dollars per MILL`);
    expect(limit).to.be.within(0.106, 0.107);
  });

  for (const { tier, times, ageDays } of TIERS) {
    it(`P3 for tier ${tier}: its fees are more than it earns in 90 days at that price, with all the stake that counts`, async () => {
      const m = await loadFixture(leasing);
      await stakeFor(m, m.operator, 2_800n * MILL);
      const limit = await limitOf(m);
      await pass(m, [{ price: 0n }]);
      await time.increase(ageDays * DAY);
      await pass(m, [{ price: dollars(V * times) }]);
      await m.quality.refresh(m.operator);
      expect(await m.quality.tierOf(m.operator)).to.equal(tier);
      const loss = await lossOf(m);
      const earned = await earnedInNinetyDays(m);
      expect(earned).to.be.greaterThan(0);
      expect(loss).to.be.greaterThan(earned * limit);
    });
  }

  it("P3 for any number of units: more nodes ask for as much more stake and value", async () => {
    const m = await loadFixture(leasing);
    await stakeFor(m, m.operator, 30_000n * MILL);
    const capacity = async () => (await m.nodes.capacity(m.operator)).requiredStake;
    const before = await capacity();
    for (const [index, gpus] of [1, 7].entries()) await registerNode(m, m.operator, gpus * GPU, BigInt(index + 2));
    expect(await capacity()).to.equal(3n * before);
    await time.increase(30 * DAY);
    await pass(m, [{ price: 0n }]);
    await time.increase(30 * DAY);
    // What is enough for four GPUs is a third of what twelve need.
    await pass(m, [{ price: dollars(V * 100n) }]);
    await m.quality.refresh(m.operator);
    expect(await m.quality.tierOf(m.operator)).to.equal(2n);
    await pass(m, [{ price: dollars(V * 100n) }, { price: dollars(V * 100n) }]);
    await m.quality.refresh(m.operator);
    expect(await m.quality.tierOf(m.operator)).to.equal(3n);
    expect(await lossOf(m)).to.be.greaterThan((await earnedInNinetyDays(m)) * (await limitOf(m)));
  });
});
