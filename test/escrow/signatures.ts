import { expect } from "chai";
import { Signature, Wallet } from "ethers";
import { type Market, market, USD } from "../support/market.ts";
import { type Channel, claim, entry, newChannel, signBatch, signClose } from "../support/vouchers.ts";
import { networkHelpers } from "../world.ts";

const { loadFixture, time } = networkHelpers;

const PERMIT = {
  Permit: ["address owner", "address spender", "uint256 value", "uint256 nonce", "uint256 deadline"].map(field),
};
const RECEIVE = {
  ReceiveWithAuthorization: [
    ...["address from", "address to", "uint256 value"],
    ...["uint256 validAfter", "uint256 validBefore", "bytes32 nonce"],
  ].map(field),
};

function field(text: string): { type: string; name: string } {
  const [type = "", name = ""] = text.split(" ");
  return { type, name };
}

/** An owner of 100 that can pay for gas, and its signature for the test token's domain. */
async function ownerOf(m: Market) {
  const wallet = Wallet.createRandom().connect(m.buyer.provider);
  await m.usd.mint(wallet.address, 100n * USD);
  const domain = { name: "Test USD", version: "1", chainId: m.chainId, verifyingContract: m.token };
  const deadline = BigInt(await time.latest()) + 3_600n;
  return { wallet, domain, deadline };
}

/** A funded channel of a payer and an operator whose keys the test has. */
async function channelOfTwoKeys(m: Market) {
  const [payer, operator] = [Wallet.createRandom().connect(m.buyer.provider), Wallet.createRandom()];
  await networkHelpers.setBalance(payer.address, 10n ** 18n);
  await m.usd.mint(payer.address, 100n * USD);
  await m.usd.connect(payer).approve(m.escrowAddress, 100n * USD);
  await m.escrow.connect(payer).deposit(m.token, 100n * USD);
  const open = async (): Promise<Channel> => {
    const channel = newChannel({ payer: payer.address, operator: operator.address, token: m.token });
    const { terms } = channel;
    await m.escrow.connect(payer).open(terms.operator, m.token, terms.signer, terms.nonce, 50n * USD);
    return channel;
  };
  return { payer, operator, channel: await open(), other: await open() };
}

