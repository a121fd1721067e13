import { expect } from "chai";
import { batchSchema, channelSchema, healthSchema, voucherSchema } from "../../../relayer/http/schemas.ts";
import { escrowCalls } from "../../../sdk/escrow-calls.ts";
import { relayerOperatorSchema } from "../../../sdk/relayer-market.ts";
import { eventually, flush, get, post } from "../support/http.ts";
import { startRpcProxy } from "../support/rpc-proxy.ts";
import { useWorld } from "../support/world.ts";

describe("R7: it says so", () => {
  const world = useWorld();

  it("R7 tells the state of a voucher and of its batch from acceptance to finality", async () => {
    const { market, chain } = world;
    const relayer = await world.relayer({ MILLRACE_CONFIRMATIONS: "2" });
    const channel = await market.open(market.newOperator().address, 1_000n);
    await post(`${relayer.url}/v1/vouchers`, await channel.sign(5n));
    await post(`${relayer.url}/v1/vouchers`, await channel.sign(8n));
    const stateOf = async (amount: number) =>
      voucherSchema.parse((await get(`${relayer.url}/v1/vouchers/${channel.id}-${amount}`)).body);
    expect(await stateOf(5)).to.include({ state: "stored", superseded: true });
    expect(await stateOf(8)).to.include({ state: "stored", superseded: false });
    expect((await get(`${relayer.url}/v1/vouchers/${channel.id}-9`)).status).to.equal(404);

    const [id] = await flush(relayer.url);
    const batch = await eventually("mined batch", async () => {
      const found = batchSchema.parse((await get(`${relayer.url}/v1/batches/${id}`)).body);
      return found.state === "mined" ? found : undefined;
    });
    const settled = await eventually("settled voucher", async () => {
      const found = await stateOf(5);
      return found.state === "settled" ? found : undefined;
    });
    expect(settled.transaction).to.equal(batch.transaction);
    await chain.client.mine({ blocks: 2 });
    await eventually("final voucher", async () => ((await stateOf(8)).state === "final" ? true : undefined));

    const known = channelSchema.parse((await get(`${relayer.url}/v1/channels/${channel.id}`)).body);
    expect(known).to.include({ settled: "8", unsettled: "0", phase: "open" });
    const { body } = await get(`${relayer.url}/v1/operators/${channel.terms.operator}`);
    const operator = relayerOperatorSchema.parse(body);
    expect(operator.tokens[0]).to.include({ channels: 1, acknowledged: 8n, settled: 8n, unsettled: 0n });
  });

  it("R7 is unhealthy when the chain's flow has stopped, takes nothing then, and recovers", async () => {
    const { market, chain } = world;
    const proxy = await startRpcProxy(chain.url);
    const relayer = await world.relayer({ MILLRACE_RPC_URL: proxy.url, MILLRACE_STALLED_AFTER_SECONDS: "5" });
    const channel = await market.open(market.newOperator().address, 1_000n);
    // A machine that stood still for so long has it unhealthy until its next look at the chain.
    const taken = (cumulative: bigint) =>
      eventually("voucher that is taken", async () => {
        const { status } = await post(`${relayer.url}/v1/vouchers`, await channel.sign(cumulative));
        return status === 200 ? true : undefined;
      });
    const healthy = () =>
      eventually("good health", async () => {
        const { status, body } = await get(`${relayer.url}/v1/health`);
        return status === 200 ? healthSchema.parse(body).status : undefined;
      });
    await taken(1n);
    expect(await healthy()).to.equal("ok");

    proxy.rule = () => ({ kind: "drop" });
    const failing = await eventually("failing health", async () => {
      const { status, body } = await get(`${relayer.url}/v1/health`);
      return status === 503 ? healthSchema.parse(body) : undefined;
    });
    const check = failing.checks.find(({ name }) => name === "chain");
    expect(check?.ok).to.equal(false);
    expect(check?.reason).to.match(/eth_getBlockByNumber/);
    expect((await get(`${relayer.url}/v1/ready`)).status).to.equal(503);
    const refused = await post(`${relayer.url}/v1/vouchers`, await channel.sign(2n));
    expect(refused.status).to.equal(503);
    expect(refused.body).to.include({ code: "chain_behind", side: "relayer" });

    proxy.rule = () => undefined;
    expect(await healthy()).to.equal("ok");
    await taken(2n);
    await proxy.stop();
  });

  it("R7 streams the progress of an operator's settlement, and resumes after the last event that was read", async () => {
    const { market } = world;
    const relayer = await world.relayer();
    const operator = market.newOperator().address;
    const stream = new AbortController();
    const events = await follow(`${relayer.url}/v1/events?operator=${operator}`, stream.signal);
    const channel = await market.open(operator, 1_000n);
    await post(`${relayer.url}/v1/vouchers`, await channel.sign(5n));
    const [id] = await flush(relayer.url);
    await eventually("final event", async () =>
      events.some(({ event }) => event === "batch.final") ? true : undefined,
    );
    expect(events.map(({ event }) => event)).to.deep.equal([
      "batch.signed",
      "batch.sent",
      "batch.mined",
      "batch.final",
    ]);
    expect(events.every(({ data }) => data.batch === id)).to.equal(true);
    stream.abort();

    const again = new AbortController();
    const rest = await follow(`${relayer.url}/v1/events?operator=${operator}`, again.signal, events[1]?.id);
    await eventually("events since", async () => (rest.length >= 2 ? true : undefined));
    expect(rest.map(({ event }) => event)).to.deep.equal(["batch.mined", "batch.final"]);
    await market.send(market.buyer, escrowCalls.requestClose(market.escrow, channel.terms));
    await eventually("close event", async () =>
      rest.some(({ event }) => event === "channel.closeRequested") ? true : undefined,
    );
    again.abort();
  });
});

type StreamEvent = { id: string; event: string; data: { batch: number | null } };

/** Collect what a stream of server-sent events brings, until it is aborted. */
async function follow(url: string, signal: AbortSignal, lastId?: string): Promise<StreamEvent[]> {
  const headers: Record<string, string> = lastId === undefined ? {} : { "last-event-id": lastId };
  const response = await fetch(url, { signal, headers });
  expect(response.headers.get("content-type")).to.equal("text/event-stream");
  const events: StreamEvent[] = [];
  void (async () => {
    let text = "";
    for await (const chunk of response.body ?? []) {
      text += Buffer.from(chunk).toString();
      const parts = text.split("\n\n");
      text = parts.pop() ?? "";
      for (const part of parts.filter((candidate) => candidate.startsWith("id:"))) {
        const field = (name: string) => new RegExp(`^${name}: (.*)$`, "m").exec(part)?.[1] ?? "";
        events.push({ id: field("id"), event: field("event"), data: JSON.parse(field("data")) });
      }
    }
  })().catch(() => undefined);
  return events;
}
