import { expect } from "chai";
import fc from "fast-check";
import { type Courtroom, courtroom, Verdict } from "../support/courtroom.ts";
import { MILL } from "../support/leasing.ts";
import { FAULT_PERCENT, payoutOf, slashOf, up } from "../support/slash-model.ts";
import { networkHelpers } from "../world.ts";

const { loadFixture, time } = networkHelpers;

/** All that answers for an operator; `bonded` is part of `own`. */
type Stake = {
  readonly own: bigint;
  readonly bonded: bigint;
  readonly ownThawing: bigint;
  readonly pending: bigint;
  readonly delegated: bigint;
  readonly delegatedThawing: bigint;
};

async function stakeOf(c: Courtroom): Promise<Stake> {
  const s = await c.staking.operatorStake(c.operator);
  const { own, bonded, ownThawing, pending, delegated, delegatedThawing } = s;
  return { own, bonded, ownThawing, pending, delegated, delegatedThawing };
}

/** A pool that a slash leaves below 1 MILL is taken whole. */
const poolWithout = (pool: bigint, slash: bigint) => (slash > 0n && pool - slash < MILL ? 0n : pool - slash);
const least = (a: bigint, b: bigint) => (a < b ? a : b);

/** Free first, then thawing and bonded pro rata, then pending compensation; both delegated pools pro rata. */
function slashed(s: Stake, parts: { own: bigint; delegated: bigint }): Stake {
  const fromFree = least(parts.own, s.own - s.bonded);
  const both = s.ownThawing + s.bonded;
  const fromBoth = least(parts.own - fromFree, both);
  const fromThawing = both === 0n ? 0n : up(fromBoth * s.ownThawing, both);
  const fromBonded = fromBoth - fromThawing;
  const fromPending = least(parts.own - fromFree - fromBoth, s.pending);
  const pools = s.delegated + s.delegatedThawing;
  const fromDelegatedThawing = pools === 0n ? 0n : up(parts.delegated * s.delegatedThawing, pools);
  return {
    own: s.own - fromFree - fromBonded,
    bonded: s.bonded - fromBonded,
    ownThawing: poolWithout(s.ownThawing, fromThawing),
    pending: s.pending - fromPending,
    delegated: poolWithout(s.delegated, parts.delegated - fromDelegatedThawing),
    delegatedThawing: poolWithout(s.delegatedThawing, fromDelegatedThawing),
  };
}

const millionths = fc.bigInt({ min: 0n, max: 1_000_000n });
const situation = fc.record({
  kind: fc.nat({ max: 3 }),
  /** Of the free stake, of the delegated pool, and of another lease's bond. */
  thaws: millionths,
  leaves: millionths,
  bondPerUnit: fc.bigInt({ min: (16n * MILL) / 100n, max: 2n * MILL }),
  abandons: fc.boolean(),
});

describe("a slash, to the wei", () => {
  it("takes own stake first and delegated to its cap, from where the design says, for any stake (12)", async () => {
    const c = await loadFixture(courtroom);
    const snapshot = await networkHelpers.takeSnapshot();
    const reached = { bonds: 0, delegators: 0 };
    await fc.assert(
      fc.asyncProperty(situation, async ({ kind, thaws, leaves, bondPerUnit, abandons }) => {
        const other = await c.running({ units: 2_000, nonce: 1n, offer: { bondPerUnit } });
        if (abandons) await c.leases.connect(c.operator).abandon(other.terms);
        const free = await c.staking.freeStake(c.operator);
        const amount = (free * thaws) / 1_000_000n;
        if (amount > 0n) await c.staking.connect(c.operator).requestThaw(amount);
        const [shares] = await c.staking.delegationOf(c.operator, c.delegator);
        const left = (shares * leaves) / 1_000_000n;
        if (left > 0n) await c.staking.connect(c.delegator).requestUndelegate(c.operator, left);

        const s = await stakeOf(c);
        const all = { own: s.own + s.ownThawing + s.pending, delegated: s.delegated + s.delegatedThawing };
        const parts = slashOf(all, FAULT_PERCENT[kind] ?? 0n);
        await c.accuse(BigInt(kind));
        await c.answer();
        await c.rule(Verdict.Upheld);
        const bond = await c.staking.bondOf(c.id, c.operator, 500n * MILL);
        await c.execute();
        // The bond of the lease itself goes to its buyer before the slash.
        const compensated = { ...s, own: s.own - bond, bonded: s.bonded - bond, pending: s.pending + bond };
        const expected = slashed(compensated, parts);
        expect(await stakeOf(c)).to.deep.equal(expected);

        const { ownTaken, pendingTaken, delegatedTaken } = await c.staking.slash(1n);
        const gone = (key: keyof Stake) => compensated[key] - expected[key];
        expect(ownTaken).to.equal(gone("own") + gone("ownThawing") + gone("pending"));
        expect(pendingTaken).to.equal(gone("pending"));
        expect(delegatedTaken).to.equal(gone("delegated") + gone("delegatedThawing"));
        if (delegatedTaken > 0n) expect(expected.own + expected.ownThawing + expected.pending).to.equal(0n);

        const { bounty, buyer, burned } = payoutOf({ own: ownTaken, delegated: delegatedTaken }, gone("pending"));
        await expect(c.staking.payOut(1n)).to.emit(c.staking, "SlashPaid").withArgs(1n, bounty, buyer, burned);
        if (gone("bonded") > 0n) reached.bonds += 1;
        if (delegatedTaken > 0n) reached.delegators += 1;
        await snapshot.restore();
      }),
      { numRuns: 30, examples: [[{ kind: 3, thaws: 500_000n, leaves: 1n, bondPerUnit: MILL, abandons: false }]] },
    );
    expect(reached.bonds > 0 && reached.delegators > 0).to.equal(true);
  });

  it("has golden values: 10,000 MILL, a bond of 500, a fault of 30 %", async () => {
    const c = await loadFixture(courtroom);
    await c.accuse();
    await c.answer();
    await c.rule(Verdict.Upheld);
    await c.execute();
    // ⌈(10,000.001234567890123457 + 3,333.333333333333333331)·30 %⌉
    const slash = await c.staking.slash(1n);
    expect([slash.ownTaken, slash.delegatedTaken]).to.deep.equal([4_000_000_370_370_367_037_037n, 0n]);
    await c.staking.payOut(1n);
    // A tenth each, and the bond of ⌈1 %⌉.
    expect(await c.staking.creditOf(c.buyer)).to.equal(800_000_074_074_073_407_406n + 40_000_003_703_703_670_371n);
    await time.increase(14 * 86_400);
    const before = await c.millToken.balanceOf(c.buyer);
    await c.staking.payCompensation(1n);
    expect((await c.millToken.balanceOf(c.buyer)) - before).to.equal(500n * MILL);
  });
});
