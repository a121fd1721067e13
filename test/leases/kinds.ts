import { expect } from "chai";
import { Wallet } from "ethers";
import { attestOutage } from "../support/attestations.ts";
import { DAY, HOUR, Kind, leasing, Metering, MILL, Outcome, State } from "../support/leasing.ts";
import { USD } from "../support/market.ts";
import { newChannel } from "../support/vouchers.ts";
import { networkHelpers } from "../world.ts";

const { loadFixture, time } = networkHelpers;

const spot = { kind: Kind.Spot, noticeSeconds: 600 };
const reserved = { kind: Kind.Reserved, earlyExitBps: 2_500 };
const byVoucher = { metering: Metering.ByVoucher, minSeconds: 0, graceSeconds: HOUR };

describe("the kinds of lease", () => {
  it("lets the operator of a spot lease take it back with the promised notice, without compensation", async () => {
    const m = await loadFixture(leasing);
    const { id, terms } = await m.running({ offer: spot });
    await time.increase(2 * HOUR - 1);
    await m.leases.connect(m.operator).reclaim(terms);
    await expect(m.leases.connect(m.operator).reclaim(terms)).to.be.revertedWithCustomError(
      m.leases,
      "AlreadyReclaimed",
    );
    await time.increase(600);
    await m.leases.complete(terms);
    const [net, fees] = await m.escrow.earnings(m.operator.address, m.token);
    expect(net + fees).to.equal(2n * 2n * USD + USD / 3n);
    expect((await m.leases.lease(id)).outcome).to.equal(Outcome.Reclaimed);
    expect((await m.staking.operatorStake(m.operator.address)).pending).to.equal(0n);
  });

  it("charges no minimum to a buyer who was given notice", async () => {
    const m = await loadFixture(leasing);
    const { id, terms } = await m.running({ offer: spot });
    await time.increase(299);
    await m.leases.connect(m.operator).reclaim(terms);
    await time.increase(299);
    await m.leases.connect(m.buyer).stop(terms);
    const [net, fees] = await m.escrow.earnings(m.operator.address, m.token);
    expect(net + fees).to.equal(USD / 3n);
    expect((await m.leases.lease(id)).outcome).to.equal(Outcome.Reclaimed);
  });

  it("refuses to take back an on-demand or a reserved lease", async () => {
    const m = await loadFixture(leasing);
    for (const offer of [{}, reserved]) {
      const { terms } = await m.running({ offer });
      await expect(m.leases.connect(m.operator).reclaim(terms)).to.be.revertedWithCustomError(m.leases, "WrongKind");
    }
  });

  it("is released by voucher in two calls, and not while vouchers come", async () => {
    const m = await loadFixture(leasing);
    const signer = Wallet.createRandom();
    const { id, terms } = await m.running({ offer: byVoucher, signer: signer.address });
    const parties = { payer: m.buyer.address, operator: m.operator.address, token: m.token };
    const controller = await m.leases.getAddress();
    const channel = newChannel({ ...parties, controller }, signer.signingKey, BigInt(id));
    const settle = (amount: bigint) => m.escrow.settle(m.operator, m.token, [m.claim(channel, amount)]);
    const release = () => m.leases.connect(m.operator).release(terms);
    await time.increase(2 * HOUR);
    // An operator that held the vouchers back has to say so first: the buyer settles one itself.
    await expect(release()).to.emit(m.leases, "LeaseIdle");
    await settle(USD);
    await time.increase(2 * HOUR);
    // However long ago the voucher was, the grace counts from the first call.
    await expect(release()).to.emit(m.leases, "LeaseIdle");
    expect((await m.leases.lease(id)).state).to.equal(State.Running);
    await expect(release()).to.be.revertedWithCustomError(m.leases, "TooEarly");
    await settle(2n * USD);
    await time.increase(HOUR);
    await expect(release()).to.emit(m.leases, "LeaseIdle");
    await time.increase(HOUR - 300);
    await expect(release()).to.be.revertedWithCustomError(m.leases, "TooEarly");
    await time.increase(300);
    await release();
    const { state, outcome } = await m.leases.lease(id);
    expect([state, outcome]).to.deep.equal([State.Ended, Outcome.Released]);
    expect((await m.staking.operatorStake(m.operator)).pending).to.equal(0n);
  });

  it("charges the early-exit rate on what is left of a reserved lease", async () => {
    const m = await loadFixture(leasing);
    const { terms } = await m.running({ offer: reserved });
    await time.increase(2 * HOUR - 1);
    await m.leases.connect(m.buyer).stop(terms);
    const [net, fees] = await m.escrow.earnings(m.operator.address, m.token);
    expect(net + fees).to.equal(4n * USD + (16n * USD) / 4n);
  });

  it("charges no early exit on attested outage: a second before the end it costs as much as at the end", async () => {
    const m = await loadFixture(leasing);
    const { id, terms } = await m.running({ offer: { ...reserved, earlyExitBps: 10_000, promisedUptimeBps: 9_000 } });
    const { startedAt, endsAt } = await m.leases.lease(id);
    await time.increase(5 * HOUR);
    const outage = { leaseId: id, from: startedAt, to: startedAt + BigInt(HOUR) };
    await m.leases.connect(m.buyer).reportOutage(terms, outage, await attestOutage(m, outage));
    await time.setNextBlockTimestamp(endsAt - 1n);
    await m.leases.connect(m.buyer).stop(terms);
    const [net, fees] = await m.escrow.earnings(m.operator.address, m.token);
    expect(net + fees).to.equal(9n * 2n * USD);
    expect((await m.leases.lease(id)).outageSeconds).to.equal(BigInt(HOUR));
  });

  it("adds price and bond in proportion when a lease is extended", async () => {
    const m = await loadFixture(leasing);
    const { id, terms } = await m.running();
    await m.leases.connect(m.buyer).extend(terms, 5 * HOUR);
    const longest = 2 ** 32 - 1;
    await expect(m.leases.connect(m.buyer).extend(terms, longest))
      .to.be.revertedWithCustomError(m.leases, "DurationOutOfBounds")
      .withArgs(
        BigInt(terms.durationSeconds) + BigInt(5 * HOUR + longest),
        terms.offer.minSeconds,
        terms.offer.maxSeconds,
      );
    expect(await m.staking.bondOf(id, m.operator.address, 750n * MILL)).to.equal(750n * MILL);
    expect((await m.staking.operatorStake(m.operator)).bonded).to.equal(750n * MILL);
    await time.increase(15 * HOUR);
    await m.leases.complete(terms);
    const [net, fees] = await m.escrow.earnings(m.operator.address, m.token);
    expect(net + fees).to.equal(30n * USD);
  });

  it("lets others extend only within what the buyer allowed", async () => {
    const m = await loadFixture(leasing);
    const { id, terms } = await m.running();
    const asStranger = m.leases.connect(m.stranger);
    await expect(asStranger.extend(terms, HOUR)).to.be.revertedWithCustomError(m.leases, "ExtensionNotAllowed");
    const { endsAt } = await m.leases.lease(id);
    await m.leases.connect(m.buyer).allowExtension(terms, 3n * USD, endsAt + 2n * BigInt(HOUR));
    await asStranger.extend(terms, HOUR);
    await expect(asStranger.extend(terms, HOUR)).to.be.revertedWithCustomError(m.leases, "ExtensionNotAllowed");
    expect((await m.leases.extensionAllowance(id)).amount).to.equal(USD);
  });

  it("ends a lease by voucher with nothing settled after the grace, without a mark", async () => {
    const m = await loadFixture(leasing);
    const { id, terms } = await m.running({ offer: byVoucher, signer: m.otherBuyer.address });
    const asOperator = m.leases.connect(m.operator);
    await expect(asOperator.release(terms)).to.emit(m.leases, "LeaseIdle");
    await expect(asOperator.release(terms)).to.be.revertedWithCustomError(m.leases, "TooEarly");
    await time.increase(HOUR);
    await asOperator.release(terms);
    const lease = await m.leases.lease(id);
    expect([lease.state, lease.outcome]).to.deep.equal([State.Ended, Outcome.Released]);
    await time.increase(3 * DAY);
    await m.leases.finalize(terms);
    expect((await m.quality.recordOf(m.operator.address)).since).to.equal(0n);
  });

  it("gives the deposit of a lease by voucher back after the challenge period, by anyone", async () => {
    const m = await loadFixture(leasing);
    const free = await m.escrow.freeBalance(m.buyer.address, m.token);
    const { id, terms } = await m.running({ offer: byVoucher, signer: m.otherBuyer.address });
    await m.leases.connect(m.buyer).stop(terms);
    const channel = {
      payer: m.buyer.address,
      controller: await m.leases.getAddress(),
      operator: m.operator.address,
      token: m.token,
      signer: m.otherBuyer.address,
      nonce: BigInt(id),
    };
    await expect(m.escrow.close(channel)).to.be.revertedWithCustomError(m.escrow, "ChallengePeriodRunning");
    await time.increase(DAY);
    await m.escrow.connect(m.stranger).close(channel);
    expect(await m.escrow.freeBalance(m.buyer.address, m.token)).to.equal(free);
  });
});

