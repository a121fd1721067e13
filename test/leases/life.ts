import { expect } from "chai";
import { DAY, HOUR, leasing, MILL, Outcome, State } from "../support/leasing.ts";
import { USD } from "../support/market.ts";
import { networkHelpers } from "../world.ts";

const { loadFixture, time } = networkHelpers;

describe("the life of a lease by time", () => {
  it("locks price, bond, stake and units when it opens", async () => {
    const m = await loadFixture(leasing);
    const before = await m.escrow.freeBalance(m.buyer.address, m.token);
    const { id } = await m.lease();

    expect(before - (await m.escrow.freeBalance(m.buyer.address, m.token))).to.equal(20n * USD);
    const stake = await m.staking.operatorStake(m.operator.address);
    expect(stake.bonded).to.equal(500n * MILL);
    expect(stake.locked).to.equal(1_600n * MILL);
    expect((await m.nodes.node(m.nodeId)).leasedUnits).to.equal(1_000n);
    expect((await m.leases.lease(id)).state).to.equal(State.Open);
    expect(await m.staking.bondOf(id, m.operator.address, 500n * MILL)).to.equal(500n * MILL);
  });

  it("names the lease by the hash of the terms that its event tells", async () => {
    const m = await loadFixture(leasing);
    const { id, terms } = await m.lease();
    expect(await m.leases.leaseIdOf(terms)).to.equal(id);
  });

  it("pays in full when the time is up, and unlocks all once it is final", async () => {
    const m = await loadFixture(leasing);
    const { id, terms } = await m.running();
    await expect(m.leases.complete(terms)).to.be.revertedWithCustomError(m.leases, "TooEarly");
    await time.increase(10 * HOUR);
    await m.leases.connect(m.stranger).complete(terms);

    const [net, fees] = await m.escrow.earnings(m.operator.address, m.token);
    expect(net + fees).to.equal(20n * USD);
    expect(fees).to.equal((20n * USD * 200n) / 10_000n);
    expect((await m.leases.lease(id)).outcome).to.equal(Outcome.Completed);
    expect((await m.nodes.node(m.nodeId)).leasedUnits).to.equal(0n);

    await expect(m.leases.finalize(terms)).to.be.revertedWithCustomError(m.leases, "TooEarly");
    await time.increase(3 * DAY);
    await m.leases.connect(m.stranger).finalize(terms);
    const stake = await m.staking.operatorStake(m.operator.address);
    expect([stake.bonded, stake.locked]).to.deep.equal([0n, 0n]);
    expect((await m.quality.recordOf(m.operator.address)).served).to.equal(20n * MILL);
    await expect(m.leases.finalize(terms)).to.be.revertedWithCustomError(m.leases, "WrongState");
  });

  it("settles what was earned so far, by anyone, and never twice", async () => {
    const m = await loadFixture(leasing);
    const { terms } = await m.running();
    await time.increase(HOUR - 1);
    await m.leases.connect(m.stranger).settle(terms);
    const [net, fees] = await m.escrow.earnings(m.operator.address, m.token);
    expect(net + fees).to.equal(2n * USD);
    await time.increase(9 * HOUR);
    await m.leases.complete(terms);
    const [netAfter, feesAfter] = await m.escrow.earnings(m.operator.address, m.token);
    expect(netAfter + feesAfter).to.equal(20n * USD);
  });

  it("returns to the buyer what a stopped lease did not use, but for the minimum", async () => {
    const m = await loadFixture(leasing);
    const free = await m.escrow.freeBalance(m.buyer.address, m.token);
    const { id, terms } = await m.running();
    await m.leases.connect(m.buyer).stop(terms);
    expect(free - (await m.escrow.freeBalance(m.buyer.address, m.token))).to.equal(2n * USD);
    expect((await m.leases.lease(id)).outcome).to.equal(Outcome.Stopped);
  });

  it("costs a cancelling buyer the minimum duration, and is final at once", async () => {
    const m = await loadFixture(leasing);
    const free = await m.escrow.freeBalance(m.buyer.address, m.token);
    const { id, terms } = await m.lease();
    await m.leases.connect(m.buyer).cancel(terms);
    expect(free - (await m.escrow.freeBalance(m.buyer.address, m.token))).to.equal(2n * USD);
    expect((await m.leases.lease(id)).state).to.equal(State.Final);
    expect((await m.staking.operatorStake(m.operator.address)).bonded).to.equal(0n);
    expect((await m.quality.recordOf(m.operator.address)).since).to.equal(0n);
  });

  it("compensates a no-show with half of the bond, one thaw later", async () => {
    const m = await loadFixture(leasing);
    const free = await m.escrow.freeBalance(m.buyer.address, m.token);
    const { id, terms } = await m.lease();
    await time.increase(1_801);
    await expect(m.leases.connect(m.operator).start(terms)).to.be.revertedWithCustomError(m.leases, "TooLate");
    await expect(m.leases.reportNoShow(terms)).to.be.revertedWithCustomError(m.leases, "TooEarly");
    await time.increase(600);
    await m.leases.connect(m.stranger).reportNoShow(terms);

    expect(await m.escrow.freeBalance(m.buyer.address, m.token)).to.equal(free);
    expect((await m.leases.lease(id)).outcome).to.equal(Outcome.NoShow);
    expect((await m.staking.operatorStake(m.operator.address)).pending).to.equal(250n * MILL);
    await expect(m.staking.payCompensation(1)).to.be.revertedWithCustomError(m.staking, "CompensationNotPayable");
    await time.increase(14 * DAY);
    await m.staking.connect(m.stranger).payCompensation(1);
    expect(await m.millToken.balanceOf(m.buyer.address)).to.equal(250n * MILL);

    await m.leases.finalize(terms);
    const record = await m.quality.recordOf(m.operator.address);
    expect([record.good, record.served]).to.deep.equal([0n, 0n]);
    expect(record.bad).to.equal(20n * MILL);
  });

  it("compensates an abandoned lease for what was left, and pays what was used", async () => {
    const m = await loadFixture(leasing);
    const { id, terms } = await m.running();
    await time.increase(4 * HOUR - 1);
    await m.leases.connect(m.operator).abandon(terms);
    const [net, fees] = await m.escrow.earnings(m.operator.address, m.token);
    expect(net + fees).to.equal(8n * USD);
    expect((await m.staking.compensation(1)).amount).to.equal(300n * MILL);
    expect((await m.leases.lease(id)).outcome).to.equal(Outcome.Abandoned);
  });

  it("goes on from an ended lease in the same call", async () => {
    const m = await loadFixture(leasing);
    const { id, terms } = await m.running();
    const next = await m.order({ continues: id, nonce: 1n });
    const { interface: abi } = m.leases;
    await m.leases
      .connect(m.buyer)
      .multicall([abi.encodeFunctionData("stop", [terms]), abi.encodeFunctionData("open", [next])]);
    expect((await m.nodes.node(m.nodeId)).leasedUnits).to.equal(1_000n);
  });
});
