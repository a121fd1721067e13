import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { type Market, market, USD } from "../support/market.ts";
import { ethers, networkHelpers } from "../world.ts";

const { loadFixture, setBalance, time } = networkHelpers;
const DAY = 86_400;

/** Have the operator earn 98 net and 2 of fees. */
async function earn(m: Market, operator = m.operator.address) {
  const channel = await m.open(undefined, { operator });
  await m.escrow.settle(operator, m.token, [m.claim(channel, 100n * USD)]);
  return channel;
}

describe("Escrow's earnings", () => {
  it("go to the operator, once", async () => {
    const m = await loadFixture(market);
    await earn(m);
    const withdraw = () => m.escrow.connect(m.operator).withdrawEarnings(m.token);
    await expect(withdraw()).to.changeTokenBalance(ethers, m.usd, m.operator, 98n * USD);
    await expect(withdraw()).to.be.revertedWithCustomError(m.escrow, "NothingToWithdraw");
  });

  it("go to the beneficiary that the operator named, which alone can name another", async () => {
    const m = await loadFixture(market);
    await earn(m);
    const set = (by: typeof m.operator, to: string) =>
      m.escrow.connect(by).setBeneficiary(m.operator.address, m.token, to);
    await expect(set(m.attacker, m.attacker.address)).to.be.revertedWithCustomError(m.escrow, "NotAuthorized");
    await set(m.operator, m.stranger.address);
    await expect(set(m.operator, m.attacker.address))
      .to.be.revertedWithCustomError(m.escrow, "NotAuthorized")
      .withArgs(m.operator.address, m.stranger.address);
    await expect(m.escrow.connect(m.operator).withdrawEarnings(m.token)).to.changeTokenBalance(
      ethers,
      m.usd,
      m.stranger,
      98n * USD,
    );
    await set(m.stranger, m.operator.address);
    expect(await m.escrow.beneficiaryOf(m.operator.address, m.token)).to.equal(m.operator.address);
  });

  it("leave the protocol's fees to the collector, of many operators at once", async () => {
    const m = await loadFixture(market);
    await earn(m);
    await earn(m, m.otherOperator.address);
    const operators = [m.operator.address, m.stranger.address, m.otherOperator.address, m.operator.address];
    await expect(m.escrow.connect(m.attacker).collectFees(m.token, operators)).to.be.revertedWithCustomError(
      m.escrow,
      "NotAuthorized",
    );
    const collector = await ethers.getImpersonatedSigner(await m.escrow.feeCollector());
    await setBalance(collector.address, 10n ** 18n);
    await m.escrow.connect(collector).collectFees(m.token, operators);
    expect(await m.escrow.freeBalance(collector.address, m.token)).to.equal(4n * USD);
    expect(await m.escrow.earnings(m.operator.address, m.token)).to.deep.equal([98n * USD, 0n]);
  });
});

describe("Escrow's relayer terms", () => {
  it("take a day to come into force, and another to change", async () => {
    const m = await loadFixture(market);
    const set = (relayer: string, bps: number) => m.escrow.connect(m.operator).setRelayer(m.token, relayer, bps);
    const accrued = async () => (await m.escrow.relayerFees(m.operator.address, m.token)).accrued;
    await set(m.relayer.address, 500);
    await earn(m);
    expect(await accrued()).to.equal(0n);

    await time.increase(DAY);
    await earn(m);
    expect(await accrued()).to.equal((98n * USD * 5n) / 100n);

    await set(m.otherRelayer.address, 1_000);
    await earn(m);
    expect(await accrued()).to.equal((2n * 98n * USD * 5n) / 100n);
    await time.increase(DAY);
    await earn(m);
    expect(await m.escrow.freeBalance(m.relayer.address, m.token)).to.equal((2n * 98n * USD * 5n) / 100n);
    expect(await m.escrow.relayerFees(m.operator.address, m.token)).to.deep.equal([
      m.otherRelayer.address,
      (98n * USD) / 10n,
    ]);
  });

  it("pay the relayer whoever submits, and anyone can release what it accrued", async () => {
    const m = await loadFixture(market);
    await m.escrow.connect(m.operator).setRelayer(m.token, m.relayer.address, 1_000);
    await time.increase(DAY);
    const channel = await m.open();
    await m.escrow.connect(m.attacker).settle(m.operator.address, m.token, [m.claim(channel, 100n * USD)]);
    await m.escrow.connect(m.stranger).collectRelayerFees(m.token, [m.operator.address, m.operator.address]);
    expect(await m.escrow.freeBalance(m.relayer.address, m.token)).to.equal((98n * USD) / 10n);
    expect(await m.escrow.earnings(m.operator.address, m.token)).to.deep.equal([(98n * USD * 9n) / 10n, 2n * USD]);
    await m.escrow.connect(m.relayer).withdraw(m.token, (98n * USD) / 10n, m.relayer.address);
  });

  it("are bounded, and end when no relayer is named", async () => {
    const m = await loadFixture(market);
    const operator = m.escrow.connect(m.operator);
    await expect(operator.setRelayer(m.token, m.relayer.address, 1_001))
      .to.be.revertedWithCustomError(m.escrow, "FeeBpsTooHigh")
      .withArgs(1_001n, 1_000n);
    await expect(operator.setRelayer(m.token, ZeroAddress, 1)).to.be.revertedWithCustomError(m.escrow, "FeeBpsTooHigh");
    await operator.setRelayer(m.token, m.relayer.address, 1_000);
    await time.increase(DAY);
    await operator.setRelayer(m.token, ZeroAddress, 0);
    await time.increase(DAY);
    await earn(m);
    expect(await m.escrow.earnings(m.operator.address, m.token)).to.deep.equal([98n * USD, 2n * USD]);
    const [current, next, effectiveAt] = await m.escrow.relayerTerms(m.operator.address, m.token);
    expect([current.relayer, current.feeBps, next.relayer, effectiveAt]).to.deep.equal([
      ZeroAddress,
      0n,
      ZeroAddress,
      0n,
    ]);
  });
});
