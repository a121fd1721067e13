import { expect } from "chai";
import { parseBooksDeployment } from "../../scripts/books/deployment.ts";
import { type BooksReport, booksOf, unaccountedBySymbol } from "../../scripts/books/report.ts";
import type { Hex, Rpc } from "../../scripts/books/rpc.ts";
import { auctionSlots, emissionsSlots, slotAfter } from "../../scripts/books/slots.ts";
import { dollars, pass } from "../support/history.ts";
import { DAY, GPU, type Leasing, leasing, MILL, registerNode, stakeFor } from "../support/leasing.ts";
import { networkHelpers, provider } from "../world.ts";

const { loadFixture, time } = networkHelpers;
const BALANCED = { tUSD: "0", MILL: "0" };

const rpc: Rpc = (questions) =>
  Promise.all(questions.map(({ method, params }) => provider.request({ method, params: [...params] })));

function keep({ deployment }: Leasing): Promise<BooksReport> {
  return booksOf(rpc, parseBooksDeployment(JSON.stringify(deployment), "the deployment"));
}

/** An operator with a delegator and a record that has earned for a month, and another one; fees wait in lot 1. */
async function earning(): Promise<Leasing> {
  const m = await leasing();
  await stakeFor(m, m.otherOperator, 7_777n * MILL);
  await registerNode(m, m.otherOperator, 4 * GPU, 2n);
  await m.millToken.connect(m.treasury).transfer(m.delegator, 3_333n * MILL);
  await m.millToken.connect(m.delegator).approve(m.staking, 3_333n * MILL);
  await m.staking.connect(m.delegator).delegate(m.operator, 3_333n * MILL, 0n);
  await m.staking.connect(m.operator).setCommission(1_234n);
  await pass(m, [{ price: 0n }]);
  await pass(m, [{ price: dollars(333) }, { price: dollars(77) }]);
  await m.emissions.poke([m.operator, m.otherOperator]);
  await time.increase(30 * DAY + 12_345);
  await m.millToken.connect(m.treasury).transfer(m.stranger, 1_000_000n * MILL);
  await m.millToken.connect(m.stranger).approve(m.feeAuction, 2n ** 256n - 1n);
  await m.feeAuction.collect(m.token, [m.operator]);
  return m;
}

/** Until a lot's price has fallen far enough for the bidder. */
async function toSale(m: Leasing, day: bigint): Promise<void> {
  const { epoch } = await m.feeAuction.lot(1n);
  await time.increaseTo((epoch + day) * BigInt(DAY) + 31_234n);
}

const millOf = ({ tokens }: BooksReport) => tokens.find(({ symbol }) => symbol === "MILL");

/** Look while a word of a contract is another. */
async function withWord(m: Leasing, contract: string, slot: Hex, by: bigint): Promise<Record<string, string>> {
  const before = BigInt((await provider.request({ method: "eth_getStorageAt", params: [contract, slot] })) as string);
  await networkHelpers.setStorageAt(contract, BigInt(slot), before + by);
  const found = unaccountedBySymbol(await keep(m));
  await networkHelpers.setStorageAt(contract, BigInt(slot), before);
  return found;
}

describe("books: of rewards and rebates", () => {
  it("balance while rewards accrue, when they are credited and after stake has moved on", async () => {
    const m = await loadFixture(earning);
    const accruing = await keep(m);
    expect(unaccountedBySymbol(accruing)).to.deep.equal(BALANCED);
    expect(millOf(accruing)?.staking?.rewards).to.be.above(0n);

    const before = await m.staking.operatorStake(m.operator);
    await m.emissions.claim(m.operator);
    const credited = await m.staking.operatorStake(m.operator);
    expect(credited.own).to.be.above(before.own);
    expect(credited.delegated).to.be.above(before.delegated);
    expect(unaccountedBySymbol(await keep(m))).to.deep.equal(BALANCED);

    const { shares } = await m.staking.delegationOf(m.operator, m.delegator);
    await m.staking.connect(m.delegator).requestUndelegate(m.operator, shares / 3n);
    await m.staking.connect(m.operator).requestThaw(777n * MILL);
    await time.increase(14 * DAY);
    await m.staking.connect(m.delegator).withdrawDelegation(m.operator, 0n, 0n);
    await m.emissions.poke([m.operator, m.otherOperator]);
    expect(unaccountedBySymbol(await keep(m))).to.deep.equal(BALANCED);
  });

  it("balance with a lot in parts sold, a pot in parts paid, and what is left burned", async () => {
    const m = await loadFixture(earning);
    await toSale(m, 1n);
    await m.feeAuction.connect(m.stranger).bid(1n, 3_333_333n, 2n ** 96n);
    const sold = await keep(m);
    expect(unaccountedBySymbol(sold)).to.deep.equal(BALANCED);
    expect(millOf(sold)?.auction?.pots).to.equal((await m.feeAuction.lot(1n)).pot);

    await toSale(m, 9n);
    await m.feeAuction.claimRebates(1n, [m.operator]);
    const { pot, paid, unsold } = await m.feeAuction.lot(1n);
    expect(paid).to.be.above(0n).and.below(pot);
    expect(unsold).to.be.above(0n);
    const inParts = await keep(m);
    expect(unaccountedBySymbol(inParts)).to.deep.equal(BALANCED);
    expect(millOf(inParts)?.auction).to.deep.equal({ balance: pot - paid, pots: pot - paid });

    await m.feeAuction.connect(m.stranger).bid(1n, unsold, 2n ** 96n);
    expect(unaccountedBySymbol(await keep(m))).to.deep.equal(BALANCED);
    await time.increase(100 * DAY);
    await m.feeAuction.burnRest(1n);
    const burned = await keep(m);
    expect(unaccountedBySymbol(burned)).to.deep.equal(BALANCED);
    expect(millOf(burned)?.auction).to.deep.equal({ balance: 0n, pots: 0n });
  });

  it("report one unit too much in a pot, and one that Emissions has minted to nobody", async () => {
    const m = await loadFixture(earning);
    const pots = slotAfter("0x0", auctionSlots.inPots);
    expect(await withWord(m, await m.feeAuction.getAddress(), pots, 1n)).to.deep.equal({ tUSD: "0", MILL: "-1" });
    const supply = slotAfter("0x0", emissionsSlots.supply);
    const minted = await withWord(m, await m.emissions.getAddress(), supply, 1n << 160n);
    expect(minted).to.deep.equal({ tUSD: "0", MILL: "-1" });
    expect(unaccountedBySymbol(await keep(m))).to.deep.equal(BALANCED);
  });
});
