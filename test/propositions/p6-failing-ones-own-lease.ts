import { expect } from "chai";
import fc from "fast-check";
import { attestOutage } from "../support/attestations.ts";
import { type Courtroom, courtroom, DELEGATED, EVIDENCE, OWN_STAKE, PLACE, Verdict } from "../support/courtroom.ts";
import { DAY, HOUR, Metering, State, type Terms } from "../support/leasing.ts";
import { USD } from "../support/market.ts";
import { networkHelpers } from "../world.ts";

const { loadFixture, time } = networkHelpers;

/** What a buyer may try so that its own lease fails, against an operator who does its part. */
const TRICKS = [
  ...["cancel", "stop", "report an outage that one attestor signs", "report an outage that no attestor signs"],
  ...["accuse wrongly", "call a no-show", "complete early", "extend", "wait"],
] as const;
type Trick = { readonly name: (typeof TRICKS)[number]; readonly percent: number };

async function attempt(c: Courtroom, id: string, terms: Terms, { name, percent }: Trick): Promise<void> {
  const leases = c.leases.connect(c.buyer);
  if (name === "cancel") await leases.cancel(terms);
  if (name === "stop") await leases.stop(terms);
  if (name === "call a no-show") await leases.reportNoShow(terms);
  if (name === "complete early") await leases.complete(terms);
  if (name === "extend") await leases.extend(terms, HOUR);
  if (name === "wait") await time.increase(1 + percent * 300);
  if (name.startsWith("report")) {
    const { startedAt } = await c.leases.lease(id);
    const seen = { leaseId: id, from: startedAt, to: BigInt(await time.latest()) };
    const forgers = name.includes("one") ? [c.attestor0, c.buyer] : [c.buyer, c.attacker];
    await leases.reportOutage(terms, seen, await attestOutage(c, seen, forgers));
  }
  if (name === "accuse wrongly") {
    await c.disputes.connect(c.buyer).open(terms, BigInt(percent % 4), EVIDENCE, PLACE);
    const dispute = await c.disputes.lastDisputeId();
    await c.answer(dispute);
    await c.rule(Verdict.Rejected, dispute);
  }
}

/** Let the lease run out, every dispute end, and all that is owed be paid. */
async function finish(c: Courtroom, id: string, terms: Terms): Promise<void> {
  if ((await c.leases.lease(id)).state === State.Final) return;
  if ((await c.leases.lease(id)).state === State.Running) {
    await time.increase(3 * DAY);
    await c.leases.complete(terms);
  }
  const last = await c.disputes.lastDisputeId();
  if (last !== 0n && (await c.disputes.dispute(last)).state !== 6n) await c.execute(last, terms);
  await time.increase(3 * DAY);
  await c.leases.finalize(terms);
}

describe("P6 a buyer cannot profit from failing its own lease", () => {
  const trick: fc.Arbitrary<Trick> = fc.record({
    name: fc.constantFrom(...TRICKS),
    percent: fc.integer({ min: 0, max: 99 }),
  });

  it("P6: whatever it tries, it gets no compensation, costs the operator no stake, and pays what was due @slow", async () => {
    const c = await loadFixture(courtroom);
    const snapshot = await networkHelpers.takeSnapshot();
    const tries = fc.tuple(
      fc.array(trick, { minLength: 1, maxLength: 6 }),
      fc.boolean(),
      fc.integer({ min: 600, max: 5 * HOUR }),
    );
    await fc.assert(
      fc
        .asyncProperty(tries, async ([tricks, starts, minSeconds]) => {
          const purse = async () => (await c.millToken.balanceOf(c.buyer)) + (await c.staking.creditOf(c.buyer));
          const earned = async () => {
            const [net, fees] = await c.escrow.earnings(c.operator, c.token);
            return net + fees;
          };
          const [millBefore, earnedBefore] = [await purse(), await earned()];
          const { id, terms } = await c.lease({ units: 1_000, nonce: 5n, offer: { minSeconds } });
          // A buyer that blocks the start cannot keep the operator from saying that it is there, within the start window.
          if (starts) await c.leases.connect(c.operator).start(terms);
          for (const each of tricks) {
            if (each.name !== "wait") await attempt(c, id, terms, each).catch(() => undefined);
            const { state } = await c.leases.lease(id);
            if (state === State.Open) await c.leases.connect(c.operator).start(terms);
            if (each.name === "wait") await attempt(c, id, terms, each);
          }
          await finish(c, id, terms);

          expect((await purse()) <= millBefore, "MILL gained").to.equal(true);
          const stake = await c.staking.operatorStake(c.operator);
          expect([stake.own, stake.pending, stake.delegated]).to.deep.equal([OWN_STAKE, 0n, DELEGATED]);
          const least = (2n * USD * BigInt(minSeconds)) / 3_600n;
          expect((await earned()) - earnedBefore >= least, "the minimum is paid").to.equal(true);
        })
        .beforeEach(() => snapshot.restore()),
      { numRuns: 25 },
    );
  });

  it("P6: withholding vouchers brings nothing: the operator lets it go without a mark, and no bond is touched", async () => {
    const c = await loadFixture(courtroom);
    const byVoucher = { metering: Metering.ByVoucher, minSeconds: 0, graceSeconds: HOUR };
    const { id, terms } = await c.running({ nonce: 5n, signer: c.buyer.address, offer: byVoucher });
    await c.leases.connect(c.operator).release(terms);
    await time.increase(HOUR);
    await c.leases.connect(c.operator).release(terms);
    await finish(c, id, terms);
    const stake = await c.staking.operatorStake(c.operator);
    expect([stake.own, stake.pending]).to.deep.equal([OWN_STAKE, 0n]);
    expect((await c.quality.recordOf(c.operator)).bad).to.equal(0n);
  });
});