describe("outages", () => {
  it("does not pay the time, and compensates by grade, less what was booked before", async () => {
    const m = await loadFixture(leasing);
    const { id, terms } = await m.running();
    const { startedAt } = await m.leases.lease(id);
    await time.increase(5 * HOUR);
    // Allowance: 1 % of 36,000 s. 360 + 360 s: one step over.
    const first = { leaseId: id, from: startedAt + 100n, to: startedAt + 820n };
    await m.leases.connect(m.buyer).reportOutage(terms, first, await attestOutage(m, first));
    expect((await m.staking.operatorStake(m.operator.address)).pending).to.equal(50n * MILL);
    const second = { leaseId: id, from: startedAt + 1_000n, to: startedAt + 2_000n };
    await m.leases.connect(m.buyer).reportOutage(terms, second, await attestOutage(m, second));
    expect((await m.staking.operatorStake(m.operator.address)).pending).to.equal(125n * MILL);
    await expect(
      m.leases.connect(m.buyer).reportOutage(terms, second, await attestOutage(m, second)),
    ).to.be.revertedWithCustomError(m.leases, "OutageInvalid");

    await time.increase(5 * HOUR);
    await m.leases.complete(terms);
    const [net, fees] = await m.escrow.earnings(m.operator.address, m.token);
    expect(net + fees).to.equal((1_000n * 2_000n * (36_000n - 1_720n)) / 3_600n);
  });

  it("ends the lease past the hard limit, with all of the bond", async () => {
    const m = await loadFixture(leasing);
    const { id, terms } = await m.running();
    const { startedAt } = await m.leases.lease(id);
    await time.increase(5 * HOUR);
    const outage = { leaseId: id, from: startedAt, to: startedAt + 2n * BigInt(HOUR) };
    await m.leases.connect(m.buyer).reportOutage(terms, outage, await attestOutage(m, outage));
    const lease = await m.leases.lease(id);
    expect([lease.state, lease.outcome]).to.deep.equal([State.Ended, Outcome.Outage]);
    expect((await m.staking.operatorStake(m.operator.address)).pending).to.equal(500n * MILL);
  });

  it("is reported until the claim window closes: then nothing that was paid is taken back, and it is compensated", async () => {
    const m = await loadFixture(leasing);
    const { id, terms } = await m.running();
    const { startedAt } = await m.leases.lease(id);
    await time.increase(10 * HOUR);
    await m.leases.complete(terms);
    const paid = await m.escrow.earnings(m.operator, m.token);
    const { endedAt } = await m.leases.lease(id);
    const report = async (from: bigint, to: bigint) => {
      const seen = { leaseId: id, from, to };
      return m.leases.connect(m.buyer).reportOutage(terms, seen, await attestOutage(m, seen));
    };
    await expect(report(endedAt - 10n, endedAt + 1n)).to.be.revertedWithCustomError(m.leases, "OutageInvalid");
    await time.setNextBlockTimestamp(endedAt + 3n * BigInt(DAY) - 1n);
    await report(startedAt, startedAt + 720n);
    expect((await m.staking.compensation(1n)).amount).to.equal(50n * MILL);
    expect(await m.escrow.earnings(m.operator, m.token)).to.deep.equal(paid);
    await expect(report(startedAt + 720n, startedAt + 5_000n)).to.be.revertedWithCustomError(m.leases, "TooLate");
    expect((await m.leases.lease(id)).outcome).to.equal(Outcome.Completed);
  });

  it("believes only the attestors", async () => {
    const m = await loadFixture(leasing);
    const { id, terms } = await m.running();
    const { startedAt } = await m.leases.lease(id);
    await time.increase(HOUR);
    const outage = { leaseId: id, from: startedAt, to: startedAt + 600n };
    const forged = await attestOutage(m, outage, [m.attestor0, m.buyer]);
    await expect(m.leases.connect(m.buyer).reportOutage(terms, outage, forged)).to.be.revertedWithCustomError(
      m.attestors,
      "AttestorInvalid",
    );
    await expect(
      m.leases.connect(m.stranger).reportOutage(terms, outage, await attestOutage(m, outage)),
    ).to.be.revertedWithCustomError(m.leases, "NotAuthorized");
  });
});
