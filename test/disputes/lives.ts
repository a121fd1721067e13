import { expect } from "chai";
import {
  Claim,
  type Courtroom,
  courtroom,
  credits,
  DELEGATED,
  DisputeState,
  Fault,
  LEASE_BOND,
  OWN_STAKE,
  Verdict,
} from "../support/courtroom.ts";
import { DAY, HOUR, Outcome, State } from "../support/leasing.ts";
import { appealBondOf, disputeBondOf, FAULT_PERCENT, payoutOf, slashOf } from "../support/slash-model.ts";
import { networkHelpers } from "../world.ts";

const { loadFixture, time } = networkHelpers;

const STAKE = { own: OWN_STAKE, delegated: DELEGATED };
const BOND = disputeBondOf(STAKE, 30n);
const APPEAL_BOND = appealBondOf(BOND);

/** What the parties have after a dispute, but for what the slash pays out. */
type End = { readonly verdict: bigint; readonly claim: bigint; readonly buyer: bigint; readonly operator: bigint };

const { Upheld, Rejected, None } = Verdict;
/** Every life a dispute about wrong hardware can have: its steps, and who has which bonds in the end. */
const LIVES: readonly { name: string; live: (c: Courtroom) => Promise<void>; end: End }[] = [
  {
    name: "not answered in time: the lease's bond, no slash",
    live: async () => {},
    end: { verdict: None, claim: Claim.Unanswered, buyer: BOND, operator: 0n },
  },
  {
    name: "answered and never ruled: bonds return, nothing is slashed",
    live: (c) => c.answer(),
    end: { verdict: None, claim: Claim.Rejected, buyer: BOND, operator: 0n },
  },
  {
    name: "ruled 0: as if never ruled",
    live: async (c) => {
      await c.answer();
      await c.rule(None);
    },
    end: { verdict: None, claim: Claim.Rejected, buyer: BOND, operator: 0n },
  },
  {
    name: "upheld and not appealed: the bond back, and the slash",
    live: async (c) => {
      await c.answer();
      await c.rule(Upheld);
    },
    end: { verdict: Upheld, claim: Claim.Proven, buyer: BOND, operator: 0n },
  },
  {
    name: "rejected and not appealed: the bond goes to the operator (P5)",
    live: async (c) => {
      await c.answer();
      await c.rule(Rejected);
    },
    end: { verdict: Rejected, claim: Claim.Rejected, buyer: 0n, operator: BOND },
  },
  {
    name: "upheld, and upheld on appeal: the operator's appeal bond goes to the buyer",
    live: (c) => appealed(c, Upheld, Upheld),
    end: { verdict: Upheld, claim: Claim.Proven, buyer: BOND + APPEAL_BOND, operator: 0n },
  },
  {
    name: "upheld, and rejected on appeal: the operator has its appeal bond back and the buyer's (P5)",
    live: (c) => appealed(c, Upheld, Rejected),
    end: { verdict: Rejected, claim: Claim.Rejected, buyer: 0n, operator: BOND + APPEAL_BOND },
  },
  {
    name: "rejected, and upheld on appeal: the buyer has both bonds back, and the slash",
    live: (c) => appealed(c, Rejected, Upheld),
    end: { verdict: Upheld, claim: Claim.Proven, buyer: BOND + APPEAL_BOND, operator: 0n },
  },
  {
    name: "rejected, and rejected on appeal: the buyer loses both bonds (P5)",
    live: (c) => appealed(c, Rejected, Rejected),
    end: { verdict: Rejected, claim: Claim.Rejected, buyer: 0n, operator: BOND + APPEAL_BOND },
  },
  {
    name: "upheld, appealed and never ruled again: the first ruling stands, the appeal bond returns",
    live: (c) => appealed(c, Upheld),
    end: { verdict: Upheld, claim: Claim.Proven, buyer: BOND, operator: APPEAL_BOND },
  },
  {
    name: "rejected, appealed and never ruled again: the first ruling stands, the appeal bond returns",
    live: (c) => appealed(c, Rejected),
    end: { verdict: Rejected, claim: Claim.Rejected, buyer: APPEAL_BOND, operator: BOND },
  },
  {
    name: "upheld, and ruled 0 on appeal: the first ruling stands, the appeal bond returns",
    live: (c) => appealed(c, Upheld, None),
    end: { verdict: Upheld, claim: Claim.Proven, buyer: BOND, operator: APPEAL_BOND },
  },
  {
    name: "rejected, and ruled 0 on appeal: the first ruling stands, the appeal bond returns",
    live: (c) => appealed(c, Rejected, None),
    end: { verdict: Rejected, claim: Claim.Rejected, buyer: APPEAL_BOND, operator: BOND },
  },
];

async function appealed(c: Courtroom, first: bigint, second?: bigint): Promise<void> {
  await c.answer();
  await c.rule(first);
  await c.appeal(first === Upheld ? c.operator : c.buyer);
  if (second !== undefined) await c.rule(second);
}

