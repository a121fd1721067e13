import { expect } from "chai";
import { Wallet } from "ethers";
import { type Courtroom, courtroom, DELEGATED, EVIDENCE, Fault, PLACE } from "../support/courtroom.ts";
import { DAY, Metering, MILL, type Terms } from "../support/leasing.ts";
import { ethers, networkHelpers } from "../world.ts";

const { loadFixture, time } = networkHelpers;
/** For what disputes of one operator with itself freeze at once: each is back when its dispute ends. */
const BONDS = 1_000n * MILL;

/** One unit of the operator, for nothing, to its other account, which disputes it at once. */
async function disputeItself(c: Courtroom, nonce: bigint): Promise<{ readonly id: bigint; readonly terms: Terms }> {
  const order = await c.order({
    units: 1,
    nonce,
    signer: Wallet.createRandom().address,
    offer: { metering: Metering.ByVoucher, minSeconds: 0, pricePerUnitHour: 0n },
  });
  const receipt = await (await c.leases.connect(c.otherBuyer).open(order)).wait();
  const opened = receipt?.logs.map((log) => c.leases.interface.parseLog(log)).find((e) => e?.name === "LeaseOpened");
  const terms = opened?.args.terms.toObject(true) as Terms;
  await c.leases.connect(c.operator).start(terms);
  await c.disputes.connect(c.otherBuyer).open(terms, Fault.DataMisuse, EVIDENCE, PLACE);
  return { id: await c.disputes.lastDisputeId(), terms };
}

describe("a delegator who leaves an operator that disputes itself without end", () => {
  it("is held for two thaw periods at most, and then takes all of its stake (10)", async () => {
    const c = await loadFixture(courtroom);
    await c.millToken.connect(c.treasury).transfer(c.otherBuyer, BONDS);
    await c.millToken.connect(c.otherBuyer).approve(c.staking, 100n * BONDS);
    const { shares } = await c.staking.delegationOf(c.operator, c.delegator);
    await c.staking.connect(c.delegator).requestUndelegate(c.operator, shares);
    const { maturesAt } = await c.staking.undelegationOf(c.operator, c.delegator, 0n);
    const lastAt = maturesAt + 2n * 14n * BigInt(DAY);

    // Two and more are open at any time, so that all delegated stake is frozen, also while the first ones end.
    const open: { readonly id: bigint; readonly terms: Terms }[] = [];
    await time.increaseTo(maturesAt - BigInt(DAY));
    for (let at = maturesAt; at < lastAt; at += BigInt(DAY)) {
      open.push(await disputeItself(c, at), await disputeItself(c, at + 1n));
      await time.increaseTo(at);
      while (open[0] !== undefined && (await c.disputes.dispute(open[0].id)).deadline <= at) {
        const [{ id, terms }] = open.splice(0, 1) as [(typeof open)[0]];
        await c.disputes.connect(c.stranger).execute(id, terms);
        await c.staking.connect(c.otherBuyer).withdrawCredit();
      }
      const { tokens } = await c.staking.undelegationOf(c.operator, c.delegator, 0n);
      if (at > maturesAt) expect(tokens).to.equal(0n);
    }
    // It has cost the operator nothing.
    const bonds = await Promise.all(open.map(async ({ id }) => (await c.disputes.dispute(id)).bond));
    const there = await c.millToken.balanceOf(c.otherBuyer);
    expect(bonds.reduce((sum, bond) => sum + bond, there)).to.equal(BONDS);

    await time.setNextBlockTimestamp(lastAt);
    await expect(c.staking.connect(c.delegator).withdrawDelegation(c.operator, 0n, DELEGATED)).to.changeTokenBalance(
      ethers,
      c.millToken,
      c.delegator,
      DELEGATED,
    );
    expect((await c.staking.operatorStake(c.operator)).frozenDelegated).to.equal(0n);
  });
});
