import { expect } from "chai";
import { escrowCalls } from "../../../sdk/escrow-calls.ts";
import { expectPaidOnce, expectSettled } from "../support/audit.ts";
import { eventually, flush, get, post } from "../support/http.ts";
import { startRpcProxy } from "../support/rpc-proxy.ts";
import { useWorld } from "../support/world.ts";

describe("R6: no batch is hostage", () => {
  const world = useWorld();

  it("R6 pays the neighbours of a claim that the chain skips, and gives the reason for the one", async () => {
    const { market, chain } = world;
    const proxy = await startRpcProxy(chain.url);
    const operator = market.newOperator();
    await chain.client.setBalance({ address: operator.address, value: 10n ** 18n });
    const channels = await market.openMany(operator.address, 1_000n, 10);
    const [spoilt] = channels;
    if (spoilt === undefined) throw new Error("channels were opened");
    // What is held back below must not be sent once more by itself.
    const relayer = await world.relayer({ MILLRACE_RPC_URL: proxy.url, MILLRACE_REBROADCAST_SECONDS: "3600" });
    for (const channel of channels) await post(`${relayer.url}/v1/vouchers`, await channel.sign(9n));

    // Between simulation and mining the operator itself closes one of the channels.
    let held: string | undefined;
    proxy.rule = ({ method, params }) => {
      if (method !== "eth_sendRawTransaction" || held !== undefined) return undefined;
      held = params[0] as string;
      return { kind: "error", code: -32603, message: "Internal error" };
    };
    const [batch] = await flush(relayer.url);
    await market.send(operator, escrowCalls.close(market.escrow, spoilt.terms));
    await chain.client.sendRawTransaction({ serializedTransaction: held as `0x${string}` });

    const paid = new Map(channels.slice(1).map((channel) => [channel, 9n]));
    await expectSettled(world, relayer.url, paid);
    const view = await eventually("final batch", async () => {
      const { body } = await get(`${relayer.url}/v1/batches/${batch}`);
      return body.state === "final" ? body : undefined;
    });
    const items = view.items as { channelId: string; outcome: string }[];
    expect(items.find((item) => item.channelId === spoilt.id)?.outcome).to.equal("skipped: closed");
    expect(items.filter((item) => item.outcome === "paid")).to.have.length(9);
    const voucher = await get(`${relayer.url}/v1/vouchers/${spoilt.id}-9`);
    expect(voucher.body).to.include({ state: "unpayable", reason: "skipped: closed" });
    await proxy.stop();
  });

  it("R6 finds the one claim that makes a whole settlement revert, sets it aside and pays the others", async () => {
    const { market, chain } = world;
    const proxy = await startRpcProxy(chain.url);
    const channels = await market.openMany(market.newOperator().address, 1_000n, 20);
    const poison = channels[7];
    if (poison === undefined) throw new Error("channels were opened");
    const voucher = await poison.sign(5n);
    const marker = BigInt(voucher.salt).toString(16).padStart(40, "0");
    proxy.rule = ({ method, params }) =>
      method === "eth_call" && JSON.stringify(params).includes(marker)
        ? { kind: "error", code: 3, message: "execution reverted: nonce too low" }
        : undefined;
    const relayer = await world.relayer({ MILLRACE_RPC_URL: proxy.url, MILLRACE_BATCH_MAX_CLAIMS: "64" });
    for (const channel of channels) await post(`${relayer.url}/v1/vouchers`, await channel.sign(5n));
    const others = channels.filter((channel) => channel !== poison);
    await eventually("settlement of the others", async () => {
      await flush(relayer.url);
      for (const channel of others) if ((await market.settledOf(channel.id)) !== 5n) return undefined;
      return true;
    });
    for (const channel of others) await expectPaidOnce(world, channel.id);
    const seen = await eventually("voucher that is set aside", async () => {
      const { body } = await get(`${relayer.url}/v1/vouchers/${poison.id}-5`);
      return body.state === "setAside" ? body : undefined;
    });
    expect(seen.reason).to.match(/the settlement reverts: execution reverted/);
    expect(seen.retryAt).to.be.a("string");

    // Once the cause is gone, the next voucher of the channel is carried without waiting.
    proxy.rule = () => undefined;
    await post(`${relayer.url}/v1/vouchers`, await poison.sign(6n));
    await flush(relayer.url);
    await expectSettled(world, relayer.url, new Map([[poison, 6n]]));
    await proxy.stop();
  });

  it("R6 splits what does not fit into one transaction", async () => {
    const { market } = world;
    const relayer = await world.relayer({ MILLRACE_BATCH_MAX_CLAIMS: "30" });
    const channels = [
      ...(await market.openMany(market.newOperator().address, 1_000n, 70)),
      ...(await market.openMany(market.newOperator().address, 1_000n, 10)),
    ];
    const vouchers = await Promise.all(channels.map((channel) => channel.sign(3n)));
    expect((await post(`${relayer.url}/v1/vouchers`, { vouchers })).status).to.equal(200);
    await flush(relayer.url);
    await eventually("settlement", async () => {
      await flush(relayer.url);
      const { body } = await get(`${relayer.url}/v1/health`);
      return (body.unsettled as unknown[]).length === 0 ? true : undefined;
    });
    for (const channel of channels) await expectPaidOnce(world, channel.id);
  });
});
