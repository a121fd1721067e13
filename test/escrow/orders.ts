import { expect } from "chai";
import { SigningKey, TypedDataEncoder, Wallet } from "ethers";
import { market, USD } from "../support/market.ts";
import { type Channel, entry, signBatch } from "../support/vouchers.ts";
import { networkHelpers } from "../world.ts";

const { loadFixture, time, takeSnapshot } = networkHelpers;

const RELAYER_BPS = 333n;
const PROTOCOL_BPS = 200n;
const BPS = 10_000n;

type Voucher = { readonly channel: Channel; readonly cumulative: bigint };
/** Vouchers that go to Escrow in one call. */
type Submission = { readonly by: "settle" | "settleGroups" | "settleBatch"; readonly vouchers: readonly Voucher[] };

/** Numbers that follow from the seed (xorshift32), each below what is asked for. */
function dice(seed: number): (below: number) => number {
  let state = (seed + 1) * 2_654_435_761;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

/**
 * Nine channels of three operators, four of them of one gateway's key; the second operator has a relayer. Of each
 * channel six vouchers, two of them the same; some are above the deposit.
 */
async function vouchersOfMany() {
  const m = await market();
  await m.escrow.connect(m.otherOperator).setRelayer(m.token, m.relayer.address, RELAYER_BPS);
  await time.increase(86_400);
  const gateway = Wallet.createRandom().signingKey;
  const operators = [m.operator.address, m.otherOperator.address, m.challenger.address];
  const vouchers: Voucher[] = [];
  for (let i = 0; i < 9; i++) {
    const key = i % 2 === 0 && i > 0 ? gateway : new SigningKey(Wallet.createRandom().privateKey);
    const channel = await m.open(1_000n + BigInt(i), { operator: operators[i % 3] ?? "", key });
    const amounts = [199n, 398n, 597n, 597n, 796n, i % 3 === 2 ? 1_500n : 997n].map((a) => a + BigInt(i));
    vouchers.push(...amounts.map((cumulative) => ({ channel, cumulative })));
  }
  return { ...m, gateway, operators, vouchers, channels: [...new Set(vouchers.map((v) => v.channel))] };
}

type Orders = Awaited<ReturnType<typeof vouchersOfMany>>;

/** All vouchers once, in the order and the calls that follow from the seed; what one key signed may go as a batch. */
function submissions(o: Orders, seed: number): Submission[] {
  const next = dice(seed);
  const rest = [...o.vouchers];
  const result: Submission[] = [];
  while (rest.length > 0) {
    const taken = Array.from({ length: Math.min(rest.length, 1 + next(9)) }, () => rest.splice(next(rest.length), 1));
    const part = taken.flat();
    const ofGateway = part.filter((v) => v.channel.key === o.gateway);
    const others = part.filter((v) => v.channel.key !== o.gateway || ofGateway.length < 2);
    if (ofGateway.length > 1) result.push({ by: "settleBatch", vouchers: ofGateway });
    if (others.length > 0) result.push({ by: next(2) === 0 ? "settle" : "settleGroups", vouchers: others });
  }
  return result;
}

/** Runs of neighbours with one operator. */
function runsOf(vouchers: readonly Voucher[]): Voucher[][] {
  const runs: Voucher[][] = [];
  for (const voucher of vouchers) {
    const last = runs.at(-1);
    if (last?.[0]?.channel.terms.operator === voucher.channel.terms.operator) last.push(voucher);
    else runs.push([voucher]);
  }
  return runs;
}

async function submit(m: Orders, { by, vouchers }: Submission): Promise<void> {
  const escrow = m.escrow.connect(m.stranger);
  const groups = runsOf(vouchers).map((run) => ({
    operator: run[0]?.channel.terms.operator ?? "",
    token: m.token,
    claims: run.map((v) => m.claim(v.channel, v.cumulative)),
  }));
  if (by === "settleGroups") {
    await escrow.settleGroups(groups);
  } else if (by === "settle") {
    for (const { operator, token, claims } of groups) await escrow.settle(operator, token, claims);
  } else {
    await submitBatch(m, vouchers);
  }
}

/** One signature, two calls: each hides every other run of the signed array, so that together they settle all of it. */
async function submitBatch(m: Orders, vouchers: readonly Voucher[]): Promise<void> {
  const { r, vs } = signBatch(m.domain, vouchers, m.gateway);
  const hash = (v: Voucher) =>
    BigInt(
      TypedDataEncoder.hashStruct(
        "Voucher",
        {
          Voucher: [
            { name: "operator", type: "address" },
            { name: "token", type: "address" },
            { name: "salt", type: "uint160" },
            { name: "cumulative", type: "uint96" },
          ],
        },
        { operator: v.channel.terms.operator, token: m.token, salt: v.channel.salt, cumulative: v.cumulative },
      ),
    );
  for (const hidden of [0, 1]) {
    const runs: bigint[] = [];
    const entries: bigint[] = [];
    for (const [i, run] of runsOf(vouchers).entries()) {
      const shown = i % 2 !== hidden;
      const operator = shown ? BigInt(run[0]?.channel.terms.operator ?? "") : 0n;
      runs.push((operator << 96n) | BigInt(run.length));
      entries.push(...run.map((v) => (shown ? entry(v.channel, v.cumulative) : hash(v))));
    }
    await m.escrow.connect(m.stranger).settleBatch(m.token, runs, entries, r, vs);
  }
}

type Books = {
  readonly free: bigint;
  readonly held: bigint;
  readonly channels: { deposited: bigint; settled: bigint }[];
  readonly operators: { net: bigint; fees: bigint; relayer: bigint }[];
};

async function booksOf(m: Orders): Promise<Books> {
  const channels = await Promise.all(m.channels.map((c) => m.escrow.channel(c.id)));
  return {
    free: await m.escrow.freeBalance(m.buyer.address, m.token),
    held: await m.usd.balanceOf(m.escrowAddress),
    channels: channels.map(({ deposited, settled }) => ({ deposited, settled })),
    operators: await Promise.all(
      m.operators.map(async (operator) => {
        const { net, fees } = await m.escrow.earnings(operator, m.token);
        const { accrued } = await m.escrow.relayerFees(operator, m.token);
        return { net, fees, relayer: accrued };
      }),
    ),
  };
}

/** What must be there in the end, from the greatest voucher of each channel alone. */
function expected(m: Orders): Books {
  const channels = m.channels.map((channel, i) => {
    const amounts = m.vouchers.filter((v) => v.channel === channel).map((v) => v.cumulative);
    const greatest = amounts.reduce((a, b) => (a > b ? a : b));
    const deposited = 1_000n + BigInt(i);
    return { deposited, settled: greatest < deposited ? greatest : deposited };
  });
  const operators = m.operators.map((operator) => {
    const sum = { net: 0n, fees: 0n, relayer: 0n };
    for (const [i, { settled }] of channels.entries()) {
      if (m.channels[i]?.terms.operator !== operator) continue;
      const fee = (settled * PROTOCOL_BPS) / BPS;
      const relayer = operator === m.otherOperator.address ? ((settled - fee) * RELAYER_BPS) / BPS : 0n;
      sum.net += settled - fee - relayer;
      sum.fees += fee;
      sum.relayer += relayer;
    }
    return sum;
  });
  const locked = channels.reduce((sum, { deposited }) => sum + deposited, 0n);
  return { free: 100_000n * USD - locked, held: 200_000n * USD, channels, operators };
}

describe("The order of vouchers", () => {
  it("invariant 3: the same vouchers in ten random orders and partitions, in every call, end in identical balances", async () => {
    const m = await loadFixture(vouchersOfMany);
    const start = await takeSnapshot();
    const used = new Set<string>();
    for (let seed = 0; seed < 10; seed++) {
      await start.restore();
      for (const submission of submissions(m, seed)) {
        used.add(submission.by);
        await submit(m, submission);
      }
      expect(await booksOf(m), `order ${seed}`).to.deep.equal(expected(m));
    }
    expect([...used].sort()).to.deep.equal(["settle", "settleBatch", "settleGroups"]);
  });
});
