import { expect } from "chai";
import { Wallet } from "ethers";
import { type Market, market, USD } from "../support/market.ts";
import { type Channel, entry, newChannel, signBatch } from "../support/vouchers.ts";
import { networkHelpers } from "../world.ts";

const { loadFixture } = networkHelpers;

/** The most gas that a transaction may have (EIP-7825). */
const TRANSACTION_GAS = 16_777_216n;

/** Channels of one key to one operator, opened in calls of a hundred. */
async function openMany(m: Market, count: number): Promise<Channel[]> {
  const key = Wallet.createRandom().signingKey;
  const parties = { payer: m.buyer.address, operator: m.operator.address, token: m.token };
  const channels = Array.from({ length: count }, () => newChannel(parties, key));
  for (let i = 0; i < count; i += 100) {
    const calls = channels
      .slice(i, i + 100)
      .map(({ terms }) =>
        m.escrow.interface.encodeFunctionData("open", [terms.operator, m.token, terms.signer, terms.nonce, USD]),
      );
    await m.escrow.connect(m.buyer).multicall(calls, { gasLimit: TRANSACTION_GAS });
  }
  return channels;
}

describe("The largest settlements", () => {
  it("B-11: 256 vouchers under one signature fit into one transaction, and more are refused", async () => {
    const m = await loadFixture(market);
    const vouchers = (await openMany(m, 256)).map((channel) => ({ channel, cumulative: USD }));
    const key = vouchers[0]?.channel.key;
    if (key === undefined) throw new Error("there are channels");
    const { r, vs } = signBatch(m.domain, vouchers, key);
    const entries = vouchers.map((v) => entry(v.channel, v.cumulative));
    const runs = (length: number) => [(BigInt(m.operator.address) << 96n) | BigInt(length)];
    await expect(m.escrow.settleBatch(m.token, runs(257), [...entries, 0n], r, vs))
      .to.be.revertedWithCustomError(m.escrow, "RunsMismatch")
      .withArgs(257n, 256n);
    const tx = await m.escrow.settleBatch(m.token, runs(256), entries, r, vs, { gasLimit: TRANSACTION_GAS });
    expect((await tx.wait())?.gasUsed).to.be.below((TRANSACTION_GAS * 8n) / 10n);
    expect(await m.escrow.earnings(m.operator.address, m.token)).to.deep.equal([
      (256n * USD * 98n) / 100n,
      256n * 20_000n,
    ]);
  });

  it("B-11: a thousand claims of a thousand channels fit into one transaction", async () => {
    const m = await loadFixture(market);
    const claims = (await openMany(m, 1_000)).map((channel) => m.claim(channel, USD));
    const tx = await m.escrow.settle(m.operator.address, m.token, claims, { gasLimit: TRANSACTION_GAS });
    expect((await tx.wait())?.gasUsed).to.be.below((TRANSACTION_GAS * 8n) / 10n);
    expect((await m.escrow.earnings(m.operator.address, m.token)).net).to.equal((1_000n * USD * 98n) / 100n);
  });
});
