import { expect } from "chai";
import { Wallet, ZeroHash } from "ethers";
import fc from "fast-check";
import { attestOutage } from "../support/attestations.ts";
import { type Courtroom, courtroom, Fault, Verdict } from "../support/courtroom.ts";
import { pass } from "../support/history.ts";
import { DAY, HOUR, leasing, Metering, MILL, State, type Terms } from "../support/leasing.ts";
import { USD } from "../support/market.ts";
import { newChannel } from "../support/vouchers.ts";
import { ethers, networkHelpers } from "../world.ts";
import { badOn, type Entry, goodOn, priorValueOf, referenceValue, scoreOf, WEIGHT } from "./model.ts";

const { loadFixture, time } = networkHelpers;

/** 1,000 units at 0.002 dollars for 10 hours. */
const PRICE = 20n * USD;
type Lease = { readonly id: string; readonly terms: Terms };

/** Every ending that leaves a record: how a lease comes to it, and the value that is good and bad, before weights. */
const ENDINGS: readonly {
  readonly name: string;
  readonly end: (c: Courtroom, lease: Lease) => Promise<void>;
  readonly good: bigint;
  readonly bad: bigint;
}[] = [
  {
    name: "completed: the price is good",
    end: async (c, { terms }) => {
      await time.increase(10 * HOUR);
      await c.leases.complete(terms);
    },
    good: PRICE,
    bad: 0n,
  },
  {
    name: "stopped: what was paid is good",
    end: async (c, { terms }) => {
      await time.increase(4 * HOUR - 1);
      await c.leases.connect(c.buyer).stop(terms);
    },
    good: (PRICE * 4n) / 10n,
    bad: 0n,
  },
  {
    name: "abandoned: four times what was not served is bad",
    end: async (c, { terms }) => {
      await time.increase(4 * HOUR - 1);
      await c.leases.connect(c.operator).abandon(terms);
    },
    good: 0n,
    bad: WEIGHT.abandoned * ((PRICE * 6n) / 10n),
  },
  {
    name: "completed with an outage: twice the price of the outage is bad",
    end: async (c, { id, terms }) => {
      await time.increase(10 * HOUR);
      const { startedAt } = await c.leases.lease(id);
      const seen = { leaseId: id, from: startedAt, to: startedAt + 1_800n };
      await c.leases.connect(c.buyer).reportOutage(terms, seen, await attestOutage(c, seen));
      await c.leases.complete(terms);
    },
    good: 0n,
    bad: WEIGHT.outage * (PRICE / 20n),
  },
  {
    name: "fault proven: fifty times the price is bad",
    end: async (c, { terms }) => {
      await c.accuse(Fault.WrongResult, terms);
      await c.answer();
      await c.rule(Verdict.Upheld);
      await c.leases.connect(c.buyer).stop(terms);
      await c.execute(1n, terms);
    },
    good: 0n,
    bad: WEIGHT.proven * PRICE,
  },
  {
    name: "accused without an answer, and stopped: four times the price is bad",
    end: async (c, { terms }) => {
      await c.accuse(Fault.WrongResult, terms);
      await time.increase(HOUR - 2);
      await c.leases.connect(c.buyer).stop(terms);
      await c.execute(1n, terms);
    },
    good: 0n,
    bad: WEIGHT.abandoned * PRICE,
  },
  {
    name: "accused without an answer, and completed: four times the price is bad",
    end: async (c, { terms }) => {
      await c.accuse(Fault.WrongResult, terms);
      await c.execute(1n, terms);
      await c.leases.complete(terms);
    },
    good: 0n,
    bad: WEIGHT.abandoned * PRICE,
  },
  {
    name: "accused wrongly, and completed: the price is good",
    end: async (c, { terms }) => {
      await c.accuse(Fault.WrongResult, terms);
      await c.answer();
      await c.rule(Verdict.Rejected);
      await c.execute(1n, terms);
      await c.leases.complete(terms);
    },
    good: PRICE,
    bad: 0n,
  },
];

