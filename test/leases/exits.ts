import { expect } from "chai";
import { Claim, type Courtroom, courtroom, Verdict } from "../support/courtroom.ts";
import { DAY, State } from "../support/leasing.ts";
import { BY_TIME, type NamedLease, ON_DEMAND, SPOT_BY_VOUCHER } from "../support/situations.ts";
import { networkHelpers } from "../world.ts";

const { loadFixture, time } = networkHelpers;

/** What disputes add to the situations that a lease must find its way out of. */
const DISPUTED: Readonly<Record<string, (c: Courtroom, l: NamedLease) => Promise<void>>> = {
  "waits for the answer": async () => {},
  "waits for the ruling": (c) => c.answer(),
  "waits for an appeal": async (c) => {
    await c.answer();
    await c.rule(Verdict.Upheld);
  },
  "waits for the ruling of the appeal": async (c) => {
    await c.answer();
    await c.rule(Verdict.Rejected);
    await c.appeal(c.buyer);
  },
};

/** Calls of `party` alone, each as soon as time allows, until the lease is final. */
async function leave(c: Courtroom, { id, terms }: NamedLease, party: "buyer" | "operator" | "stranger"): Promise<void> {
  const [leases, disputes] = [c.leases.connect(c[party]), c.disputes.connect(c[party])];
  const at = async (timestamp: bigint) => {
    if (timestamp > BigInt(await time.latest())) await time.setNextBlockTimestamp(timestamp);
  };
  for (let steps = 0; steps < 4; steps++) {
    const { state, claim, endsAt, endedAt } = await c.leases.lease(id);
    const openedAt = BigInt((terms.bound as { openedAt: bigint }).openedAt);
    if (state === State.Final) return;
    if (state === State.Open) {
      await at(openedAt + 2_400n);
      await leases.reportNoShow(terms);
    } else if (state === State.Running) {
      await at(endsAt);
      await leases.complete(terms);
    } else if (claim === Claim.Pending) {
      await at((await disputes.dispute(1n)).deadline);
      await disputes.execute(1n, terms);
    } else {
      await at(endedAt + 3n * BigInt(DAY));
      await leases.finalize(terms);
    }
  }
  expect((await c.leases.lease(id)).state).to.equal(State.Final);
}

/** What the buyer has in Escrow and the operator has earned there, fees included. */
async function moneyOf(c: Courtroom): Promise<bigint> {
  const [net, fees] = await c.escrow.earnings(c.operator.address, c.token);
  return net + fees + (await c.escrow.freeBalance(c.buyer.address, c.token));
}

describe("the way out of every state (10)", () => {
  const leaving = Object.entries(BY_TIME).filter(([name]) => name !== "unknown" && name !== "Final");
  for (const party of ["buyer", "operator", "stranger"] as const) {
    for (const [situation, { reach }] of leaving) {
      it(`${situation}: the ${party} and time alone make it final, and free all that it held (10)`, async () => {
        const c = await loadFixture(courtroom);
        // The lease of the courtroom, out of the way.
        await c.leases.connect(c.buyer).stop(c.terms);
        await time.increase(3 * DAY);
        await c.leases.finalize(c.terms);
        const before = await moneyOf(c);
        const lease = await reach(c, ON_DEMAND);
        await leave(c, lease, party);

        expect(await moneyOf(c)).to.equal(before);
        const { bonded, locked } = await c.staking.operatorStake(c.operator.address);
        expect([bonded, locked]).to.deep.equal([0n, 0n]);
        expect((await c.nodes.node(c.nodeId)).leasedUnits).to.equal(0n);
      });
    }

    for (const [situation, reach] of Object.entries(DISPUTED)) {
      it(`a dispute that ${situation}: the ${party} and time alone end it and the lease (10)`, async () => {
        const c = await loadFixture(courtroom);
        await c.accuse();
        await reach(c, c);
        await leave(c, c, party);
        expect(await c.staking.disputeBonds()).to.equal(0n);
        const { bonded, locked, frozenOwn } = await c.staking.operatorStake(c.operator.address);
        expect([bonded, locked, frozenOwn]).to.deep.equal([0n, 0n, 0n]);
      });
    }

    it(`a deposit by voucher: the ${party} and time alone give it back to the buyer (10)`, async () => {
      const c = await loadFixture(courtroom);
      const free = await c.escrow.freeBalance(c.buyer.address, c.token);
      const { id, terms } = await c.running(SPOT_BY_VOUCHER(c));
      await leave(c, { id, terms }, party);
      const { operator, token } = terms.offer;
      const channel = { payer: c.buyer.address, controller: c.leases, operator, token, signer: c.otherBuyer.address };
      await c.escrow.connect(c[party]).close({ ...channel, nonce: BigInt(id) });
      expect(await c.escrow.freeBalance(c.buyer.address, c.token)).to.equal(free);
    });
  }
});
