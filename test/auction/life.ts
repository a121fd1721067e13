import { expect } from "chai";
import { encodeBytes32String, MaxUint256, Signature } from "ethers";
import { dollars, pass } from "../support/history.ts";
import { DAY, type Leasing, leasing, MILL } from "../support/leasing.ts";
import { USD } from "../support/market.ts";
import { claim, newChannel } from "../support/vouchers.ts";
import { networkHelpers } from "../world.ts";

const { loadFixture, time } = networkHelpers;
const day = BigInt(DAY);
/** The start price of the local network's token, per whole token. */
const START = 1_000_000n * MILL;

/** An operator of tier 1 on 400 dollars of which the protocol has 8, and a bidder with MILL. */
async function feesEarned(): Promise<Leasing> {
  const m = await leasing();
  await pass(m, [{ price: 0n }]);
  await pass(m, [{ price: dollars(200) }, { price: dollars(200) }]);
  await m.millToken.connect(m.treasury).transfer(m.stranger, 1_000_000n * MILL);
  await m.millToken.connect(m.stranger).approve(m.feeAuction, MaxUint256);
  return m;
}

/** What a contribution of the operator counts for, by the setting of its tier. */
async function countedOf(m: Leasing, fees: bigint): Promise<bigint> {
  expect(await m.quality.currentTier(m.operator)).to.equal(1n);
  const multiplierBps = await m.parameters.value(encodeBytes32String("tier1MultiplierBps"));
  expect(multiplierBps).to.be.above(0n).and.below(10_000n);
  return (fees * multiplierBps) / 10_000n;
}

/** What the operator is paid of a pot, of fees that were all its own. */
async function rebateOf(m: Leasing, pot: bigint, fees: bigint): Promise<bigint> {
  return (pot * (await countedOf(m, fees))) / fees;
}

/** The same with the fees in lot 1, whose sale has just begun. */
async function onSale(): Promise<Leasing> {
  const m = await feesEarned();
  await m.feeAuction.collect(m.token, [m.operator]);
  const { epoch } = await m.feeAuction.lot(1n);
  await time.increaseTo((epoch + 1n) * day);
  return m;
}

