import { expect } from "chai";
import { encodeBytes32String, type Result, Wallet } from "ethers";
import { market, USD } from "../support/market.ts";
import { newChannel, signClose } from "../support/vouchers.ts";
import { networkHelpers } from "../world.ts";

const { loadFixture, time } = networkHelpers;
const DAY = 86_400;

describe("Escrow's channels", () => {
  it("opens from the free balance, and computes the ids as clients do", async () => {
    const m = await loadFixture(market);
    const channel = await m.open(250n * USD);
    expect(await m.escrow.freeBalance(m.buyer.address, m.token)).to.equal(99_750n * USD);
    expect(await m.escrow.channelIdOf(channel.terms)).to.equal(channel.id);
    const state = await m.escrow.channel(channel.id);
    expect((state as unknown as Result).toObject()).to.deep.equal({
      deposited: 250n * USD,
      settled: 0n,
      closesAt: 0n,
      challengeSeconds: BigInt(DAY),
      feeBps: 200n,
      open: true,
      closing: false,
      closed: false,
      controlled: false,
      byAmount: false,
    });
  });

  it("refuses more than the free balance, a used nonce, and amounts above 96 bits", async () => {
    const m = await loadFixture(market);
    const { terms } = await m.open();
    const escrow = m.escrow.connect(m.buyer);
    await expect(escrow.open(terms.operator, m.token, terms.signer, terms.nonce, 0n)).to.be.revertedWithCustomError(
      m.escrow,
      "ChannelExists",
    );
    await expect(escrow.open(terms.operator, m.token, terms.signer, 1n, 99_001n * USD))
      .to.be.revertedWithCustomError(m.escrow, "InsufficientFreeBalance")
      .withArgs(m.buyer.address, m.token, 99_000n * USD, 99_001n * USD);
    await expect(escrow.open(terms.operator, m.token, terms.signer, 1n, 1n << 96n)).to.be.revertedWithCustomError(
      m.escrow,
      "AmountTooLarge",
    );
    // Also where the sum is above 256 bits.
    const most = (1n << 256n) - 1n;
    await expect(escrow.topUp(terms, most)).to.be.revertedWithCustomError(m.escrow, "AmountTooLarge").withArgs(most);
  });

  it("cannot be opened, topped up or closed in another's name", async () => {
    const m = await loadFixture(market);
    const channel = await m.open();
    const attacker = m.escrow.connect(m.attacker);
    await attacker.open(channel.terms.operator, m.token, channel.terms.signer, BigInt(channel.terms.nonce) + 1n, 0n);
    for (const call of [attacker.topUp(channel.terms, 1n), attacker.requestClose(channel.terms)]) {
      await expect(call).to.be.revertedWithCustomError(m.escrow, "NotAuthorized");
    }
    await expect(attacker.close(channel.terms)).to.be.revertedWithCustomError(m.escrow, "CloseNotRequested");
    const stolen = { ...channel.terms, payer: m.attacker.address };
    await expect(attacker.requestClose(stolen)).to.be.revertedWithCustomError(m.escrow, "ChannelUnknown");
  });

  it("takes more money until a close is requested", async () => {
    const m = await loadFixture(market);
    const channel = await m.open(USD);
    const escrow = m.escrow.connect(m.buyer);
    await expect(escrow.topUp(channel.terms, 2n * USD))
      .to.emit(m.escrow, "ChannelToppedUp")
      .withArgs(channel.id, 2n * USD, 3n * USD);
    await escrow.requestClose(channel.terms);
    await expect(escrow.topUp(channel.terms, USD)).to.be.revertedWithCustomError(m.escrow, "ChannelIsClosing");
  });

  it("is closed by anyone after the challenge period, in which vouchers still settle", async () => {
    const m = await loadFixture(market);
    const channel = await m.open(100n * USD);
    await m.escrow.connect(m.buyer).requestClose(channel.terms);
    const { closesAt } = await m.escrow.channel(channel.id);
    await m.escrow.settle(m.operator.address, m.token, [m.claim(channel, 30n * USD)]);

    await time.setNextBlockTimestamp(closesAt - 1n);
    await expect(m.escrow.connect(m.stranger).close(channel.terms))
      .to.be.revertedWithCustomError(m.escrow, "ChallengePeriodRunning")
      .withArgs(channel.id, closesAt);
    await time.setNextBlockTimestamp(closesAt);
    await expect(m.escrow.connect(m.stranger).close(channel.terms))
      .to.emit(m.escrow, "ChannelClosed")
      .withArgs(channel.id, 30n * USD, 70n * USD);
    expect(await m.escrow.freeBalance(m.buyer.address, m.token)).to.equal((100_000n - 30n) * USD);
  });

  it("keeps the challenge period and the fee of its opening (invariant 11, P-18)", async () => {
    const m = await loadFixture(market);
    const channel = await m.open(100n * USD);
    const governed = m.parameters;
    await governed.set(encodeBytes32String("challengePeriodSeconds"), 2 * DAY);
    await governed.set(encodeBytes32String("protocolFeeBps"), 300);
    await m.escrow.settle(m.operator.address, m.token, [m.claim(channel, 100n * USD)]);
    expect((await m.escrow.earnings(m.operator.address, m.token)).fees).to.equal(2n * USD);
    await m.escrow.connect(m.buyer).requestClose(channel.terms);
    expect((await m.escrow.channel(channel.id)).closesAt).to.equal(BigInt(await time.latest()) + BigInt(DAY));
  });

  it("is closed by the operator at once, which gives up the rest", async () => {
    const m = await loadFixture(market);
    const channel = await m.open(100n * USD);
    await m.escrow.connect(m.operator).close(channel.terms);
    expect((await m.escrow.channel(channel.id)).closed).to.equal(true);
    await m.escrow.settle(m.operator.address, m.token, [m.claim(channel, USD)]);
    expect(await m.escrow.earnings(m.operator.address, m.token)).to.deep.equal([0n, 0n]);
    await expect(m.escrow.connect(m.operator).close(channel.terms)).to.be.revertedWithCustomError(
      m.escrow,
      "ChannelIsClosed",
    );
    const { terms } = channel;
    await expect(
      m.escrow.connect(m.buyer).open(terms.operator, m.token, terms.signer, terms.nonce, 0n),
    ).to.be.revertedWithCustomError(m.escrow, "ChannelExists");
  });

  it("is closed by both at the amount that both signed, and by no other signature", async () => {
    const m = await loadFixture(market);
    const [payer, operator, other] = [Wallet.createRandom(), Wallet.createRandom(), Wallet.createRandom()];
    await m.usd.mint(payer.address, 100n * USD);
    await networkHelpers.setBalance(payer.address, 10n ** 18n);
    const signed = payer.connect(m.buyer.provider);
    await m.usd.connect(signed).approve(m.escrowAddress, 100n * USD);
    await m.escrow.connect(signed).deposit(m.token, 100n * USD);
    const channel = newChannel({ payer: payer.address, operator: operator.address, token: m.token });
    const { terms } = channel;
    await m.escrow.connect(signed).open(terms.operator, m.token, terms.signer, terms.nonce, 100n * USD);
    const [fromPayer, fromOperator] = [payer, operator].map((w) =>
      signClose(m.domain, channel, 40n * USD, w.signingKey),
    );
    const forged = signClose(m.domain, channel, 40n * USD, other.signingKey);

    const close = (cumulative: bigint, a = fromPayer ?? "", b = fromOperator ?? "") =>
      m.escrow.connect(m.stranger).closeByBoth(terms, cumulative, a, b);
    await expect(close(39n * USD))
      .to.be.revertedWithCustomError(m.escrow, "InvalidSignature")
      .withArgs(payer.address);
    await expect(close(40n * USD, fromPayer, forged))
      .to.be.revertedWithCustomError(m.escrow, "InvalidSignature")
      .withArgs(operator.address);
    await close(40n * USD);
    expect(await m.escrow.freeBalance(payer.address, m.token)).to.equal(60n * USD);
    expect(await m.escrow.earnings(operator.address, m.token)).to.deep.equal([
      (40n * USD * 98n) / 100n,
      (40n * USD * 2n) / 100n,
    ]);
  });

  it("answers for a channel that was never opened instead of reverting", async () => {
    const m = await loadFixture(market);
    expect((await m.escrow.channel(`0x${"11".repeat(32)}`)).open).to.equal(false);
  });
});
