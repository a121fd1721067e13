import { expect } from "chai";
import { parseGwei, parseTransaction, recoverTransactionAddress, type TransactionSerializedEIP1559 } from "viem";
import { expectPaidOnce, expectSettled } from "../support/audit.ts";
import { eventually, flush, get, post } from "../support/http.ts";
import type { TestChannel } from "../support/market.ts";
import { type RpcProxy, startRpcProxy } from "../support/rpc-proxy.ts";
import { useWorld } from "../support/world.ts";

const CAP_GWEI = 10n;

describe("a base fee that rises over the relayer's cap", () => {
  const world = useWorld();
  let proxy: RpcProxy;

  beforeEach(async () => {
    proxy = await startRpcProxy(world.chain.url);
  });
  afterEach(async () => {
    await world.chain.client.setAutomine(true);
    await proxy.stop();
  });

  /** A relayer that replaces and sends again every second, on a chain that has a block only when the test says so. */
  async function start() {
    const { client } = world.chain;
    const relayer = await world.relayer({
      MILLRACE_RPC_URL: proxy.url,
      MILLRACE_MAX_FEE_GWEI: String(CAP_GWEI),
      MILLRACE_MAX_TIP_GWEI: "1",
      MILLRACE_REPLACE_AFTER_SECONDS: "1",
      MILLRACE_REBROADCAST_SECONDS: "1",
    });
    const [one, two] = await world.market.openMany(world.market.newOperator().address, 1_000n, 2);
    if (one === undefined || two === undefined) throw new Error("two channels were opened");
    await client.setAutomine(false);
    await mineAt("1");
    return { url: relayer.url, one, two };
  }

  /** One block with this base fee, which the relayer sees as what gas costs now. */
  async function mineAt(baseFeeGwei: string): Promise<void> {
    const { client } = world.chain;
    await client.setNextBlockBaseFeePerGas({ baseFeePerGas: parseGwei(baseFeeGwei) });
    await client.mine({ blocks: 1 });
  }

  const acknowledge = async (url: string, channel: TestChannel, amount: bigint) =>
    expect((await post(`${url}/v1/vouchers`, await channel.sign(amount))).status).to.equal(200);

  /** Every broadcast, in order: bytes, nonce and the fee that they offer. */
  const broadcasts = () =>
    proxy.seen
      .filter(({ method }) => method === "eth_sendRawTransaction")
      .map(({ params }) => {
        const raw = params[0] as TransactionSerializedEIP1559;
        const { nonce = 0, maxFeePerGas = 0n } = parseTransaction(raw);
        return { raw, nonce, maxFeePerGas };
      });
  const bytesOf = (nonce: number) => [
    ...new Set(broadcasts().flatMap((each) => (each.nonce === nonce ? [each.raw] : []))),
  ];

  it("is met by keeping the last bytes and sending them again: no wedge, and one payment when it falls", async () => {
    const { client } = world.chain;
    const { url, one, two } = await start();
    await acknowledge(url, one, 10n);
    const [batch] = await flush(url);
    const [first] = broadcasts();
    const nonce = first?.nonce ?? -1;

    // Over what was offered, and below the cap: the first bytes are replaced, at least by an eighth more.
    await mineAt("4");
    await eventually("replacement", async () => (bytesOf(nonce).length > 1 ? true : undefined));
    // Far over the cap: whatever is still allowed below it is offered, and then nothing more.
    await mineAt("50");
    const sinceSpike = broadcasts().length;
    const last = await eventually("third broadcast of the same bytes over the cap", async () => {
      const tail = broadcasts().slice(sinceSpike);
      const raws = tail.slice(-3).map(({ raw }) => raw);
      return raws.length === 3 && new Set(raws).size === 1 ? tail.at(-1) : undefined;
    });
    const count = bytesOf(nonce).length;
    for (const { maxFeePerGas } of broadcasts()) expect(maxFeePerGas <= parseGwei(String(CAP_GWEI))).to.equal(true);
    expect(last.nonce).to.equal(nonce);
    expect(last.maxFeePerGas > (first?.maxFeePerGas ?? 0n)).to.equal(true);

    // Nothing is wedged meanwhile: vouchers are taken, and another batch goes out behind the one that waits.
    await acknowledge(url, two, 20n);
    const [second] = await flush(url);
    expect(broadcasts().some((each) => each.nonce === nonce + 1)).to.equal(true);
    await mineAt("40");
    expect(await world.market.settledOf(one.id)).to.equal(0n);
    expect(await world.market.settledOf(two.id)).to.equal(0n);
    expect((await get(`${url}/v1/batches/${batch}`)).body.state).to.equal("sent");
    expect(bytesOf(nonce)).to.have.length(count);

    await mineAt("1");
    await eventually("final batches", async () => {
      const states = await Promise.all([batch, second].map((id) => get(`${url}/v1/batches/${id}`)));
      return states.every(({ body }) => body.state === "final") ? true : undefined;
    });
    await expectSettled(
      world,
      url,
      new Map([
        [one, 10n],
        [two, 20n],
      ]),
    );
    for (const channel of [one, two]) await expectPaidOnce(world, channel.id);
    const sender = await recoverTransactionAddress({ serializedTransaction: last.raw });
    expect(await client.getTransactionCount({ address: sender })).to.equal(nonce + 2);
  });

  it("does not keep a batch from being signed that is formed at its height: it lands when the fee falls", async () => {
    const { url, one } = await start();
    await mineAt("50");
    await acknowledge(url, one, 30n);
    const [batch] = await flush(url);
    const offered = await eventually("second broadcast", async () => broadcasts().at(1));
    expect(offered.maxFeePerGas).to.equal(parseGwei(String(CAP_GWEI)));
    expect((await get(`${url}/v1/batches/${batch}`)).body.state).to.equal("sent");
    await mineAt("2");
    await expectSettled(world, url, new Map([[one, 30n]]));
    await expectPaidOnce(world, one.id);
    expect(bytesOf(offered.nonce)).to.have.length(1);
  });
});
