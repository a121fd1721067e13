import { expect } from "chai";
import fc from "fast-check";
import { attestOutage } from "../support/attestations.ts";
import { Kind, type Leasing, leasing, MILL, Outcome, type Terms } from "../support/leasing.ts";
import { networkHelpers } from "../world.ts";
import {
  abandonedOf,
  bondOf,
  earlyExitOf,
  earnedIn,
  extendedBondOf,
  noShowOf,
  outageOf,
  outagePercent,
  priceOf,
  type Sold,
} from "./model.ts";

const { loadFixture, time } = networkHelpers;
const RUNS = { numRuns: 25 };

/** Any lease that the stake and the buyer's balance carry, at prices and bonds that nothing divides. */
const sold: fc.Arbitrary<Sold> = fc.record({
  units: fc.bigInt({ min: 1n, max: 4_000n }),
  pricePerUnitHour: fc.bigInt({ min: 1n, max: 9_999n }),
  bondPerUnit: fc.bigInt({ min: (16n * MILL) / 100n, max: (4n * MILL) / 5n }),
  seconds: fc.bigInt({ min: 1_000n, max: 1_000_000n }),
});
/** A part of something, in millionths. */
const part = fc.bigInt({ min: 0n, max: 999_999n });

async function taken(m: Leasing, s: Sold, offer: object = {}): Promise<{ id: string; terms: Terms }> {
  const { pricePerUnitHour, bondPerUnit } = s;
  return m.lease({
    units: Number(s.units),
    durationSeconds: Number(s.seconds),
    offer: { pricePerUnitHour, bondPerUnit, minSeconds: 0, ...offer },
  });
}

/** Start the lease, and the moment it started. */
async function started(m: Leasing, s: Sold, offer: object = {}) {
  const lease = await taken(m, s, offer);
  await m.leases.connect(m.operator).start(lease.terms);
  return { ...lease, startedAt: (await m.leases.lease(lease.id)).startedAt };
}

async function at(timestamp: bigint): Promise<void> {
  if (timestamp > BigInt(await time.latest())) await time.setNextBlockTimestamp(timestamp);
}

/** What the buyer has spent and the operator earned, fees included, since the world began. */
async function money(m: Leasing) {
  const [net, fees] = await m.escrow.earnings(m.operator, m.token);
  return { earned: net + fees, free: await m.escrow.freeBalance(m.buyer, m.token) };
}

/** Run `test` on many leases, each in a fresh world. */
async function forAll<T>(arbitrary: fc.Arbitrary<T>, test: (m: Leasing, value: T) => Promise<void>): Promise<void> {
  const m = await loadFixture(leasing);
  const snapshot = await networkHelpers.takeSnapshot();
  await fc.assert(
    fc.asyncProperty(arbitrary, async (value) => {
      await test(m, value);
      await snapshot.restore();
    }),
    RUNS,
  );
}

