import { expect } from "chai";
import { Wallet } from "ethers";
import fc from "fast-check";
import { HOUR, leasing, Metering } from "../support/leasing.ts";
import { market, USD } from "../support/market.ts";
import { type Channel, newChannel } from "../support/vouchers.ts";
import { networkHelpers } from "../world.ts";

const { loadFixture, time } = networkHelpers;
const MOST = 2n ** 96n - 1n;

describe("P7 a stolen session key is bounded", () => {
  it("P7: by what is and will be deposited in the channels that name it, until they are closed", async () => {
    const m = await loadFixture(market);
    const stolen = Wallet.createRandom().signingKey;
    const first = await m.open(100n * USD, { key: stolen });
    const named = [first, await m.open(30n * USD, { key: stolen, operator: m.attacker.address })];
    const closed = await m.open(50n * USD, { key: stolen });
    const others = [await m.open(70n * USD), await m.open(70n * USD)];
    await m.escrow.connect(m.operator).close(closed.terms);
    const free = await m.escrow.freeBalance(m.buyer, m.token);

    // The thief signs for every channel of the buyer, and as much as a voucher can say.
    const steal = async () => {
      for (const channel of [...named, closed, ...others]) {
        const forged: Channel = { ...channel, key: stolen };
        await m.escrow.connect(m.attacker).settle(channel.terms.operator, m.token, [m.claim(forged, MOST)]);
      }
    };
    const settled = async (channels: readonly Channel[]) => {
      const views = await Promise.all(channels.map(({ id }) => m.escrow.channel(id)));
      return views.reduce((sum, each) => sum + each.settled, 0n);
    };
    await steal();
    expect(await settled(named)).to.equal(130n * USD);
    expect(await settled([closed, ...others])).to.equal(0n);
    expect(await m.escrow.freeBalance(m.buyer, m.token)).to.equal(free);

    // What is deposited later is lost as well, until the channel is closed.
    await m.escrow.connect(m.buyer).topUp(first.terms, 5n * USD);
    await steal();
    expect(await settled(named)).to.equal(135n * USD);
    await m.escrow.connect(m.buyer).requestClose(first.terms);
    await time.increase(86_400);
    await m.escrow.close(first.terms);
    await steal();
    expect(await settled([...named, closed, ...others])).to.equal(135n * USD);
    expect(await m.escrow.freeBalance(m.buyer, m.token)).to.equal(free - 5n * USD);
  });

  it("P7: it moves nothing else of its payer: no free balance, no close, no top-up", async () => {
    const m = await loadFixture(market);
    const thief = m.attacker;
    const channel = newChannel({ payer: m.buyer.address, operator: m.operator.address, token: m.token });
    await m.escrow.connect(m.buyer).open(m.operator, m.token, thief, channel.terms.nonce, USD);
    const terms = { ...channel.terms, signer: thief.address };
    const escrow = m.escrow.connect(thief);
    for (const call of [escrow.topUp(terms, 1n), escrow.requestClose(terms)]) {
      await expect(call).to.be.revertedWithCustomError(m.escrow, "NotAuthorized");
    }
    await expect(escrow.withdraw(m.token, 1n, thief)).to.be.revertedWithCustomError(
      m.escrow,
      "InsufficientFreeBalance",
    );
  });
});

describe("P7 a dishonest operator is bounded", () => {
  it("P7: by the minimum duration, where time is paid: the buyer stops at once", async () => {
    const m = await loadFixture(leasing);
    const snapshot = await networkHelpers.takeSnapshot();
    const cases = fc.tuple(
      fc.integer({ min: 0, max: 9 * HOUR }),
      fc.integer({ min: 1, max: 4_000 }),
      fc.integer({ min: 1, max: 3_000 }),
    );
    await fc.assert(
      fc
        .asyncProperty(cases, async ([minSeconds, units, seen]) => {
          const before = await m.escrow.freeBalance(m.buyer, m.token);
          const { terms } = await m.running({ units, offer: { minSeconds } });
          // It delivers nothing, and the buyer sees it after a while.
          await time.increase(seen);
          await m.leases.connect(m.buyer).stop(terms);
          const lost = before - (await m.escrow.freeBalance(m.buyer, m.token));
          const paidSeconds = BigInt(Math.max(minSeconds, seen + 1));
          expect(lost).to.equal((BigInt(units) * 2_000n * paidSeconds) / 3_600n);
        })
        .beforeEach(() => snapshot.restore()),
      { numRuns: 20 },
    );
  });

  it("P7: by one interval of vouchers, where they are paid: nobody signs for what it has not had", async () => {
    const m = await loadFixture(leasing);
    const snapshot = await networkHelpers.takeSnapshot();
    const cases = fc.tuple(fc.bigInt({ min: 1n, max: USD }), fc.integer({ min: 0, max: 8 }));
    await fc.assert(
      fc
        .asyncProperty(cases, async ([interval, served]) => {
          const signer = Wallet.createRandom();
          const offer = { metering: Metering.ByVoucher, minSeconds: 0, graceSeconds: HOUR };
          const before = await m.escrow.freeBalance(m.buyer, m.token);
          const { id, terms } = await m.running({ signer: signer.address, offer });
          const parties = {
            payer: m.buyer.address,
            operator: m.operator.address,
            token: m.token,
            controller: await m.leases.getAddress(),
          };
          const channel = newChannel(parties, signer.signingKey, BigInt(id));
          // Each interval is signed for before it is served; the last one is not served any more.
          await m.escrow.settle(m.operator, m.token, [m.claim(channel, interval * BigInt(served + 1))]);
          await m.leases.connect(m.buyer).stop(terms);
          await time.increase(86_400);
          await m.escrow.settle(m.operator, m.token, [m.claim(channel, interval * BigInt(served + 1))]);
          await m.escrow.close(channel.terms);
          const spent = before - (await m.escrow.freeBalance(m.buyer, m.token));
          expect(spent - interval * BigInt(served)).to.equal(interval);
        })
        .beforeEach(() => snapshot.restore()),
      { numRuns: 20 },
    );
  });
});
