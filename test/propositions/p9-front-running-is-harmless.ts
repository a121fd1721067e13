import { expect } from "chai";
import fc from "fast-check";
import { dollars, perUnitHour } from "../support/history.ts";
import { DAY, HOUR } from "../support/leasing.ts";
import { type Outcome, outcomeOf } from "../support/outcome.ts";
import { MOVE_NAMES, type Move, play } from "../support/strangers.ts";
import { type Street, street } from "../support/street.ts";
import { networkHelpers } from "../world.ts";

const { loadFixture, time } = networkHelpers;
const BPS = 10_000n;

/** All MILL amounts of `outcome` but those of these holders. */
function without(outcome: Outcome, ...holders: string[]): Record<string, bigint> {
  return Object.fromEntries(Object.entries(outcome.mill).filter(([holder]) => !holders.includes(holder)));
}

/** A lease of the operator that has served `served` dollars, ended, and may be finalized; no tier has changed for it yet. */
async function unfinalized(m: Street, served: bigint, how: "complete" | "abandon") {
  const { terms } = await m.running({ nonce: served, offer: { pricePerUnitHour: perUnitHour(dollars(served)) } });
  if (how === "complete") await time.increase(10 * HOUR);
  await m.leases.connect(m.operator)[how](terms);
  await time.increase(3 * DAY + 1);
  return terms;
}

/** The operator of tier 1 with a lease that lifts it to tier 2, once it is final. */
async function aboutToRise() {
  const m = await street();
  await time.increase(15 * DAY);
  const terms = await unfinalized(m, 4_000n, "complete");
  const theirs = await m.open(undefined, { operator: m.otherOperator.address });
  await m.escrow.settle(m.otherOperator, m.token, [m.claim(theirs, dollars(100))]);
  return { ...m, terms };
}

/** The operator of tier 2 with rewards of three days to be claimed and a lease that costs it its tier, once it is final. */
async function aboutToFall() {
  const { terms: rising, ...m } = await aboutToRise();
  await m.leases.finalize(rising);
  await m.emissions.poke([m.operator, m.otherOperator]);
  return { ...m, terms: await unfinalized(m, 600n, "abandon") };
}