describe("compensation and payment, to the wei", () => {
  it("a no-show: half of the bond, all of the price back", async () => {
    await forAll(sold, async (m, s) => {
      const before = await money(m);
      const { terms } = await taken(m, s);
      expect(before.free - (await money(m)).free).to.equal(priceOf(s));
      await time.increase(2_400);
      await m.leases.reportNoShow(terms);
      expect((await m.staking.compensation(1n)).amount).to.equal(noShowOf(bondOf(s)));
      expect(await money(m)).to.deep.equal(before);
    });
  });

  it("an abandoned lease: what was left of it, at least a tenth; what was used is paid", async () => {
    await forAll(fc.tuple(sold, part), async (m, [s, share]) => {
      const before = await money(m);
      const { terms, startedAt } = await started(m, s);
      const ran = 1n + (share * (s.seconds - 2n)) / 1_000_000n;
      await at(startedAt + ran);
      await m.leases.connect(m.operator).abandon(terms);
      const expected = abandonedOf(bondOf(s), s.seconds - ran, s.seconds);
      expect((await m.staking.compensation(1n)).amount).to.equal(expected);
      const earned = earnedIn(s, ran);
      expect(await money(m)).to.deep.equal({ earned, free: before.free - earned });
    });
  });

  it("an extended and abandoned lease: bond and compensation grow in proportion", async () => {
    await forAll(fc.tuple(sold, part, fc.bigInt({ min: 1n, max: 100n })), async (m, [s, share, percent]) => {
      const { id, terms, startedAt } = await started(m, { ...s, units: s.units / 2n + 1n });
      const half = { ...s, units: s.units / 2n + 1n };
      const added = 1n + (s.seconds * percent) / 100n;
      await m.leases.connect(m.buyer).extend(terms, added);
      const total = s.seconds + added;
      const bond = extendedBondOf(half, total);
      expect(await m.staking.bondOf(id, m.operator, bond)).to.equal(bond);
      const ran = 2n + (share * (total - 3n)) / 1_000_000n;
      await at(startedAt + ran);
      await m.leases.connect(m.operator).abandon(terms);
      expect((await m.staking.compensation(1n)).amount).to.equal(abandonedOf(bond, total - ran, total));
    });
  });

  it("outages: graded on their sum, less what was booked before; past the hard limit all, and the end", async () => {
    const lengths = fc.array(fc.bigInt({ min: 1n, max: 60_000n }), { minLength: 1, maxLength: 3 });
    const uptime = fc.constantFrom(9_000n, 9_900n, 9_999n, 10_000n);
    await forAll(fc.tuple(sold, lengths, uptime), async (m, [s, outages, promised]) => {
      const { id, terms, startedAt } = await started(m, s, { promisedUptimeBps: promised });
      await at(startedAt + s.seconds - 10n);
      let [from, sum, percent, count] = [startedAt, 0n, 0n, 0n];
      for (const share of outages) {
        const length = 1n + (share * s.seconds) / 1_000_000n;
        const seen = { leaseId: id, from, to: from + length };
        await m.leases.connect(m.buyer).reportOutage(terms, seen, await attestOutage(m, seen));
        from += length;
        sum += length;
        const now = outagePercent(sum, s.seconds, promised);
        if (now > percent) {
          count += 1n;
          const booked = outageOf(bondOf(s), now) - outageOf(bondOf(s), percent);
          expect((await m.staking.compensation(count)).amount).to.equal(booked);
        }
        percent = now;
        expect((await m.staking.operatorStake(m.operator)).pending).to.equal(outageOf(bondOf(s), percent));
        if (percent === 100n) {
          expect((await m.leases.lease(id)).outcome).to.equal(Outcome.Outage);
          return;
        }
      }
      await at(startedAt + s.seconds);
      await m.leases.complete(terms);
      expect((await money(m)).earned).to.equal(earnedIn(s, s.seconds - sum));
    });
  });

  it("all compensation of one lease together is at most its bond", async () => {
    await forAll(fc.tuple(sold, part), async (m, [s, share]) => {
      const { id, terms, startedAt } = await started(m, s);
      const ran = s.seconds / 2n;
      await at(startedAt + ran - 1n);
      const to = startedAt + 1n + (share * s.seconds) / 10_000_000n;
      const seen = { leaseId: id, from: startedAt, to };
      await m.leases.connect(m.buyer).reportOutage(terms, seen, await attestOutage(m, seen));
      const before = (await m.staking.operatorStake(m.operator)).pending;
      await at(startedAt + ran);
      await m.leases.connect(m.operator).abandon(terms);
      const wanted = abandonedOf(bondOf(s), s.seconds - ran, s.seconds);
      const left = bondOf(s) - before;
      const { pending } = await m.staking.operatorStake(m.operator);
      expect(pending).to.equal(before + (wanted < left ? wanted : left));
      expect(await m.staking.bondOf(id, m.operator, bondOf(s))).to.equal(bondOf(s) - pending);
    });
  });

  it("a reserved lease left early: what was used, and the early-exit rate on the rest of the price", async () => {
    await forAll(fc.tuple(sold, part, fc.bigInt({ min: 0n, max: 10_000n })), async (m, [s, share, bps]) => {
      const before = await money(m);
      const { terms, startedAt } = await started(m, s, { kind: Kind.Reserved, earlyExitBps: bps });
      const ran = 1n + (share * (s.seconds - 2n)) / 1_000_000n;
      await at(startedAt + ran);
      await m.leases.connect(m.buyer).stop(terms);
      const used = earnedIn(s, ran);
      const earned = used + earlyExitOf(priceOf(s) - used, bps);
      expect(await money(m)).to.deep.equal({ earned, free: before.free - earned });
    });
  });

  it("a lease that was stopped: what it ran, at least the minimum that was agreed", async () => {
    await forAll(fc.tuple(sold, part, part), async (m, [s, share, least]) => {
      const minSeconds = (least * s.seconds) / 1_000_000n;
      const { terms, startedAt } = await started(m, s, { minSeconds });
      const ran = 1n + (share * (s.seconds - 2n)) / 1_000_000n;
      await at(startedAt + ran);
      await m.leases.connect(m.buyer).stop(terms);
      expect((await money(m)).earned).to.equal(earnedIn(s, ran > minSeconds ? ran : minSeconds));
    });
  });
});