describe("the record of a lease", () => {
  for (const { name, end, good, bad } of ENDINGS) {
    it(name, async () => {
      const c = await loadFixture(courtroom);
      const lease = await c.running();
      await end(c, lease);
      await time.increase(3 * DAY);
      await expect(c.leases.connect(c.stranger).finalize(lease.terms)).to.emit(c.quality, "Recorded");
      const record = await c.quality.recordOf(c.operator);
      const written = [record.good, record.bad, record.served];
      expect(written).to.deep.equal([referenceValue(good), referenceValue(bad), referenceValue(good)]);
      expect(record.since).to.equal(BigInt(await time.latest()));
    });
  }

  it("no-show: the price is bad", async () => {
    const m = await loadFixture(leasing);
    await pass(m, [{ price: PRICE, missed: true }]);
    const { good, bad, served } = await m.quality.recordOf(m.operator);
    expect([good, bad, served]).to.deep.equal([0n, referenceValue(PRICE), 0n]);
  });

  it("is none for a lease that was cancelled or released", async () => {
    const m = await loadFixture(leasing);
    const cancelled = await m.lease();
    await m.leases.connect(m.buyer).cancel(cancelled.terms);
    const idle = await m.running({
      signer: m.otherBuyer.address,
      offer: { metering: Metering.ByVoucher, minSeconds: 0, graceSeconds: HOUR },
    });
    await m.leases.connect(m.operator).release(idle.terms);
    await time.increase(HOUR);
    await m.leases.connect(m.operator).release(idle.terms);
    await time.increase(3 * DAY);
    await m.leases.finalize(idle.terms);
    expect((await m.quality.recordOf(m.operator)).since).to.equal(0n);
  });

  it("is written of a released lease all the same if its buyer accused and nobody answered", async () => {
    const c = await loadFixture(courtroom);
    const byVoucher = { metering: Metering.ByVoucher, minSeconds: 0, graceSeconds: HOUR };
    const { terms } = await c.running({ signer: c.otherBuyer.address, offer: byVoucher });
    await c.leases.connect(c.operator).release(terms);
    await time.increase(HOUR);
    await c.leases.connect(c.operator).release(terms);
    await c.accuse(Fault.WrongResult, terms);
    await c.execute(1n, terms);
    await time.increase(3 * DAY);
    await c.leases.finalize(terms);
    expect((await c.quality.recordOf(c.operator)).bad).to.equal(WEIGHT.abandoned * referenceValue(PRICE));
  });

  it("is written of a released lease all the same if attestors saw its outage", async () => {
    const c = await loadFixture(courtroom);
    const byVoucher = { metering: Metering.ByVoucher, minSeconds: 0, graceSeconds: HOUR };
    const { id, terms } = await c.running({ signer: c.otherBuyer.address, offer: byVoucher });
    await time.increase(HOUR);
    const { startedAt } = await c.leases.lease(id);
    const outage = { leaseId: id, from: startedAt, to: startedAt + BigInt(HOUR) };
    await c.leases.connect(c.buyer).reportOutage(terms, outage, await attestOutage(c, outage));
    await c.leases.connect(c.operator).release(terms);
    await time.increase(HOUR);
    await c.leases.connect(c.operator).release(terms);
    await time.increase(3 * DAY);
    await expect(c.leases.finalize(terms)).to.emit(c.quality, "Recorded");
    const { good, bad, served } = await c.quality.recordOf(c.operator);
    expect([good, bad, served]).to.deep.equal([0n, WEIGHT.outage * referenceValue(PRICE / 10n), 0n]);
  });

  it("is written, and the stake let go, also when vouchers of a channel that was topped up paid more than the price", async () => {
    const c = await loadFixture(courtroom);
    const signer = Wallet.createRandom();
    const byVoucher = { metering: Metering.ByVoucher, minSeconds: 0, graceSeconds: HOUR };
    const bondedBefore = (await c.staking.operatorStake(c.operator)).bonded;
    const { id, terms } = await c.running({ signer: signer.address, offer: byVoucher });
    const channel = newChannel(
      { payer: c.buyer.address, operator: c.operator.address, token: c.token, controller: await c.leases.getAddress() },
      signer.signingKey,
      BigInt(id),
    );
    await c.escrow.connect(c.buyer).topUp(channel.terms, PRICE);
    await c.escrow.settle(c.operator, c.token, [c.claim(channel, 2n * PRICE)]);
    await c.leases.connect(c.operator).abandon(terms);
    await time.increase(3 * DAY);
    await c.leases.finalize(terms);
    expect((await c.leases.lease(id)).state).to.equal(State.Final);
    expect((await c.staking.operatorStake(c.operator)).bonded).to.equal(bondedBefore);
    const { good, bad, since } = await c.quality.recordOf(c.operator);
    expect([good, bad, since > 0n]).to.deep.equal([0n, 0n, true]);
  });

  it("is worth nothing in a token without weight: MILL buys no score", async () => {
    const m = await loadFixture(leasing);
    await m.quality.setTokenWeight(m.token, 0n);
    await pass(m, [{ price: PRICE }, { price: PRICE, missed: true }]);
    const { good, bad, served, since } = await m.quality.recordOf(m.operator);
    expect([good, bad, served]).to.deep.equal([0n, 0n, 0n]);
    expect(since > 0n).to.equal(true);
    expect(await m.quality.tokenWeight(await m.millToken.getAddress())).to.equal(0n);
  });

  it("fades by day, good faster than bad, and gives the score of the model, for any history", async () => {
    const m = await loadFixture(leasing);
    const snapshot = await networkHelpers.takeSnapshot();
    const lease = fc.record({ price: fc.bigInt({ min: 0n, max: 500n * USD }), missed: fc.boolean() });
    const step = fc.record({ leases: fc.array(lease, { minLength: 1, maxLength: 2 }), days: fc.nat({ max: 20 }) });
    const steps = fc.array(step, { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(steps, async (history) => {
        const [good, bad]: [Entry[], Entry[]] = [[], []];
        for (const { leases, days } of history) {
          await pass(m, leases);
          const day = BigInt(await time.latest()) / BigInt(DAY);
          for (const { price, missed } of leases) {
            // What 10,000 units and hours do not divide is not asked for.
            const value = referenceValue((price / 10_000n) * 10_000n);
            (missed ? bad : good).push({ day, value });
          }
          if (days > 0) await time.increase(days * DAY);
          else await networkHelpers.mine();
        }
        const today = BigInt(await time.latest()) / BigInt(DAY);
        const exact = { good: goodOn(today, good), bad: badOn(today, bad) };
        const found = await m.quality.recordOf(m.operator);
        // Every writing and reading rounds once: good down, bad up.
        const roundings = BigInt(2 * (good.length + bad.length) + 2);
        const goodShort = exact.good.top - found.good * exact.good.bottom;
        const badOver = found.bad * exact.bad.bottom - exact.bad.top;
        expect(goodShort >= 0n && goodShort <= roundings * exact.good.bottom, "good").to.equal(true);
        expect(badOver >= 0n && badOver <= roundings * exact.bad.bottom, "bad").to.equal(true);
        expect(found.served).to.equal(good.reduce((sum, { value }) => sum + value, 0n));

        const score = scoreOf(priorValueOf(6_400n * 10n ** 18n), exact.good, exact.bad);
        const foundScore = await m.quality.scoreOf(m.operator);
        expect(foundScore === score || foundScore === score - 1n, `score ${foundScore} for ${score}`).to.equal(true);
        await snapshot.restore();
      }),
      { numRuns: 15 },
    );
  });

  it("has golden values: 120 dollars served and 60 missed, today, after 10 days and after 100", async () => {
    const m = await loadFixture(leasing);
    await pass(m, [{ price: 120n * USD }, { price: 60n * USD, missed: true }]);
    const at = async () => {
      const { good, bad } = await m.quality.recordOf(m.operator);
      return [good, bad, await m.quality.scoreOf(m.operator)];
    };
    expect(await at()).to.deep.equal([120n * MILL, 60n * MILL, 6_000n]);
    // 120·0.98ⁿ down, 60·0.995ⁿ up.
    await time.increase(10 * DAY);
    expect(await at()).to.deep.equal([98_048_736_826_505_626_828n, 57_066_607_827_946_313_554n, 5_744n]);
    await time.increase(90 * DAY);
    expect(await at()).to.deep.equal([15_914_346_707_370_382_503n, 36_346_226_189_443_692_954n, 4_406n]);
  });
});

describe("writing the record", () => {
  it("is for Leases alone, weights for the owner, within bounds; wired once", async () => {
    const m = await loadFixture(leasing);
    const attacker = m.quality.connect(m.attacker);
    await expect(attacker.record(m.attacker, ZeroHash, m.token, 1n, 0n, 0n))
      .to.be.revertedWithCustomError(m.quality, "NotAuthorized")
      .withArgs(m.attacker, m.leases);
    await expect(attacker.setTokenWeight(m.token, 1n)).to.be.revertedWithCustomError(
      m.quality,
      "OwnableUnauthorizedAccount",
    );
    const most = 10n ** 36n;
    await expect(m.quality.setTokenWeight(m.token, most + 1n))
      .to.be.revertedWithCustomError(m.quality, "WeightTooLarge")
      .withArgs(most + 1n, most);
    await expect(m.quality.setTokenWeight(m.token, most))
      .to.emit(m.quality, "TokenWeightChanged")
      .withArgs(m.token, most);
    const a = m.attacker.address;
    await expect(attacker.wire(a)).to.be.revertedWithCustomError(m.quality, "NotAuthorized");
    await expect(m.quality.connect(m.deployer).wire(a)).to.be.revertedWithCustomError(m.quality, "AlreadyWired");
    expect(await ethers.provider.getCode(await m.quality.getAddress())).to.not.equal("0x");
  });
});
