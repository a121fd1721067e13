import { expect } from "chai";
import { type HDNodeWallet, Signature, type SigningKey } from "ethers";
import { TestWallet__factory } from "../../typechain-types/index.ts";
import { delegateTo, newKey, openAs } from "../support/accounts.ts";
import { type Market, market, USD } from "../support/market.ts";
import { type Channel, newChannel, signClose } from "../support/vouchers.ts";
import { ethers, networkHelpers } from "../world.ts";

const { loadFixture } = networkHelpers;

/** What an account answers that accepts a signature (ERC-1271), and what one that doesn't. */
const YES = "0x1626ba7e";
const NO = "0xffffffff";

const account = async (first: string, length: bigint, reverts: boolean) =>
  (await ethers.deployContract("HostileAccount", [first, length, reverts])).getAddress();

/** Two keys, and a channel of 100 from one to the other. */
async function keys() {
  const m = await market();
  const [payer, operator] = [await newKey(), await newKey()];
  const attackerKey = (await newKey()).signingKey;
  return { ...m, payer, operatorKey: operator, attackerKey, channel: await openAs(m, payer, operator.address) };
}

/** A stranger closes `channel` at `cumulative` with the signatures of these two. */
const close = (m: Market, channel: Channel, cumulative: bigint, payer: SigningKey, operator: SigningKey) =>
  m.escrow
    .connect(m.stranger)
    .closeByBoth(
      channel.terms,
      cumulative,
      signClose(m.domain, channel, cumulative, payer),
      signClose(m.domain, channel, cumulative, operator),
    );

describe("Keys that delegate to code (EIP-7702)", () => {
  for (const [what, first, reverts] of [
    ["refuses every signature", NO, false],
    ["reverts", NO, true],
  ] as const) {
    it(`G-14: go on paying by what they signed before, when their code ${what}`, async () => {
      const m = await loadFixture(keys);
      const voucher = m.claim(m.channel, 30n * USD);
      const signatures = [m.payer, m.operatorKey].map((key) =>
        signClose(m.domain, m.channel, 40n * USD, key.signingKey),
      );
      const code = await account(first, 32n, reverts);
      await delegateTo(m.payer, code);
      await delegateTo(m.operatorKey, code);
      const operator = m.operatorKey.address;

      await m.escrow.connect(m.stranger).settle(operator, m.token, [voucher]);
      expect((await m.escrow.channel(m.channel.id)).settled).to.equal(30n * USD);
      const [fromPayer = "", fromOperator = ""] = signatures;
      await m.escrow.connect(m.stranger).closeByBoth(m.channel.terms, 40n * USD, fromPayer, fromOperator);
      expect(await m.escrow.freeBalance(m.payer.address, m.token)).to.equal(60n * USD);
      await m.escrow.connect(m.operatorKey).withdrawEarnings(m.token);
      await m.escrow.connect(m.payer).withdraw(m.token, 60n * USD, m.payer.address);
      expect(await m.usd.balanceOf(operator)).to.equal((40n * USD * 98n) / 100n);
      expect(await m.usd.balanceOf(m.payer.address)).to.equal(60n * USD);
    });
  }

  it("G-15: sign with their key or by their code, whichever holds", async () => {
    const m = await loadFixture(keys);
    const guardian = await newKey();
    const deployed = await ethers.deployContract("TestWallet", [guardian.address]);
    await delegateTo(m.payer, await deployed.getAddress());
    const other = await openAs(m, m.payer, m.operatorKey.address);
    await close(m, m.channel, USD, m.payer.signingKey, m.operatorKey.signingKey);
    await expect(close(m, other, USD, m.attackerKey, m.operatorKey.signingKey)).to.be.revertedWithCustomError(
      m.escrow,
      "InvalidSignature",
    );
    await close(m, other, USD, guardian.signingKey, m.operatorKey.signingKey);
    expect(await m.escrow.freeBalance(m.payer.address, m.token)).to.equal(198n * USD);
  });

  it("G-15: are taken by the key alone where vouchers are concerned", async () => {
    const m = await loadFixture(keys);
    const guardian = await newKey();
    const deployed = await ethers.deployContract("TestWallet", [guardian.address]);
    await delegateTo(m.payer, await deployed.getAddress());
    const operator = m.operatorKey.address;
    const byCode = m.claim({ ...m.channel, key: guardian.signingKey }, 30n * USD);
    await m.escrow.settle(operator, m.token, [byCode]);
    expect((await m.escrow.channel(m.channel.id)).settled).to.equal(0n);
    await m.escrow.settle(operator, m.token, [m.claim(m.channel, 20n * USD)]);
    expect((await m.escrow.channel(m.channel.id)).settled).to.equal(20n * USD);
  });
});