describe("the lives of a dispute, from its opening to the last wei", () => {
  for (const { name, live, end } of LIVES) {
    it(name, async () => {
      const c = await loadFixture(courtroom);
      await c.accuse();
      await live(c);
      await c.execute();

      const { state, verdict } = await c.disputes.dispute(1n);
      expect([state, verdict]).to.deep.equal([DisputeState.Ended, end.verdict]);
      expect((await c.leases.lease(c.id)).claim).to.equal(end.claim);
      expect(await credits(c, c.buyer, c.operator)).to.deep.equal([end.buyer, end.operator]);
      expect(await c.staking.disputeBonds()).to.equal(0n);

      const proven = end.verdict === Upheld;
      const compensated = proven || end.claim === Claim.Unanswered ? LEASE_BOND : 0n;
      const taken = proven ? slashOf(STAKE, 30n) : { own: 0n, delegated: 0n };
      const stake = await c.staking.operatorStake(c.operator.address);
      expect([stake.own, stake.pending, stake.delegated, stake.frozenOwn, stake.frozenDelegated]).to.deep.equal([
        OWN_STAKE - compensated - taken.own,
        compensated,
        DELEGATED - taken.delegated,
        0n,
        0n,
      ]);
      const { ownTaken, delegatedTaken, paid } = await c.staking.slash(1n);
      const owed =
        stake.own + stake.pending + stake.delegated + end.buyer + end.operator + ownTaken + delegatedTaken - paid;
      expect(await c.millToken.balanceOf(c.staking)).to.equal(owed);
    });
  }

  for (const [kind, percent] of FAULT_PERCENT.entries()) {
    it(`pays out what a fault that takes ${percent} % brings: bounty, buyer, and the rest burned (12)`, async () => {
      const c = await loadFixture(courtroom);
      await c.accuse(BigInt(kind));
      await c.answer();
      await c.rule(Upheld);
      await c.execute();
      const parts = slashOf(STAKE, percent);
      // The bond is compensation by then, which a slash reaches last.
      const free = OWN_STAKE - LEASE_BOND;
      const pending = parts.own > free ? parts.own - free : 0n;
      const { ownTaken, pendingTaken, delegatedTaken } = await c.staking.slash(1n);
      expect([ownTaken, pendingTaken, delegatedTaken]).to.deep.equal([parts.own, pending, parts.delegated]);

      const { bounty, buyer, burned } = payoutOf(parts, pending);
      const supply = await c.millToken.totalSupply();
      await expect(c.staking.connect(c.stranger).payOut(1n))
        .to.emit(c.staking, "SlashPaid")
        .withArgs(1n, bounty, buyer, burned);
      expect(supply - (await c.millToken.totalSupply())).to.equal(burned);
      const credit = disputeBondOf(STAKE, percent) + bounty + buyer;
      expect(await credits(c, c.buyer)).to.deep.equal([credit]);
      const before = await c.millToken.balanceOf(c.buyer);
      await c.staking.connect(c.buyer).withdrawCredit();
      expect((await c.millToken.balanceOf(c.buyer)) - before).to.equal(credit);
    });
  }

  it("compensates with what is left of the bond, one thaw period after the dispute ended", async () => {
    const c = await loadFixture(courtroom);
    await c.accuse();
    await c.execute();
    expect((await c.staking.compensation(1n)).amount).to.equal(LEASE_BOND);
    await time.increase(14 * DAY);
    const before = await c.millToken.balanceOf(c.buyer);
    await c.staking.payCompensation(1n);
    expect((await c.millToken.balanceOf(c.buyer)) - before).to.equal(LEASE_BOND);
  });

  it("lets the lease run on and end as it would, and makes only its finality wait", async () => {
    const c = await loadFixture(courtroom);
    await c.accuse();
    await time.increase(10 * HOUR);
    await c.leases.complete(c.terms);
    expect((await c.leases.lease(c.id)).outcome).to.equal(Outcome.Completed);
    await c.answer();
    await c.rule(Upheld);
    await time.increase(3 * DAY - 60);
    await expect(c.leases.finalize(c.terms)).to.be.revertedWithCustomError(c.leases, "DisputePending");
    await c.execute();
    await c.leases.finalize(c.terms);
    const lease = await c.leases.lease(c.id);
    expect([lease.state, lease.outcome]).to.deep.equal([State.Final, Outcome.FaultProven]);
    // All of the price was at fault: 20 reference units, 50 times.
    expect((await c.quality.recordOf(c.operator.address)).bad).to.equal(1_000n * 10n ** 18n);
  });

  it("names the outcome of a lease that ends after its fault was proven", async () => {
    const c = await loadFixture(courtroom);
    const long = await c.running({ durationSeconds: 20 * DAY, units: 500 });
    await c.accuse(Fault.WrongResult, long.terms);
    await c.answer();
    await c.rule(Upheld);
    await c.execute(1n, long.terms);
    expect((await c.leases.lease(long.id)).state).to.equal(State.Running);
    await c.leases.connect(c.buyer).stop(long.terms);
    expect((await c.leases.lease(long.id)).outcome).to.equal(Outcome.FaultProven);
  });
});
