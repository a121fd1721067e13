import { expect } from "chai";
import { encodeBytes32String, ZeroHash } from "ethers";
import { attestOutage } from "../support/attestations.ts";
import { courtroom, DELEGATED, OWN_STAKE } from "../support/courtroom.ts";
import { DAY, HOUR, Kind, Metering, MILL, type Offer, State } from "../support/leasing.ts";
import { networkHelpers } from "../world.ts";

const { loadFixture, time } = networkHelpers;

describe("Lens", () => {
  it("has an operator's whole picture in one call, as each contract tells it", async () => {
    const c = await loadFixture(courtroom);
    const operator = c.operator.address;
    await c.staking.connect(c.operator).setCommission(500n);
    await c.offers.connect(c.operator).cancelAllOffers();
    const seen = await c.lens.operator(operator);
    expect(seen.operator).to.equal(operator);
    expect(seen.stake).to.deep.equal(await c.staking.operatorStake(operator));
    expect(seen.stake.own).to.equal(OWN_STAKE);
    expect(seen.freeStake).to.equal(await c.staking.freeStake(operator));
    expect(seen.capacity).to.deep.equal(await c.nodes.capacity(operator));
    expect(seen.effectiveStake).to.equal(await c.staking.effectiveStake(operator, seen.capacity.requiredStake));
    expect(seen.record).to.deep.equal(await c.quality.recordOf(operator));
    expect(seen.scoreBps).to.equal(await c.quality.scoreOf(operator));
    expect(seen.currentTier).to.equal(await c.quality.currentTier(operator));
    expect(seen.multiplierBps).to.equal(await c.quality.multiplierOf(operator));
    const { effectiveAt } = await c.staking.commissionOf(operator);
    expect([seen.commissionBps, seen.nextCommissionBps, seen.commissionChangesAt]).to.deep.equal([
      0n,
      500n,
      effectiveAt,
    ]);
    expect(seen.offerCounter).to.equal(1n);
  });

  it("lists operators in the order asked for; who is none has nothing", async () => {
    const c = await loadFixture(courtroom);
    const list = await c.lens.operators([c.stranger, c.operator]);
    expect(list.map(({ operator }) => operator)).to.deep.equal([c.stranger.address, c.operator.address]);
    expect(list[1]).to.deep.equal(await c.lens.operator(c.operator));
    expect([list[0]?.stake.own, list[0]?.capacity.units, list[0]?.scoreBps]).to.deep.equal([0n, 0n, 0n]);
    expect(await c.lens.operators([])).to.deep.equal([]);
  });

  it("reads many channels and leases, unknown ones as nothing", async () => {
    const c = await loadFixture(courtroom);
    const channel = await c.open();
    const [known, unknown] = await c.lens.channels([channel.id, ZeroHash]);
    expect(known).to.deep.equal(await c.escrow.channel(channel.id));
    expect([unknown?.open, unknown?.deposited]).to.deep.equal([false, 0n]);
    const [lease, none] = await c.lens.leases([c.id, ZeroHash]);
    expect(lease).to.deep.equal(await c.leases.lease(c.id));
    expect(none?.state).to.equal(State.None);
  });

  it("tells an account its money: wallet, free balances, earnings, MILL and credit", async () => {
    const c = await loadFixture(courtroom);
    await time.increase(HOUR);
    await c.leases.settle(c.terms);
    const [token, mill] = [c.token, await c.millToken.getAddress()];
    for (const account of [c.buyer, c.operator]) {
      const seen = await c.lens.account(account, [token, mill]);
      const [net] = await c.escrow.earnings(account, token);
      expect(seen.tokens[0]).to.deep.equal([
        token,
        await c.usd.balanceOf(account),
        await c.escrow.freeBalance(account, token),
        net,
      ]);
      expect(seen.tokens[1]?.wallet).to.equal(seen.mill);
      expect(seen.mill).to.equal(await c.millToken.balanceOf(account));
      expect(seen.credit).to.equal(0n);
    }
    expect((await c.lens.account(c.operator, [token])).tokens[0]?.earned).to.not.equal(0n);
    await c.accuse();
    await c.execute();
    const { credit } = await c.lens.account(c.buyer, []);
    const before = await c.millToken.balanceOf(c.buyer);
    await c.staking.connect(c.buyer).withdrawCredit();
    expect((await c.millToken.balanceOf(c.buyer)) - before).to.equal(credit);
  });

  it("tells a delegator its positions and requests, each worth what taking it out brings", async () => {
    const c = await loadFixture(courtroom);
    const asDelegator = c.staking.connect(c.delegator);
    const { shares } = await c.staking.delegationOf(c.operator, c.delegator);
    for (const part of [10n, 7n, 5n]) await asDelegator.requestUndelegate(c.operator, shares / part);
    await time.increase(14 * DAY);
    await asDelegator.withdrawDelegation(c.operator, 1n, 0n);

    const [position, none] = await c.lens.delegations(c.delegator, [c.operator, c.stranger]);
    const now = await c.staking.delegationOf(c.operator, c.delegator);
    expect([position?.operator, position?.shares, position?.tokens]).to.deep.equal([
      c.operator.address,
      now.shares,
      now.tokens,
    ]);
    expect(now.tokens < DELEGATED).to.equal(true);
    expect(position?.leaving.map(({ index }) => index)).to.deep.equal([0n, 2n]);
    expect([none?.shares, none?.leaving.length]).to.deep.equal([0n, 0]);
    for (const { index } of position?.leaving ?? []) {
      const [seen] = await c.lens.delegations(c.delegator, [c.operator]);
      const tokens = seen?.leaving.find((each) => each.index === index)?.tokens;
      expect(await asDelegator.withdrawDelegation.staticCall(c.operator, index, 0n)).to.equal(tokens);
      await asDelegator.withdrawDelegation(c.operator, index, 0n);
    }
    expect((await c.lens.delegations(c.delegator, [c.operator]))[0]?.leaving).to.deep.equal([]);
  });

  it("tells an operator its requests to thaw, each worth what taking it out brings, also after a slash", async () => {
    const c = await loadFixture(courtroom);
    const asOperator = c.staking.connect(c.operator);
    for (const amount of [1_000n, 2_000n, 3_000n]) await asOperator.requestThaw(amount * MILL);
    await c.accuse(2n);
    await c.answer();
    await c.rule(1n);
    await c.execute();
    await time.increase(14 * DAY);
    await asOperator.withdraw(1n);
    const left = await c.lens.thaws(c.operator);
    expect(left.map(({ index }) => index)).to.deep.equal([0n, 2n]);
    for (const { index, tokens, maturesAt } of left) {
      expect(maturesAt <= BigInt(await time.latest())).to.equal(true);
      expect(await asOperator.withdraw.staticCall(index)).to.equal(tokens);
    }
  });

  it("has every setting with its bounds", async () => {
    const c = await loadFixture(courtroom);
    const list = await c.lens.settings();
    expect(list.map(({ id }) => id)).to.deep.equal(await c.parameters.ids());
    const fee = list.find(({ id }) => id === encodeBytes32String("protocolFeeBps"));
    expect(fee?.setting).to.deep.equal(await c.parameters.setting(encodeBytes32String("protocolFeeBps")));
  });
});