describe("P9 front-running is harmless", () => {
  it("P9: whatever strangers call at whatever moment, while no tier changes everybody ends with the same @slow", async () => {
    const m = await loadFixture(street);
    const snapshot = await networkHelpers.takeSnapshot();
    const done = new Map<Move, number>();
    await play(m, [], done);
    const undisturbed = await outcomeOf(m);
    const attempt = fc.record({ move: fc.constantFrom(...MOVE_NAMES), pick: fc.nat(11) });
    const attempts = fc.array(fc.array(attempt, { maxLength: 3 }), { minLength: 15, maxLength: m.steps.length });
    const everything = m.steps.map((_, step) => MOVE_NAMES.map((move, index) => ({ move, pick: step + index })));
    const property = fc
      .asyncProperty(attempts, async (each) => {
        await play(m, each, done);
        const found = await outcomeOf(m);
        expect(found.dollars).to.deep.equal(undisturbed.dollars);
        // More lots round more often: what a lot costs, its pot, and each rebate, a wei each. And what a contribution
        // counts for is rounded to the token's smallest unit.
        const { received, collected } = await m.feeAuction.lot(1n);
        const contributions = found.contributions + undisturbed.contributions;
        const rounding = 4n * (found.lots + undisturbed.lots) + contributions * (received / collected + 1n);
        for (const [holder, mill] of Object.entries(found.mill)) {
          const isExact = holder === "attacker" || holder.startsWith("stake of");
          const change = mill - (undisturbed.mill[holder] ?? 0n);
          expect(change, holder).to.be.within(isExact ? 0n : -rounding, isExact ? 0n : rounding);
        }
      })
      .beforeEach(() => snapshot.restore());
    await fc.assert(property, { numRuns: 10, seed: 9, examples: [[everything]] });
    expect([...done.keys()].sort(), "moves that succeeded").to.deep.equal([...MOVE_NAMES].sort());
    await fc.assert(property, { numRuns: 5 });
  });

  it("P9's exception: fees that a stranger collects before a tier rises are paid back by the lower one; nobody else's money changes", async () => {
    const m = await loadFixture(aboutToRise);
    const { token, operator } = m;
    const [, fees] = await m.escrow.earnings(operator, token);
    const both = [operator.address, m.otherOperator.address];
    const collect = () => m.feeAuction.connect(m.attacker).collect(token, both);
    const finalize = () => m.leases.connect(m.attacker).finalize(m.terms);
    const low = await m.quality.multiplierOf(operator);

    async function sell() {
      const lot = await m.feeAuction.lastLot();
      const { epoch } = await m.feeAuction.lot(lot);
      await time.setNextBlockTimestamp((epoch + 1n) * BigInt(DAY) + BigInt(9 * HOUR));
      await m.feeAuction.connect(m.stranger).bid(lot, 10n ** 12n, 10n ** 30n);
      await m.feeAuction.claimRebates(lot, both);
      await time.increase(91 * DAY);
      await m.feeAuction.burnRest(lot);
      return { outcome: await outcomeOf(m), lot: await m.feeAuction.lot(lot) };
    }
    const snapshot = await networkHelpers.takeSnapshot();
    await finalize();
    await collect();
    const high = await m.quality.multiplierOf(operator);
    const fair = await sell();
    await snapshot.restore();
    await collect();
    await finalize();
    const disturbed = await sell();

    expect([low, high], "tier 1 and tier 2").to.deep.equal([100n, 3_000n]);
    const loss = (fair.outcome.mill.operator ?? 0n) - (disturbed.outcome.mill.operator ?? 0n);
    // Their share of what the fees fetched, times what the tiers differ by.
    const most = (fair.lot.pot * fees * (high - low)) / (fair.lot.collected * BPS);
    expect(loss).to.be.within(most - 1n, most + 1n);
    expect(loss > 0n).to.equal(true);
    expect((fair.outcome.mill["all there is"] ?? 0n) - (disturbed.outcome.mill["all there is"] ?? 0n)).to.equal(loss);
    expect(disturbed.outcome.dollars).to.deep.equal(fair.outcome.dollars);
    const aside = ["operator", "all there is"];
    expect(without(disturbed.outcome, ...aside)).to.deep.equal(without(fair.outcome, ...aside));
  });

  it("P9's exception: a lease that a stranger makes final before rewards are claimed has them paid by the lower tier; nobody else's change", async () => {
    const m = await loadFixture(aboutToFall);
    const by = m.attacker;
    const claim = () => m.emissions.connect(by).claim(m.operator);
    const finalize = () => m.leases.connect(by).finalize(m.terms);
    const begins = await time.latest();
    const pending = await m.emissions.pendingOf(m.operator);
    const { weight: high } = await m.emissions.accountOf(m.operator);

    /** One call a second; at the end everybody's rewards are claimed. */
    async function make(...calls: (() => Promise<unknown>)[]) {
      for (const [index, call] of [...calls, claim, () => m.emissions.claim(m.otherOperator)].entries()) {
        await time.setNextBlockTimestamp(begins + 1 + index);
        await call();
      }
      return { outcome: await outcomeOf(m), emitted: await m.emissions.emitted() };
    }
    const snapshot = await networkHelpers.takeSnapshot();
    const fair = await make(claim, finalize);
    const { weight: low } = await m.emissions.accountOf(m.operator);
    await snapshot.restore();
    const disturbed = await make(finalize, claim);

    expect(low < high, `${low} below ${high}`).to.equal(true);
    const loss = (fair.outcome.mill["stake of operator"] ?? 0n) - (disturbed.outcome.mill["stake of operator"] ?? 0n);
    const aSecond = pending / BigInt(3 * DAY) + 1n;
    const most = (pending * (high - low)) / high;
    expect(loss).to.be.within(most - 3n, most + 2n * aSecond);
    const lessEmitted = fair.emitted - disturbed.emitted;
    expect(lessEmitted).to.be.within(loss - 2n, loss + 2n);
    expect(disturbed.outcome.dollars).to.deep.equal(fair.outcome.dollars);
    const aside = ["stake of operator", "all there is"];
    expect(without(disturbed.outcome, ...aside)).to.deep.equal(without(fair.outcome, ...aside));
  });
});
