import { expect } from "chai";
import fc from "fast-check";
import { sharesDown, tokensDown } from "../../sdk/pool-math.ts";
import { dayOf, fadeDown, fadeUp, priorValue, recordValue, scoreBps } from "../../sdk/quality-math.ts";
import { slashDueDown } from "../../sdk/slash-math.ts";
import { effectiveStake, type Standing, type TierRule, tierChecks, tierReached } from "../../sdk/tier.ts";
import { badOn, goodOn, scoreOf, tierOf } from "../quality/model.ts";
import { pass } from "../support/history.ts";
import { DAY, leasing, MILL, stakeFor } from "../support/leasing.ts";
import { USD } from "../support/market.ts";
import { networkHelpers } from "../world.ts";

const { time } = networkHelpers;

describe("sdk: record, score and tier against Quality and the model of it", () => {
  it("fades and scores as Quality does, day by day and after a long time", async () => {
    const m = await networkHelpers.loadFixture(leasing);
    await pass(m, [{ price: 20n * USD }, { price: 8n * USD, missed: true }]);
    const { good, bad } = await m.quality.recordOf(m.operator);
    const from = dayOf(BigInt(await time.latest()));
    expect([good, bad]).to.deep.equal([recordValue(20n * USD, 10n ** 30n, 1n), recordValue(8n * USD, 10n ** 30n, 1n)]);
    const v = priorValue(1_875n, 6_400n * MILL);
    for (const days of [1, 1, 5, 30, 200, 2_000]) {
      await time.increase(days * DAY);
      const elapsed = dayOf(BigInt(await time.latest())) - from;
      const record = await m.quality.recordOf(m.operator);
      const faded = { good: fadeDown(good, 9_800n, elapsed), bad: fadeUp(bad, 9_950n, elapsed) };
      expect({ good: record.good, bad: record.bad }).to.deep.equal(faded);
      expect(scoreBps(v, 5_000n, faded.good, faded.bad)).to.equal(await m.quality.scoreOf(m.operator));
    }
  });

  it("counts the stake that Staking counts", async () => {
    const m = await networkHelpers.loadFixture(leasing);
    await stakeFor(m, m.otherOperator, 5n * MILL);
    for (const [account, own] of [
      [m.operator, 10_000n * MILL],
      [m.otherOperator, 5n * MILL],
    ] as const) {
      for (const required of [0n, 1n, 3n * MILL, 10_000n * MILL]) {
        expect(effectiveStake(own, 0n, 8n, required)).to.equal(await m.staking.effectiveStake(account, required));
      }
    }
    expect(effectiveStake(1n, 100n, 8n, 100n)).to.equal(9n);
  });

  it("reaches the tiers that the model reaches, for any standing", () => {
    const rules: TierRule[] = [
      {
        tier: 1,
        scoreBps: 6_000n,
        servedTimes: 1n,
        coverBps: 10_000n,
        ageSeconds: 3n * 86_400n,
        multiplierBps: 100n,
      },
      {
        tier: 2,
        scoreBps: 8_000n,
        servedTimes: 30n,
        coverBps: 12_500n,
        ageSeconds: 14n * 86_400n,
        multiplierBps: 3_000n,
      },
      {
        tier: 3,
        scoreBps: 9_500n,
        servedTimes: 100n,
        coverBps: 15_000n,
        ageSeconds: 30n * 86_400n,
        multiplierBps: 10_000n,
      },
    ];
    const small = (max: bigint) => fc.bigInt({ min: 0n, max });
    const standings = fc.record({
      score: small(10_000n),
      served: small(20_000n).map((value) => value * MILL),
      own: small(20_000n).map((value) => value * MILL),
      delegated: small(20_000n).map((value) => value * MILL),
      requiredStake: small(10_000n).map((value) => value * MILL),
      age: fc.option(small(40n * 86_400n), { nil: undefined }),
    });
    fc.assert(
      fc.property(standings, (s) => {
        const standing: Standing = {
          ...{ score: s.score, served: s.served, requiredStake: s.requiredStake, ageSeconds: s.age },
          effectiveStake: effectiveStake(s.own, s.delegated, 8n, s.requiredStake),
          v: priorValue(1_875n, s.requiredStake),
        };
        expect(BigInt(tierReached(rules, standing))).to.equal(tierOf(s));
        expect(rules.flatMap((rule) => tierChecks(rule, standing))).to.have.length(12);
      }),
      { numRuns: 500 },
    );
  });

  it("scores within a basis point of exact fractions", () => {
    const value = fc.bigInt({ min: 0n, max: 10n ** 24n });
    const days = fc.bigInt({ min: 0n, max: 60n });
    fc.assert(
      fc.property(value, value, days, (good, bad, age) => {
        const v = priorValue(1_875n, 1_600n * MILL);
        const exact = scoreOf(v, goodOn(age, [{ day: 0n, value: good }]), badOn(age, [{ day: 0n, value: bad }]));
        const score = scoreBps(v, 5_000n, fadeDown(good, 9_800n, age), fadeUp(bad, 9_950n, age));
        expect(score <= exact && exact <= score + 1n).to.equal(true);
      }),
    );
  });

  it("never lets a mover of a pool, or a payment of a slash, gain by rounding", () => {
    const amount = fc.bigInt({ min: 1n, max: 2n ** 96n });
    fc.assert(
      fc.property(amount, amount, amount, (tokens, shares, moved) => {
        const pool = { tokens, shares };
        const bought = sharesDown(pool, moved);
        expect(tokensDown({ tokens: tokens + moved, shares: shares + bought }, bought) <= moved).to.equal(true);
        const paid = moved % (tokens + 1n);
        expect(slashDueDown(shares, paid, tokens) * tokens <= shares * paid).to.equal(true);
        expect(slashDueDown(shares, tokens, tokens)).to.equal(shares);
      }),
    );
    expect(sharesDown({ tokens: 0n, shares: 0n }, 5n)).to.equal(5_000n);
  });
});
