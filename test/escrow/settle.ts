import { expect } from "chai";
import { AbiCoder, id, keccak256, SigningKey, Wallet, ZeroAddress } from "ethers";
import { type Market, market, USD } from "../support/market.ts";
import { type Channel, type Claim, entry, signBatch } from "../support/vouchers.ts";
import { ethers, networkHelpers } from "../world.ts";

const { loadFixture, time } = networkHelpers;

/** The reasons of `IEscrow.SkipReason`, in order. */
const REASONS = ["BadSignature", "UnknownChannel", "Closed", "ByAmount", "Stale", "Overdrawn", "Overflow"];

/** What the settlement in this transaction says of claims that it did not pay. */
async function skipped(m: Market, hash: string): Promise<{ index: number; reason: string | undefined }[]> {
  const receipt = await m.escrow.runner?.provider?.getTransactionReceipt(hash);
  const events = (receipt?.logs ?? []).map((log) => m.escrow.interface.parseLog(log));
  return events
    .filter((event) => event?.name === "ClaimSkipped")
    .map((event) => ({ index: Number(event?.args.index), reason: REASONS[Number(event?.args.reason)] }));
}

describe("Escrow.settle", () => {
  it("pays a voucher to the operator, less the protocol fee, whoever submits it", async () => {
    const m = await loadFixture(market);
    const channel = await m.open();
    const tx = m.escrow.connect(m.stranger).settle(m.operator.address, m.token, [m.claim(channel, 100n * USD)]);
    await expect(tx)
      .to.emit(m.escrow, "Settled")
      .withArgs(channel.id, 100n * USD);
    expect(await m.escrow.earnings(m.operator.address, m.token)).to.deep.equal([98n * USD, 2n * USD]);
    expect((await m.escrow.channel(channel.id)).settled).to.equal(100n * USD);
  });

  it("takes the fee on the cumulative amount, so that settling often costs nothing more", async () => {
    const m = await loadFixture(market);
    const [often, once] = [await m.open(), await m.open(undefined, { operator: m.otherOperator.address })];
    for (const cumulative of [49n, 98n, 147n, 150n]) {
      await m.escrow.settle(m.operator.address, m.token, [m.claim(often, cumulative)]);
    }
    await m.escrow.settle(m.otherOperator.address, m.token, [m.claim(once, 150n)]);
    expect(await m.escrow.earnings(m.operator.address, m.token)).to.deep.equal([147n, 3n]);
    expect(await m.escrow.earnings(m.otherOperator.address, m.token)).to.deep.equal([147n, 3n]);
  });

  it("pays the other 95 of a batch of 100 in full and says why it skipped five", async () => {
    const m = await loadFixture(market);
    const channels: Channel[] = [];
    for (let i = 0; i < 100; i++) channels.push(await m.open(10n * USD));
    const [unknown, stale, overdrawn, closed, malformed] = channels.slice(10, 15) as [
      Channel,
      Channel,
      Channel,
      Channel,
      Channel,
    ];
    await m.escrow.settle(m.operator.address, m.token, [m.claim(stale, 5n * USD), m.claim(overdrawn, 10n * USD)]);
    await m.escrow.connect(m.operator).close(closed.terms);
    const before = await m.escrow.earnings(m.operator.address, m.token);

    const claims = channels.map((channel): Claim => {
      if (channel === unknown) return m.claim({ ...channel, key: Wallet.createRandom().signingKey }, 3n * USD);
      if (channel === malformed) return { ...m.claim(channel, 3n * USD), r: `0x${"00".repeat(32)}` };
      if (channel === stale) return m.claim(channel, 5n * USD);
      if (channel === overdrawn) return m.claim(channel, 11n * USD);
      return m.claim(channel, 3n * USD);
    });
    const settle = m.escrow.connect(m.stranger).getFunction("settle");
    const paid = await settle.staticCall(m.operator.address, m.token, claims);
    const tx = await settle.send(m.operator.address, m.token, claims);

    expect(await skipped(m, tx.hash)).to.deep.equal([
      { index: 10, reason: "UnknownChannel" },
      { index: 11, reason: "Stale" },
      { index: 12, reason: "Overdrawn" },
      { index: 13, reason: "Closed" },
      { index: 14, reason: "BadSignature" },
    ]);
    expect([...paid]).to.deep.equal(channels.map((_, i) => (i >= 10 && i < 15 ? 0n : 3n * USD)));
    const after = await m.escrow.earnings(m.operator.address, m.token);
    expect(after.net - before.net).to.equal((95n * 3n * USD * 98n) / 100n);
    expect(after.fees - before.fees).to.equal((95n * 3n * USD * 2n) / 100n);
  });

  it("pays an overdrawn voucher up to the deposit and says that it was capped", async () => {
    const m = await loadFixture(market);
    const channel = await m.open(10n * USD);
    await expect(m.escrow.settle(m.operator.address, m.token, [m.claim(channel, 11n * USD)]))
      .to.emit(m.escrow, "ClaimCapped")
      .withArgs(channel.id, 11n * USD, 10n * USD);
    expect((await m.escrow.channel(channel.id)).settled).to.equal(10n * USD);
  });

  it("pays a replayed voucher nothing (P-06, G-06)", async () => {
    const m = await loadFixture(market);
    const channel = await m.open();
    const claims = [m.claim(channel, 7n * USD), m.claim(channel, 7n * USD), m.claim(channel, 6n * USD)];
    await m.escrow.settle(m.operator.address, m.token, claims);
    await m.escrow.settle(m.operator.address, m.token, claims);
    expect((await m.escrow.channel(channel.id)).settled).to.equal(7n * USD);
  });

  it("never pays a voucher to anyone but the operator that it names (P-02)", async () => {
    const m = await loadFixture(market);
    const channel = await m.open();
    await m.escrow.connect(m.attacker).settle(m.attacker.address, m.token, [m.claim(channel, 7n * USD)]);
    expect((await m.escrow.channel(channel.id)).settled).to.equal(0n);
    expect(await m.escrow.earnings(m.attacker.address, m.token)).to.deep.equal([0n, 0n]);
  });

  it("invariant 3: the same vouchers in ten random orders and partitions end in identical balances", async () => {
    const results = new Set<string>();
    for (let round = 0; round < 10; round++) {
      const m = await loadFixture(market);
      await m.escrow.connect(m.operator).setRelayer(m.token, m.relayer.address, 333);
      await time.increase(86_400);
      const claims: Claim[] = [];
      for (let i = 1; i <= 5; i++) {
        const channel = await m.open(1_000n, { key: new SigningKey(`0x${String(i).padStart(64, "0")}`) });
        for (let k = 1n; k <= 6n; k++) claims.push(m.claim(channel, k * 199n + BigInt(i)));
      }
      for (const batch of shuffledPartition(claims, round)) await m.escrow.settle(m.operator.address, m.token, batch);
      const [net, fees] = await m.escrow.earnings(m.operator.address, m.token);
      const [, accrued] = await m.escrow.relayerFees(m.operator.address, m.token);
      results.add([net, fees, accrued].join());
    }
    expect(results.size).to.equal(1);
  });

  it("settles groups of several operators in one call", async () => {
    const m = await loadFixture(market);
    const mine = await m.open();
    const theirs = await m.open(undefined, { operator: m.otherOperator.address });
    await m.escrow.settleGroups([
      { operator: m.operator.address, token: m.token, claims: [m.claim(mine, USD)] },
      { operator: m.otherOperator.address, token: m.token, claims: [m.claim(theirs, 2n * USD), m.claim(mine, USD)] },
    ]);
    expect((await m.escrow.earnings(m.operator.address, m.token)).net).to.equal((USD * 98n) / 100n);
    expect((await m.escrow.earnings(m.otherOperator.address, m.token)).net).to.equal((2n * USD * 98n) / 100n);
  });

  it("settles what one signature covers, and hashes of what it leaves out", async () => {
    const m = await loadFixture(market);
    const first = await m.open();
    const key = first.key;
    const second = await m.open(undefined, { operator: m.otherOperator.address, key });
    const third = await m.open(undefined, { key });
    const vouchers = [first, second, third].map((channel, i) => ({ channel, cumulative: BigInt(i + 1) * USD }));
    const { r, vs } = signBatch(m.domain, vouchers, key);
    const [a, b, c] = vouchers.map((v) => entry(v.channel, v.cumulative)) as [bigint, bigint, bigint];
    const hash = hashOfVoucher(m, second, 2n * USD);
    const run = (operator: string, length: bigint) => (BigInt(operator) << 96n) | length;

    await m.escrow.settleBatch(
      m.token,
      [run(m.operator.address, 1n), 1n, run(m.operator.address, 1n)],
      [a, hash, c],
      r,
      vs,
    );
    expect((await m.escrow.channel(first.id)).settled).to.equal(USD);
    expect((await m.escrow.channel(second.id)).settled).to.equal(0n);
    expect((await m.escrow.channel(third.id)).settled).to.equal(3n * USD);

    const runs = [run(m.operator.address, 1n), run(m.otherOperator.address, 1n), run(m.operator.address, 1n)];
    const tx = await m.escrow.settleBatch(m.token, runs, [a, b, c], r, vs);
    expect((await m.escrow.channel(second.id)).settled).to.equal(2n * USD);
    expect(await skipped(m, tx.hash)).to.deep.equal([
      { index: 0, reason: "Stale" },
      { index: 2, reason: "Stale" },
    ]);
    await expect(m.escrow.settleBatch(m.token, [run(m.operator.address, 2n)], [a, b, c], r, vs))
      .to.be.revertedWithCustomError(m.escrow, "RunsMismatch")
      .withArgs(2n, 3n);
  });

  it("settles and withdraws to the operator's wallet in one call", async () => {
    const m = await loadFixture(market);
    const channel = await m.open();
    await m.escrow.settle(m.operator.address, m.token, [m.claim(channel, 50n * USD)]);
    const call = m.escrow.connect(m.operator).settleVoucherAndWithdraw(m.token, m.claim(channel, 100n * USD));
    await expect(call).to.changeTokenBalance(ethers, m.usd, m.operator, 98n * USD);
    expect(await m.escrow.earnings(m.operator.address, m.token)).to.deep.equal([0n, 2n * USD]);
  });

  it("knows a signer of zero no channel (G-05)", async () => {
    const m = await loadFixture(market);
    await expect(
      m.escrow.connect(m.buyer).open(m.operator.address, m.token, ZeroAddress, 1n, USD),
    ).to.be.revertedWithCustomError(m.escrow, "ZeroAddress");
  });
});

/** The EIP-712 hash of a voucher without the domain, as an entry. */
function hashOfVoucher(m: Market, channel: Channel, cumulative: bigint): bigint {
  const typehash = id("Voucher(address operator,address token,uint160 salt,uint96 cumulative)");
  const types = ["bytes32", "address", "address", "uint160", "uint96"];
  const values = [typehash, channel.terms.operator, m.token, channel.salt, cumulative];
  return BigInt(keccak256(AbiCoder.defaultAbiCoder().encode(types, values)));
}

/** All items once, in an order and in batches that follow from the seed. */
function shuffledPartition<T>(items: readonly T[], seed: number): T[][] {
  let state = seed * 2_654_435_761 + 1;
  const next = (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state % below;
  };
  const rest = [...items];
  const batches: T[][] = [[]];
  while (rest.length > 0) {
    batches.at(-1)?.push(...rest.splice(next(rest.length), 1));
    if (next(4) === 0) batches.push([]);
  }
  return batches.filter((batch) => batch.length > 0);
}
