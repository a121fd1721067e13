import { expect } from "chai";
import { Signature, Wallet, ZeroAddress } from "ethers";
import { type Market, market, USD } from "../support/market.ts";
import { ethers, networkHelpers } from "../world.ts";

const { loadFixture, time } = networkHelpers;

const PERMIT = {
  Permit: [
    { name: "owner", type: "address" },
    { name: "spender", type: "address" },
    { name: "value", type: "uint256" },
    { name: "nonce", type: "uint256" },
    { name: "deadline", type: "uint256" },
  ],
};
const RECEIVE = {
  ReceiveWithAuthorization: [
    { name: "from", type: "address" },
    { name: "to", type: "address" },
    { name: "value", type: "uint256" },
    { name: "validAfter", type: "uint256" },
    { name: "validBefore", type: "uint256" },
    { name: "nonce", type: "bytes32" },
  ],
};

/** A wallet with 100 and ether for gas, and a permit of it for Escrow. */
async function owner(m: Market) {
  const wallet = Wallet.createRandom().connect(m.buyer.provider);
  await m.usd.mint(wallet.address, 100n * USD);
  await networkHelpers.setBalance(wallet.address, 10n ** 18n);
  const domain = { name: "Test USD", version: "1", chainId: m.chainId, verifyingContract: m.token };
  const deadline = BigInt(await time.latest()) + 3_600n;
  const value = 100n * USD;
  const permit = { owner: wallet.address, spender: m.escrowAddress, value, nonce: 0n, deadline };
  return { wallet, domain, deadline, permit: Signature.from(await wallet.signTypedData(domain, PERMIT, permit)) };
}

