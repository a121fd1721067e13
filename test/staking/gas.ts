import { expect } from "chai";
import type { ContractTransactionResponse } from "ethers";
import { networkHelpers } from "../world.ts";
import { lease, MILL, THAW, yard } from "./yard.ts";

const { loadFixture, time } = networkHelpers;

/** Gas of the whole transaction. */
async function gasOf(sent: Promise<ContractTransactionResponse>) {
  const receipt = await (await sent).wait();
  return Number(receipt?.gasUsed);
}

describe("Staking costs, in the steady state, at most", () => {
  it("70,000 gas to stake, 77,000 to delegate, 150,000 to leave, 89,000 to book a slash", async () => {
    const y = await loadFixture(yard);
    const by = y.by("operator");
    await by.stake(100n * MILL);
    await by.requestThaw(MILL);
    await y.by("delegator").delegate(y.operator.address, 100n * MILL, 0);
    await y.by("stranger").delegate(y.operator.address, 100n * MILL, 0);
    await y.leases.lock(lease("a"), y.operator.address, 10n * MILL, 10n * MILL);
    await y.disputes.freeze(9, y.operator.address, y.challenger.address, y.buyer.address, 100);

    const costs = {
      stake: await gasOf(by.stake(10n * MILL)),
      delegate: await gasOf(y.by("delegator").delegate(y.operator.address, 10n * MILL, 1)),
      leave: await gasOf(by.requestThaw(10n * MILL)),
      book: 0,
    };
    await time.increase(THAW);
    costs.leave += await gasOf(by.withdraw(1));
    await y.disputes.freeze(1, y.operator.address, y.challenger.address, y.buyer.address, 1_000);
    costs.book = await gasOf(y.disputes.book(1));
    const most = { stake: 70_000, delegate: 77_000, leave: 150_000, book: 89_000 };
    for (const step of ["stake", "delegate", "leave", "book"] as const) {
      expect(costs[step], `${step}: ${JSON.stringify(costs)}`).to.be.at.most(most[step]);
    }
  });
});
