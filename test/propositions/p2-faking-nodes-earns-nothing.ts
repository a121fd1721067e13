import { expect } from "chai";
import fc from "fast-check";
import { dollars, pass } from "../support/history.ts";
import { DAY, GPU, type Leasing, leasing, MILL, registerNode, stakeFor } from "../support/leasing.ts";
import { networkHelpers } from "../world.ts";

const { loadFixture, time } = networkHelpers;
/** What the operator has staked: its four A100 require 6,400 MILL, and count with up to twice that. */
const STAKE = 10_000n * MILL;
/** The plans of the first round, of which nine earn something with their fakes; the second round is random. */
const SEED = 3;
const FAKES = ["otherOperator", "attacker", "challenger"] as const;

/** An operator without paid work, a month after its first lease. */
async function known(): Promise<Leasing> {
  const m = await leasing();
  await pass(m, [{ price: 0n }]);
  await time.increase(30 * DAY);
  return m;
}

const stakesOf = (m: Leasing, accounts: readonly string[]) =>
  Promise.all(accounts.map((each) => m.staking.ownStake(each)));

/** What each account is credited for the next `days`. */
async function earn(m: Leasing, days: number): Promise<bigint[]> {
  const accounts = [m.operator, ...FAKES.map((role) => m[role])].map(({ address }) => address);
  for (const each of accounts) await m.quality.refresh(each);
  await m.emissions.poke(accounts);
  const before = await stakesOf(m, accounts);
  await time.increase(days * DAY);
  for (const each of accounts) await m.emissions.claim(each);
  const after = await stakesOf(m, accounts);
  return after.map((own, index) => own - (before[index] ?? 0n));
}

const sum = (amounts: readonly bigint[]) => amounts.reduce((total, each) => total + each, 0n);

/** Dollars of paid work, none to enough for the best tier, each the same for the one node and for the many. */
const works = [0n, 150n, 4_000n, 12_500n] as const;
const gpus = fc.integer({ min: 1, max: 8 });

describe("P2 faking nodes earns nothing", () => {
  it("P2: N fake nodes, in one account or many, earn with the same stake no more than the one node that works @slow", async () => {
    const m = await loadFixture(known);
    const snapshot = await networkHelpers.takeSnapshot();
    const ofOne = new Map<string, bigint>();
    const plans = fc.record({
      work: fc.constantFrom(...works),
      days: fc.constantFrom(3, 30),
      own: fc.array(gpus, { maxLength: 2 }),
      others: fc.array(fc.record({ gpus, percent: fc.bigInt({ min: 1n, max: 30n }) }), { maxLength: 3 }),
    });
    let seen = 0;
    const property = fc
      .asyncProperty(plans, async ({ work, days, own, others }) => {
        await pass(m, [{ price: dollars(work) }]);
        const key = `${work} for ${days}`;
        const worked = await networkHelpers.takeSnapshot();
        const one = ofOne.get(key) ?? sum(await earn(m, days));
        ofOne.set(key, one);
        expect(one > 0n, key).to.equal(work > 0n);
        await worked.restore();

        let name = 2n;
        for (const each of own) await registerNode(m, m.operator, each * GPU, name++);
        for (const [index, each] of others.entries()) {
          const role = FAKES[index] ?? "attacker";
          const moved = (STAKE * each.percent) / 100n;
          // To the adversary's favour, what thaws is staked elsewhere at once.
          await m.staking.connect(m.operator).requestThaw(moved);
          await stakeFor(m, m[role], moved);
          await registerNode(m, m[role], each.gpus * GPU, name++);
        }
        const earned = await earn(m, days);
        // The two may be counted over periods that differ by some seconds of days.
        expect(sum(earned) <= one + one / 10_000n, `${sum(earned)} of ${one}, ${key}`).to.equal(true);
        expect(earned.slice(1), "without paid work").to.deep.equal([0n, 0n, 0n]);
        if (sum(earned) > 0n) seen++;
      })
      .beforeEach(() => snapshot.restore());
    await fc.assert(property, { numRuns: 30, seed: SEED });
    expect(seen).to.be.greaterThan(3);
    await fc.assert(property, { numRuns: 10 });
  });

  it("P2: stake beyond twice what one node requires counts with more nodes only for paid work for all of them", async () => {
    const m = await loadFixture(known);
    await stakeFor(m, m.operator, 30_000n * MILL);
    await pass(m, [{ price: dollars(12_500n) }]);
    const snapshot = await networkHelpers.takeSnapshot();
    const one = sum(await earn(m, 10));
    await snapshot.restore();
    await registerNode(m, m.operator, 4 * GPU, 2n);
    const two = sum(await earn(m, 10));
    expect(two > 0n && two < one, `${two} of ${one}`).to.equal(true);
  });
});