describe("What signatures bind", () => {
  it("G-02: every bit of every field of a voucher changes its digest", async () => {
    const m = await loadFixture(market);
    const { terms, salt } = await m.open();
    const fields = [BigInt(terms.operator), BigInt(m.token), salt, 12_345n];
    const digest = ([operator = 0n, token = 0n, saltBits = 0n, cumulative = 0n]: bigint[]) => {
      const [a, b] = [operator, token].map((address) => `0x${address.toString(16).padStart(40, "0")}`);
      return m.escrow.voucherDigest(a ?? "", b ?? "", saltBits, cumulative);
    };
    const seen = new Set([await digest(fields)]);
    for (const [i, bits] of [160, 160, 160, 96].entries()) {
      for (let bit = 0; bit < bits; bit++) {
        seen.add(await digest(fields.map((value, j) => (i === j ? value ^ (1n << BigInt(bit)) : value))));
      }
    }
    expect(seen.size).to.equal(1 + 160 + 160 + 160 + 96);
  });

  it("G-02: a batch pays nothing when an entry, its operator, the token, the order or the number differs", async () => {
    const m = await loadFixture(market);
    const first = await m.open();
    const second = await m.open(undefined, { key: first.key });
    const { r, vs } = signBatch(
      m.domain,
      [first, second].map((channel) => ({ channel, cumulative: USD })),
      first.key,
    );
    const [a, b] = [entry(first, USD), entry(second, USD)];
    const run = (operator: string, length: bigint) => (BigInt(operator) << 96n) | length;
    const two = [run(m.operator.address, 2n)];
    const mill = await m.millToken.getAddress();
    const settledOf = async () =>
      (await Promise.all([first, second].map(({ id }) => m.escrow.channel(id)))).map(({ settled }) => settled);
    for (const [token, runs, entries] of [
      [m.token, two, [a + 1n, b]],
      [m.token, two, [a, b ^ (1n << 96n)]],
      [m.token, two, [b, a]],
      [m.token, [run(m.operator.address, 1n)], [a]],
      [m.token, [run(m.operator.address, 1n), run(m.otherOperator.address, 1n)], [a, b]],
      [mill, two, [a, b]],
    ] as const) {
      await m.escrow.settleBatch(token, [...runs], [...entries], r, vs);
      expect(await settledOf()).to.deep.equal([0n, 0n]);
    }
    await m.escrow.settleBatch(m.token, two, [a, b], r, vs);
    expect(await settledOf()).to.deep.equal([USD, USD]);
  });

  it("G-02, G-03: a close counts for its channel, amount, chain and contract alone", async () => {
    const m = await loadFixture(market);
    const { payer, operator, channel, other } = await channelOfTwoKeys(m);
    const close = (signed: { domain?: typeof m.domain; channel?: Channel; cumulative?: bigint }) => {
      const { domain = m.domain, channel: of = channel, cumulative = 40n * USD } = signed;
      const [a, b] = [payer, operator].map((w) => signClose(domain, of, cumulative, w.signingKey));
      return m.escrow.closeByBoth(channel.terms, 40n * USD, a ?? "", b ?? "");
    };
    for (const wrong of [
      { channel: other },
      { cumulative: 40n * USD - 1n },
      { cumulative: (40n * USD) ^ (1n << 95n) },
      { domain: { ...m.domain, chainId: m.chainId + 1n } },
      { domain: { ...m.domain, verifyingContract: m.token } },
    ]) {
      await expect(close(wrong)).to.be.revertedWithCustomError(m.escrow, "InvalidSignature").withArgs(payer.address);
    }
    await close({});
    expect((await m.escrow.channel(channel.id)).closed).to.equal(true);
  });

  it("G-03: a voucher of another chain or contract pays nothing", async () => {
    const m = await loadFixture(market);
    const channel = await m.open();
    for (const domain of [
      { ...m.domain, chainId: m.chainId + 1n },
      { ...m.domain, verifyingContract: m.token },
    ]) {
      await m.escrow.settle(m.operator.address, m.token, [claim(domain, channel, USD)]);
    }
    expect((await m.escrow.channel(channel.id)).settled).to.equal(0n);
  });
});

describe("The last second of a signature", () => {
  it("G-21: a permit counts at its deadline and not a second later", async () => {
    const m = await loadFixture(market);
    for (const late of [1n, 0n]) {
      const { wallet, domain, deadline } = await ownerOf(m);
      const value = { owner: wallet.address, spender: m.escrowAddress, value: USD, nonce: 0n, deadline };
      const { v, r, s } = Signature.from(await wallet.signTypedData(domain, PERMIT, value));
      await time.setNextBlockTimestamp(deadline + late);
      const deposit = m.escrow.connect(m.stranger).depositWithPermit(m.token, wallet.address, USD, deadline, v, r, s);
      if (late > 0n) await expect(deposit).to.be.revertedWithCustomError(m.escrow, "PermitRefused");
      else await deposit;
      expect(await m.escrow.freeBalance(wallet.address, m.token)).to.equal(late > 0n ? 0n : USD);
    }
  });

  it("G-21: an authorisation of ERC-3009 counts until the second before its end, as that standard says", async () => {
    const m = await loadFixture(market);
    for (const early of [0n, 1n]) {
      const { wallet, domain, deadline } = await ownerOf(m);
      const nonce = `0x${"07".repeat(32)}`;
      const times = { validAfter: 0n, validBefore: deadline };
      const message = { from: wallet.address, to: m.escrowAddress, value: USD, ...times, nonce };
      const { v, r, s } = Signature.from(await wallet.signTypedData(domain, RECEIVE, message));
      await time.setNextBlockTimestamp(deadline - early);
      const deposit = m.escrow
        .connect(m.stranger)
        .depositWithAuthorization(m.token, wallet.address, USD, 0n, deadline, nonce, v, r, s);
      if (early === 0n) await expect(deposit).to.be.revertedWithCustomError(m.usd, "ERC3009InvalidAuthorizationTime");
      else await deposit;
      expect(await m.escrow.freeBalance(wallet.address, m.token)).to.equal(early === 0n ? 0n : USD);
    }
  });
});