describe("Contract wallets (ERC-1271)", () => {
  /** A wallet of `owner` that has a free balance of 100 and a channel of all of it to the operator key. */
  async function walletOf(m: Market, owner: HDNodeWallet, operator: string): Promise<Channel> {
    const deployed = await ethers.deployContract("TestWallet", [owner.address]);
    const payer = await deployed.getAddress();
    const wallet = TestWallet__factory.connect(payer, owner);
    const channel = newChannel({ payer, operator, token: m.token });
    const { signer, nonce } = channel.terms;
    const escrow = m.escrow.interface;
    await m.usd.mint(payer, 100n * USD);
    for (const [to, call] of [
      [m.token, m.usd.interface.encodeFunctionData("approve", [m.escrowAddress, 100n * USD])],
      [m.escrowAddress, escrow.encodeFunctionData("deposit", [m.token, 100n * USD])],
      [m.escrowAddress, escrow.encodeFunctionData("open", [operator, m.token, signer, nonce, 100n * USD])],
    ] as const) {
      await wallet.execute(to, call);
    }
    return channel;
  }

  it("deposit, open, and close by their owner's signature", async () => {
    const m = await loadFixture(keys);
    const owner = await newKey();
    const channel = await walletOf(m, owner, m.operatorKey.address);
    await expect(close(m, channel, 7n * USD, m.attackerKey, m.operatorKey.signingKey))
      .to.be.revertedWithCustomError(m.escrow, "InvalidSignature")
      .withArgs(channel.terms.payer);
    await close(m, channel, 7n * USD, owner.signingKey, m.operatorKey.signingKey);
    expect(await m.escrow.freeBalance(channel.terms.payer, m.token)).to.equal(93n * USD);
  });

  it("G-11: of one owner never close by what was signed for the other", async () => {
    const m = await loadFixture(keys);
    const owner = await newKey();
    const operator = m.operatorKey;
    const [one, two] = [await walletOf(m, owner, operator.address), await walletOf(m, owner, operator.address)];
    const [fromOwner, fromOperator] = [owner, operator].map((key) =>
      signClose(m.domain, one, 7n * USD, key.signingKey),
    ) as [string, string];
    await expect(m.escrow.closeByBoth(two.terms, 7n * USD, fromOwner, fromOperator))
      .to.be.revertedWithCustomError(m.escrow, "InvalidSignature")
      .withArgs(two.terms.payer);
    await m.escrow.closeByBoth(one.terms, 7n * USD, fromOwner, fromOperator);
  });

  for (const [what, first, length, reverts] of [
    ["B-07: answer nothing", YES, 0n, false],
    ["B-07: answer a byte too little", YES, 31n, false],
    ["B-07: revert with what would be a yes", YES, 32n, true],
    ["B-06: revert with a megabyte", YES, 1n << 20n, true],
    ["B-05: burn all the gas they get", YES, 1n << 40n, false],
  ] as const) {
    it(`${what} and have signed nothing`, async () => {
      const m = await loadFixture(keys);
      await delegateTo(m.payer, await account(first, length, reverts));
      await expect(close(m, m.channel, USD, m.attackerKey, m.operatorKey.signingKey))
        .to.be.revertedWithCustomError(m.escrow, "InvalidSignature")
        .withArgs(m.payer.address);
    });
  }

  it("B-06: cost the caller no more than their own work when they answer with a megabyte", async () => {
    const gas: bigint[] = [];
    for (const length of [32n, 1n << 20n]) {
      const m = await loadFixture(keys);
      await delegateTo(m.payer, await account(YES, length, false));
      const tx = await close(m, m.channel, USD, m.attackerKey, m.operatorKey.signingKey);
      gas.push((await tx.wait())?.gasUsed ?? 0n);
    }
    const [short = 0n, long = 0n] = gas;
    // What 2²⁰ bytes of memory cost the account: 3 a word and a 512th of the words squared. Copied, they cost it twice.
    const words = (1n << 20n) / 32n;
    const own = 3n * words + (words * words) / 512n;
    expect(long - short).to.be.within((own * 99n) / 100n, (own * 101n) / 100n);
  });
});

describe("Signatures of other shapes", () => {
  it("G-05, G-06: close nothing, though the key has signed", async () => {
    const m = await loadFixture(keys);
    const signed = signClose(m.domain, m.channel, USD, m.payer.signingKey);
    const fromOperator = signClose(m.domain, m.channel, USD, m.operatorKey.signingKey);
    const { r, s, v, compactSerialized } = Signature.from(signed);
    const mirrored = ORDER - BigInt(s);
    const word = (value: bigint) => value.toString(16).padStart(64, "0");
    const shapes = {
      "high s": `${r}${word(mirrored)}${v === 27 ? "1c" : "1b"}`,
      "64 bytes": compactSerialized,
      "a byte more": `${signed}00`,
      "v of 0 or 1": `${signed.slice(0, -2)}0${v - 27}`,
      zero: `0x${"00".repeat(65)}`,
      nothing: "0x",
    };
    for (const [shape, signature] of Object.entries(shapes)) {
      await expect(
        m.escrow.closeByBoth(m.channel.terms, USD, signature, fromOperator),
        shape,
      ).to.be.revertedWithCustomError(m.escrow, "InvalidSignature");
    }
    await m.escrow.closeByBoth(m.channel.terms, USD, signed, fromOperator);
  });
});

/** The order of secp256k1's group. */
const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
