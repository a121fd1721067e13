import { expect } from "chai";
import { type Courtroom, courtroom, DELEGATED, Fault, LEASE_BOND, OWN_STAKE, Verdict } from "../support/courtroom.ts";
import { DAY } from "../support/leasing.ts";
import { appealBondOf, disputeBondOf, FAULT_PERCENT, payoutOf, slashOf } from "../support/slash-model.ts";
import { networkHelpers } from "../world.ts";

const { loadFixture, time } = networkHelpers;
const STAKE = { own: OWN_STAKE, delegated: DELEGATED };

/** How a claim is judged: the first ruling, and that of the appeal if the loser appeals. */
const JUDGEMENTS: readonly { readonly first: bigint; readonly appeal?: bigint }[] = [
  { first: Verdict.Upheld },
  { first: Verdict.Rejected },
  { first: Verdict.Upheld, appeal: Verdict.Upheld },
  { first: Verdict.Upheld, appeal: Verdict.Rejected },
  { first: Verdict.Rejected, appeal: Verdict.Upheld },
  { first: Verdict.Rejected, appeal: Verdict.Rejected },
];

/** All MILL of the buyer, and of the operator outside of its stake. */
async function purses(c: Courtroom): Promise<{ buyer: bigint; operator: bigint }> {
  const of = async (account: Courtroom["buyer"]) =>
    (await c.millToken.balanceOf(account)) + (await c.staking.creditOf(account));
  return { buyer: await of(c.buyer), operator: await of(c.operator) };
}

async function judge(c: Courtroom, { first, appeal }: (typeof JUDGEMENTS)[number]): Promise<void> {
  await c.answer();
  await c.rule(first);
  if (appeal !== undefined) {
    await c.appeal(first === Verdict.Upheld ? c.operator : c.buyer);
    await c.rule(appeal);
  }
  await c.execute();
}

describe("P5 a false challenge loses", () => {
  for (const judgement of JUDGEMENTS) {
    const { first, appeal } = judgement;
    const upheld = (appeal ?? first) === Verdict.Upheld;
    const said = [first, appeal]
      .filter((each) => each !== undefined)
      .map((v) => (v === Verdict.Upheld ? "upheld" : "rejected"));
    const ends = upheld
      ? "the challenger has its bonds back, the bounty and the buyer's part, and the bond of the lease"
      : "the challenger loses its bonds to the operator's side, and nothing is slashed";
    it(`P5: ${said.join(", on appeal ")}: ${ends}, for every kind of fault`, async () => {
      const c = await loadFixture(courtroom);
      const snapshot = await networkHelpers.takeSnapshot();
      for (const [kind, percent] of FAULT_PERCENT.entries()) {
        const before = await purses(c);
        await c.accuse(BigInt(kind));
        await judge(c, judgement);
        const bond = disputeBondOf(STAKE, percent);
        const parts = slashOf(STAKE, percent);
        const stake = await c.staking.operatorStake(c.operator);
        // An appeal's bond is with whoever won it.
        const appealBond = appeal === undefined ? 0n : appealBondOf(bond);
        const buyerAppealed = first === Verdict.Rejected;
        if (upheld) {
          await c.staking.payOut(1n);
          await time.increase(14 * DAY);
          await c.staking.payCompensation(1n);
          const after = await purses(c);
          // The bond of the lease is compensation before the slash is booked, which reaches what is pending last of all.
          const pending = parts.own > OWN_STAKE - LEASE_BOND ? parts.own - (OWN_STAKE - LEASE_BOND) : 0n;
          const { bounty, buyer } = payoutOf(parts, pending);
          const won = buyerAppealed ? 0n : appealBond;
          const paid = LEASE_BOND - pending;
          expect(after.buyer - before.buyer, `${percent} %`).to.equal(bounty + buyer + won + paid);
        } else {
          const after = await purses(c);
          const lost = bond + (buyerAppealed ? appealBond : 0n);
          expect(before.buyer - after.buyer, `${percent} %`).to.equal(lost);
          expect(after.operator - before.operator, `${percent} %`).to.equal(lost);
          expect(stake.own).to.equal(OWN_STAKE);
          expect([stake.pending, stake.delegated]).to.deep.equal([0n, DELEGATED]);
        }
        await snapshot.restore();
      }
    });
  }

  it("P5: nobody loses where nobody judges", async () => {
    const c = await loadFixture(courtroom);
    const before = await purses(c);
    await c.accuse(Fault.DataMisuse);
    await c.answer();
    await c.execute();
    expect(await purses(c)).to.deep.equal(before);
    expect((await c.staking.operatorStake(c.operator)).own).to.equal(OWN_STAKE);
  });
});
