import { expect } from "chai";
import { encodeBytes32String } from "ethers";
import { DAY, HOUR, leasing, MILL } from "../support/leasing.ts";
import { networkHelpers } from "../world.ts";

const { loadFixture, time } = networkHelpers;

describe("offers", () => {
  it("are refused when they were signed by nobody who may", async () => {
    const m = await loadFixture(leasing);
    await expect(m.lease({ signedBy: m.attacker })).to.be.revertedWithCustomError(m.offers, "InvalidSignature");
  });

  it("may be signed by a key that the operator has named, until it ends", async () => {
    const m = await loadFixture(leasing);
    const until = BigInt(await time.latest()) + 1_000n;
    await m.offers.connect(m.operator).setKey(m.stranger.address, until);
    const { terms } = await m.lease({ signedBy: m.stranger });
    await m.leases.connect(m.stranger).start(terms);
    await expect(m.leases.connect(m.stranger).abandon(terms)).to.be.revertedWithCustomError(m.leases, "NotAuthorized");
    await time.increase(1_000);
    await expect(m.lease({ signedBy: m.stranger })).to.be.revertedWithCustomError(m.offers, "InvalidSignature");
  });

  it("are withdrawn by their salt, or all at once", async () => {
    const m = await loadFixture(leasing);
    const first = await m.order();
    const second = await m.order();
    await m.offers.connect(m.operator).cancelOffer(first.offer.salt);
    const asBuyer = m.leases.connect(m.buyer);
    await expect(asBuyer.open(first)).to.be.revertedWithCustomError(m.offers, "OfferWithdrawn");
    await asBuyer.open(second);
    await m.offers.connect(m.operator).cancelAllOffers();
    await expect(asBuyer.open({ ...second, nonce: 1n })).to.be.revertedWithCustomError(m.offers, "OfferCounterOld");
  });

  it("are taken as often as they say, and again with another nonce only", async () => {
    const m = await loadFixture(leasing);
    const once = await m.order({ offer: { uses: 1 } });
    const asBuyer = m.leases.connect(m.buyer);
    await asBuyer.open(once);
    await expect(asBuyer.open({ ...once, nonce: 1n })).to.be.revertedWithCustomError(m.offers, "OfferUsedUp");
  });

  it("end, and may be for one buyer only", async () => {
    const m = await loadFixture(leasing);
    await expect(m.lease({ offer: { buyer: m.otherBuyer.address } })).to.be.revertedWithCustomError(
      m.offers,
      "OfferForAnother",
    );
    const order = await m.order();
    await time.increase(8 * DAY);
    await expect(m.leases.connect(m.buyer).open(order)).to.be.revertedWithCustomError(m.offers, "OfferExpired");
  });

  it("last a year and a day at most, and start within 30 days, so that no lease keeps a machine from its owner for ever", async () => {
    const m = await loadFixture(leasing);
    await m.lease({ offer: { maxSeconds: 366 * DAY, startWindowSeconds: 30 * DAY } });
    for (const [field, most] of Object.entries({ maxSeconds: 366 * DAY, startWindowSeconds: 30 * DAY })) {
      await expect(m.lease({ offer: { [field]: most + 1 }, nonce: 1n }))
        .to.be.revertedWithCustomError(m.offers, "OfferInvalid")
        .withArgs(encodeBytes32String(field));
    }
  });

  it("are refused when they contradict themselves", async () => {
    const m = await loadFixture(leasing);
    for (const offer of [
      { promisedUptimeBps: 10_001 },
      { earlyExitBps: 1 },
      { noticeSeconds: 1 },
      { graceSeconds: 1 },
      { metering: 1 },
    ]) {
      await expect(m.lease({ offer })).to.be.revertedWithCustomError(m.offers, "OfferInvalid");
    }
  });
});

describe("opening a lease", () => {
  it("refuses durations outside of the offer, no units, and a bond below the class's", async () => {
    const m = await loadFixture(leasing);
    const refused = (options: Parameters<typeof m.lease>[0], name: string) =>
      expect(m.lease(options)).to.be.revertedWithCustomError(m.leases, name);
    await refused({ durationSeconds: HOUR - 1 }, "DurationOutOfBounds");
    await refused({ durationSeconds: 31 * DAY }, "DurationOutOfBounds");
    await refused({ units: 0 }, "ZeroUnits");
    await refused({ offer: { bondPerUnit: MILL / 10n } }, "BondTooSmall");
    await refused({ continues: `0x${"11".repeat(32)}` }, "PredecessorInvalid");
  });

  it("never sells a unit twice", async () => {
    const m = await loadFixture(leasing);
    await m.lease({ units: 3_000 });
    await expect(m.lease({ units: 1_001 })).to.be.revertedWithCustomError(m.nodes, "UnitsExceeded");
    await m.lease({ units: 1_000 });
  });

  it("refuses an operator whose stake is below what its nodes require", async () => {
    const m = await loadFixture(leasing);
    await m.staking.connect(m.operator).requestThaw(4_000n * MILL);
    await expect(m.lease()).to.be.revertedWithCustomError(m.quality, "StakeCoverTooLow");
  });

  it("opens several leases or none", async () => {
    const m = await loadFixture(leasing);
    const { interface: abi } = m.leases;
    const calls = [await m.order({ units: 3_000 }), await m.order({ units: 2_000 })].map((order) =>
      abi.encodeFunctionData("open", [order]),
    );
    await expect(m.leases.connect(m.buyer).multicall(calls)).to.be.revertedWithCustomError(m.nodes, "UnitsExceeded");
    expect((await m.nodes.node(m.nodeId)).leasedUnits).to.equal(0n);
  });

  it("is paused with leases alone, and for a time", async () => {
    const m = await loadFixture(leasing);
    const { terms } = await m.running();
    await m.parameters.connect(m.guardian).pause(2);
    await expect(m.lease()).to.be.revertedWithCustomError(m.leases, "OpeningPaused");
    await expect(m.leases.connect(m.buyer).extend(terms, HOUR)).to.be.revertedWithCustomError(
      m.leases,
      "OpeningPaused",
    );
    await m.leases.connect(m.buyer).stop(terms);
    await time.increase(5 * DAY);
    await m.lease();
  });
});