describe("Lens says what a lease owes, and the call does it:", () => {
  const kinds: Readonly<Record<string, Partial<Offer>>> = {
    "on demand": { pricePerUnitHour: 1_777n },
    "on demand, before the minimum": { minSeconds: 9 * HOUR },
    spot: { kind: Kind.Spot, noticeSeconds: 600 },
    reserved: { kind: Kind.Reserved, earlyExitBps: 3_333, pricePerUnitHour: 1_777n },
  };
  const OPEN = { units: 777, durationSeconds: 36_001, nonce: 3n };

  const cases = Object.entries(kinds).flatMap(([name, offer]) => [
    { name, offer, outageSeconds: 0n },
    { name: `${name}, after an outage`, offer, outageSeconds: 311n },
  ]);
  for (const { name, offer, outageSeconds } of cases) {
    it(`${name}: settle, stop and abandon`, async () => {
      const c = await loadFixture(courtroom);
      const { id, terms } = await c.running({ ...OPEN, offer });
      await time.increase(3 * HOUR + 17);
      await c.leases.settle(terms);
      if (outageSeconds !== 0n) {
        const { startedAt } = await c.leases.lease(id);
        const outage = { leaseId: id, from: startedAt, to: startedAt + outageSeconds };
        await c.leases.connect(c.buyer).reportOutage(terms, outage, await attestOutage(c, outage));
      }
      await time.increase(2 * HOUR + 5);
      const owed = await c.lens.owedBy(terms);
      const at = BigInt(await time.latest());
      expect([owed.leaseId, owed.lease]).to.deep.equal([id, await c.leases.lease(id)]);
      const snapshot = await networkHelpers.takeSnapshot();
      const next = async () => {
        await snapshot.restore();
        // The same second as the view's.
        await networkHelpers.setNextBlockBaseFeePerGas(1_000_000_000n);
        await time.setNextBlockTimestamp(at + 1n);
      };
      const view = async () => c.lens.owedBy.staticCall(terms, { blockTag: "pending" });
      await next();
      const then = await view();
      await next();
      await expect(c.leases.settle(terms)).to.emit(c.leases, "LeaseSettled").withArgs(id, then.settleable);
      await next();
      await expect(c.leases.connect(c.buyer).stop(terms))
        .to.emit(c.leases, "LeaseEnded")
        .withArgs(id, c.operator, 2n, then.paidIfStopped, then.refundIfStopped, 0n);
      await next();
      await c.leases.connect(c.operator).abandon(terms);
      expect((await c.staking.compensation(1n)).amount).to.equal(then.compensationIfAbandoned);
      expect(then.settled).to.equal(owed.settled);
    });
  }

  it("a no-show; nothing more once it has ended", async () => {
    const c = await loadFixture(courtroom);
    const { terms } = await c.lease(OPEN);
    const owed = await c.lens.owedBy(terms);
    expect([owed.settleable, owed.paidIfStopped, owed.compensationIfAbandoned]).to.deep.equal([0n, 0n, 0n]);
    expect(owed.price).to.equal((777n * 2_000n * 36_001n + 3_599n) / 3_600n);
    await time.increase(2_400);
    await c.leases.reportNoShow(terms);
    expect((await c.staking.compensation(1n)).amount).to.equal(owed.compensationIfNoShow);
    const ended = await c.lens.owedBy(terms);
    expect([ended.settleable, ended.refundIfStopped, ended.compensationIfNoShow]).to.deep.equal([0n, 0n, 0n]);
    expect(ended.bond).to.equal(owed.bond - owed.compensationIfNoShow);
  });

  it("by voucher only what an abandonment would compensate; of unknown terms nothing", async () => {
    const c = await loadFixture(courtroom);
    const byVoucher = { metering: Metering.ByVoucher, minSeconds: 0, graceSeconds: HOUR };
    const { terms } = await c.running({ ...OPEN, signer: c.otherBuyer.address, offer: byVoucher });
    const owed = await c.lens.owedBy(terms);
    expect([owed.settleable, owed.paidIfStopped, owed.refundIfStopped]).to.deep.equal([0n, 0n, 0n]);
    expect(owed.compensationIfAbandoned).to.equal(owed.bond);
    await expect(c.lens.owedBy({ ...terms, nonce: 99n })).to.be.revertedWithCustomError(c.leases, "LeaseUnknown");
  });
});