describe("FeeAuction", () => {
  it("collects fees into the lot of the epoch, and notes what each operator's counts for", async () => {
    const m = await loadFixture(feesEarned);
    const sent = m.feeAuction.connect(m.stranger).collect(m.token, [m.operator, m.stranger, m.operator]);
    const fees = 8n * USD;
    await expect(sent)
      .to.emit(m.feeAuction, "FeesCollected")
      .withArgs(1n, m.operator.address, fees, await countedOf(m, fees));
    const lot = await m.feeAuction.lot(1n);
    expect([lot.token, lot.collected, lot.unsold, lot.rebateBps]).to.deep.equal([m.token, fees, fees, 7_000n]);
    expect(lot.epoch).to.equal(BigInt(await time.latest()) / day);
    expect(await m.feeAuction.lotOf(m.token, lot.epoch)).to.equal(1n);
    expect(await m.escrow.freeBalance(m.feeAuction, m.token)).to.equal(fees);
    expect(await m.feeAuction.unsoldOf(m.token)).to.equal(fees);
    expect((await m.feeAuction.rebateOf(1n, m.operator)).counted).to.equal(await countedOf(m, fees));
    await expect(m.feeAuction.collect(m.token, [m.operator]))
      .to.be.revertedWithCustomError(m.feeAuction, "TooLittle")
      .withArgs(0n, USD);
  });

  it("sells when the epoch is over, at a price that halves every 20 minutes and starts again every day", async () => {
    const m = await loadFixture(feesEarned);
    await m.feeAuction.collect(m.token, [m.operator]);
    const begins = ((await m.feeAuction.lot(1n)).epoch + 1n) * day;
    await expect(m.feeAuction.priceOf(1n))
      .to.be.revertedWithCustomError(m.feeAuction, "SaleNotBegun")
      .withArgs(1n, begins);
    for (const [elapsed, price] of [
      [0n, START],
      [600n, (START * 3n) / 4n],
      [1_200n, START / 2n],
      [12_000n, START / 1_024n],
      [day, START],
      [3n * day + 1_200n, START / 2n],
    ] as const) {
      await time.increaseTo(begins + elapsed);
      expect(await m.feeAuction.priceOf(1n), String(elapsed)).to.equal(price);
    }
  });

  it("burns 30 % of the MILL that a lot fetched, and pays the operator its part of the rest by its tier", async () => {
    const m = await loadFixture(onSale);
    await time.increase(8 * 3_600);
    const supply = await m.millToken.totalSupply();
    const held = await m.millToken.balanceOf(m.stranger);
    const tokens = await m.usd.balanceOf(m.stranger);
    await m.feeAuction.connect(m.stranger).bid(1n, MaxUint256, MaxUint256);
    const mill = held - (await m.millToken.balanceOf(m.stranger));
    const lot = await m.feeAuction.lot(1n);
    const pot = (mill * 7_000n) / 10_000n;
    expect([lot.unsold, lot.received, lot.pot]).to.deep.equal([0n, mill, pot]);
    expect((await m.usd.balanceOf(m.stranger)) - tokens).to.equal(8n * USD);
    expect(supply - (await m.millToken.totalSupply())).to.equal(mill - pot);
    expect(await m.millToken.balanceOf(m.feeAuction)).to.equal(pot);
    expect(await m.feeAuction.inPots()).to.equal(pot);
    // 98 % of 24 half-lives after a million: the price of 8 hours, rounded up for 8 tokens.
    expect(mill).to.be.within((8n * START) / 2n ** 24n / 2n, (8n * START) / 2n ** 24n + 8n);

    const rebate = await rebateOf(m, pot, 8n * USD);
    const operatorHeld = await m.millToken.balanceOf(m.operator);
    const claimed = m.feeAuction.connect(m.attacker).claimRebates(1n, [m.attacker, m.operator, m.operator]);
    await expect(claimed).to.emit(m.feeAuction, "RebatePaid").withArgs(1n, m.operator.address, rebate);
    expect((await m.millToken.balanceOf(m.operator)) - operatorHeld).to.equal(rebate);
    await m.feeAuction.claimRebates(1n, [m.operator]);
    expect((await m.millToken.balanceOf(m.operator)) - operatorHeld).to.equal(rebate);

    const until = lot.rebatesFrom + 90n * day;
    await expect(m.feeAuction.burnRest(1n)).to.be.revertedWithCustomError(m.feeAuction, "RebatesNotOver");
    await time.increaseTo(until);
    await expect(m.feeAuction.claimRebates(1n, [m.operator])).to.be.revertedWithCustomError(
      m.feeAuction,
      "RebatesOver",
    );
    await expect(m.feeAuction.burnRest(1n))
      .to.emit(m.feeAuction, "PotBurned")
      .withArgs(1n, pot - rebate);
    expect(await m.millToken.balanceOf(m.feeAuction)).to.equal(0n);
  });

  it("takes bids for a part down to the least amount, and no more MILL than the bidder allows", async () => {
    const m = await loadFixture(onSale);
    const by = m.feeAuction.connect(m.stranger);
    await time.increase(9 * 3_600);
    await expect(by.bid(1n, USD - 1n, MaxUint256)).to.be.revertedWithCustomError(by, "TooLittle");
    await expect(by.bid(1n, USD, 1n)).to.be.revertedWithCustomError(by, "CostAboveLimit");
    await by.bid(1n, 7n * USD + 1n, MaxUint256);
    // What is left is below the least amount, and can be bought as it is.
    await by.bid(1n, USD - 1n, MaxUint256);
    await expect(by.bid(1n, USD, MaxUint256)).to.be.revertedWithCustomError(by, "LotSoldOut");
    await expect(by.bid(7n, USD, MaxUint256)).to.be.revertedWithCustomError(by, "LotUnknown");
  });

  it("opens rebates of a lot that is not sold out after 7 days, and pays later what is sold later", async () => {
    const m = await loadFixture(onSale);
    const by = m.feeAuction.connect(m.stranger);
    await time.increase(9 * 3_600);
    await by.bid(1n, 4n * USD, MaxUint256);
    const { rebatesFrom, epoch } = await m.feeAuction.lot(1n);
    expect(rebatesFrom).to.equal((epoch + 8n) * day);
    await expect(by.claimRebates(1n, [m.operator])).to.be.revertedWithCustomError(by, "RebatesNotOpen");
    await time.increaseTo(rebatesFrom);
    await by.claimRebates(1n, [m.operator]);
    const first = (await m.feeAuction.rebateOf(1n, m.operator)).paid;
    expect(first).to.be.above(0n);
    await time.increase(10 * 3_600);
    await by.bid(1n, 4n * USD, MaxUint256);
    const { due } = await m.feeAuction.rebateOf(1n, m.operator);
    await by.claimRebates(1n, [m.operator]);
    expect((await m.feeAuction.rebateOf(1n, m.operator)).paid).to.equal(first + due);
    expect(due).to.be.above(0n);
    expect(first + due).to.equal(await rebateOf(m, (await m.feeAuction.lot(1n)).pot, 8n * USD));
  });

  it("takes a bid with a permit, also when a stranger has used the permit first", async () => {
    const m = await loadFixture(onSale);
    await m.millToken.connect(m.treasury).transfer(m.challenger, 1_000n * MILL);
    await time.increase(9 * 3_600);
    const address = await m.feeAuction.getAddress();
    const domain = {
      ...{ name: "Millrace", version: "1", chainId: m.chainId },
      verifyingContract: await m.millToken.getAddress(),
    };
    const types = {
      Permit: ["owner:address", "spender:address", "value:uint256", "nonce:uint256", "deadline:uint256"].map(
        (field) => {
          const [name = "", type = ""] = field.split(":");
          return { name, type };
        },
      ),
    };
    const value = 1_000n * MILL;
    const message = { owner: m.challenger.address, spender: address, value, nonce: 0n, deadline: MaxUint256 };
    const { v, r, s } = Signature.from(await m.challenger.signTypedData(domain, types, message));
    await m.millToken.connect(m.attacker).permit(m.challenger, address, value, MaxUint256, v, r, s);
    await m.feeAuction.connect(m.challenger).bidWithPermit(1n, 8n * USD, value, MaxUint256, v, r, s);
    expect(await m.usd.balanceOf(m.challenger)).to.equal(8n * USD);
  });

  it("divides a lot of MILL without a sale", async () => {
    const m = await loadFixture(feesEarned);
    const mill = await m.millToken.getAddress();
    await m.parameters.setPaymentToken(mill, true);
    await m.millToken.connect(m.stranger).approve(m.escrow, MaxUint256);
    await m.escrow.connect(m.stranger).deposit(mill, 100n * MILL);
    const channel = newChannel({ payer: m.stranger.address, operator: m.operator.address, token: mill });
    await m.escrow.connect(m.stranger).open(m.operator, mill, channel.terms.signer, channel.terms.nonce, 100n * MILL);
    await m.escrow.settle(m.operator, mill, [claim(m.domain, channel, 100n * MILL)]);
    await m.feeAuction.collect(mill, [m.operator]);
    const id = await m.feeAuction.lastLot();
    await time.increase(DAY);
    await expect(m.feeAuction.priceOf(id)).to.be.revertedWithCustomError(m.feeAuction, "LotOfMill");
    const supply = await m.millToken.totalSupply();
    await m.feeAuction.redeem(id);
    expect(supply - (await m.millToken.totalSupply())).to.equal((2n * MILL * 3n) / 10n);
    expect(await m.feeAuction.inPots()).to.equal((2n * MILL * 7n) / 10n);
    await m.feeAuction.claimRebates(id, [m.operator]);
    const pot = (2n * MILL * 7n) / 10n;
    expect(await m.millToken.balanceOf(m.feeAuction)).to.equal(pot - (await rebateOf(m, pot, 2n * MILL)));
  });

  it("is told by governance alone how a token is sold", async () => {
    const m = await loadFixture(feesEarned);
    await expect(m.feeAuction.connect(m.attacker).setTokenTerms(m.token, 1n, 1n)).to.be.revertedWithCustomError(
      m.feeAuction,
      "OwnableUnauthorizedAccount",
    );
    await expect(m.feeAuction.setTokenTerms(m.token, 0n, 1n)).to.be.revertedWithCustomError(
      m.feeAuction,
      "TermsInvalid",
    );
    await expect(m.feeAuction.collect(m.attacker, [m.operator])).to.be.revertedWithCustomError(
      m.feeAuction,
      "TokenNotSold",
    );
    await m.feeAuction.setTokenTerms(m.token, MILL, 5n);
    expect(await m.feeAuction.tokenTerms(m.token)).to.deep.equal([MILL, 5n, 6n]);
  });
});