describe("Escrow's free balances", () => {
  it("credits what arrived and gives it back to whom the account names", async () => {
    const m = await loadFixture(market);
    const before = await m.escrow.freeBalance(m.buyer.address, m.token);
    await expect(m.escrow.connect(m.buyer).deposit(m.token, 5n * USD))
      .to.emit(m.escrow, "Deposited")
      .withArgs(m.buyer.address, m.token, 5n * USD);
    expect(await m.escrow.freeBalance(m.buyer.address, m.token)).to.equal(before + 5n * USD);
    const withdraw = m.escrow.connect(m.buyer).withdraw(m.token, 5n * USD, m.stranger.address);
    await expect(withdraw).to.changeTokenBalance(ethers, m.usd, m.stranger, 5n * USD);
    expect(await m.escrow.freeBalance(m.buyer.address, m.token)).to.equal(before);
  });

  it("refuses a token off the list, nothing, and more than there is", async () => {
    const m = await loadFixture(market);
    const escrow = m.escrow.connect(m.buyer);
    const mill = await m.millToken.getAddress();
    const listed = await m.parameters.isPaymentToken(mill);
    if (listed) await m.parameters.setPaymentToken(mill, false);
    await expect(escrow.deposit(mill, 1n)).to.be.revertedWithCustomError(m.escrow, "TokenNotListed").withArgs(mill);
    await expect(escrow.deposit(m.token, 0n)).to.be.revertedWithCustomError(m.escrow, "ZeroAmount");
    await expect(escrow.withdraw(m.token, 100_001n * USD, m.buyer.address))
      .to.be.revertedWithCustomError(m.escrow, "InsufficientFreeBalance")
      .withArgs(m.buyer.address, m.token, 100_000n * USD, 100_001n * USD);
    await expect(escrow.withdraw(m.token, 1n, ZeroAddress)).to.be.revertedWithCustomError(m.escrow, "ZeroAddress");
  });

  it("lets a token that was taken off the list be withdrawn", async () => {
    const m = await loadFixture(market);
    await m.parameters.setPaymentToken(m.token, false);
    await expect(m.escrow.connect(m.buyer).deposit(m.token, 1n)).to.be.revertedWithCustomError(
      m.escrow,
      "TokenNotListed",
    );
    await m.escrow.connect(m.buyer).withdraw(m.token, 100_000n * USD, m.buyer.address);
  });

  it("deposits with a permit for its owner, whoever submits it (G-19)", async () => {
    const m = await loadFixture(market);
    const { wallet, deadline, permit } = await owner(m);
    await m.escrow
      .connect(m.stranger)
      .depositWithPermit(m.token, wallet.address, 100n * USD, deadline, permit.v, permit.r, permit.s);
    expect(await m.escrow.freeBalance(wallet.address, m.token)).to.equal(100n * USD);
    expect(await m.escrow.freeBalance(m.stranger.address, m.token)).to.equal(0n);
  });

  it("still deposits for the owner when somebody has spent the permit before (G-17)", async () => {
    const m = await loadFixture(market);
    const { wallet, deadline, permit } = await owner(m);
    await m.usd
      .connect(m.attacker)
      .permit(wallet.address, m.escrowAddress, 100n * USD, deadline, permit.v, permit.r, permit.s);
    const deposit = (from: typeof m.attacker | typeof wallet) =>
      m.escrow
        .connect(from)
        .depositWithPermit(m.token, wallet.address, 100n * USD, deadline, permit.v, permit.r, permit.s);
    await expect(deposit(m.attacker)).to.be.revertedWithCustomError(m.escrow, "PermitRefused");
    await deposit(wallet);
    expect(await m.escrow.freeBalance(wallet.address, m.token)).to.equal(100n * USD);
  });

  it("never pulls a stranger's allowance without its signature (G-18)", async () => {
    const m = await loadFixture(market);
    const call = m.escrow
      .connect(m.attacker)
      .depositWithPermit(m.token, m.buyer.address, USD, 2n ** 40n, 27, `0x${"11".repeat(32)}`, `0x${"22".repeat(32)}`);
    await expect(call).to.be.revertedWithCustomError(m.escrow, "PermitRefused").withArgs(m.buyer.address, m.token);
  });

  it("deposits with an authorisation of ERC-3009 for its signer, once", async () => {
    const m = await loadFixture(market);
    const { wallet, domain, deadline } = await owner(m);
    const nonce = `0x${"07".repeat(32)}`;
    const message = {
      from: wallet.address,
      to: m.escrowAddress,
      value: USD,
      validAfter: 0n,
      validBefore: deadline,
      nonce,
    };
    const { v, r, s } = Signature.from(await wallet.signTypedData(domain, RECEIVE, message));
    const deposit = () =>
      m.escrow.connect(m.stranger).depositWithAuthorization(m.token, wallet.address, USD, 0n, deadline, nonce, v, r, s);
    await deposit();
    expect(await m.escrow.freeBalance(wallet.address, m.token)).to.equal(USD);
    await expect(deposit()).to.be.revertedWithCustomError(m.usd, "ERC3009UsedAuthorization");
  });

  it("does several things in one call", async () => {
    const m = await loadFixture(market);
    const calls = [
      m.escrow.interface.encodeFunctionData("deposit", [m.token, USD]),
      m.escrow.interface.encodeFunctionData("open", [
        m.operator.address,
        m.token,
        m.stranger.address,
        9n,
        100_001n * USD,
      ]),
    ];
    await m.escrow.connect(m.buyer).multicall(calls);
    expect(await m.escrow.freeBalance(m.buyer.address, m.token)).to.equal(0n);
  });

  it("pauses deposits and openings for a bounded time, and nothing else", async () => {
    const m = await loadFixture(market);
    const channel = await m.open(10n * USD);
    await m.parameters.connect(m.guardian).pause(0);
    await m.parameters.connect(m.guardian).pause(1);
    const buyer = m.escrow.connect(m.buyer);
    const { operator, signer } = channel.terms;
    await expect(buyer.deposit(m.token, USD)).to.be.revertedWithCustomError(m.escrow, "DepositsPaused");
    await expect(buyer.open(operator, m.token, signer, 5n, USD)).to.be.revertedWithCustomError(
      m.escrow,
      "OpeningPaused",
    );
    await buyer.topUp(channel.terms, USD);
    await m.escrow.settle(operator, m.token, [m.claim(channel, USD)]);
    await m.escrow.connect(m.operator).withdrawEarnings(m.token);
    await m.escrow.connect(m.operator).close(channel.terms);
    await buyer.withdraw(m.token, USD, m.buyer.address);
    await time.increase(await m.parameters.value(ethers.encodeBytes32String("pauseSeconds")));
    await buyer.deposit(m.token, USD);
    await buyer.open(operator, m.token, signer, 5n, USD);
  });
});
