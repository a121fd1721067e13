import { expect } from "chai";
import { healthSchema } from "../../../relayer/http/schemas.ts";
import { eventually, flush, get, post } from "../support/http.ts";
import { type FaultRule, type RpcProxy, startRpcProxy } from "../support/rpc-proxy.ts";
import { useWorld } from "../support/world.ts";

const otherHash = `0x${"ab".repeat(32)}`;

/** Says another hash for every block below the head. */
const liesAboutBlocks: FaultRule = ({ method, params }) => {
  if (method !== "eth_getBlockByNumber" || params[0] === "latest") return undefined;
  return { kind: "forward", change: (block) => ({ ...(block as object), hash: otherHash }) };
};

describe("several endpoints of one chain", () => {
  const world = useWorld();
  let proxies: RpcProxy[] = [];

  /** A relayer with so many endpoints, each under these rules from the start. */
  async function relayerWith(rules: readonly (FaultRule | undefined)[]) {
    proxies = await Promise.all(rules.map(() => startRpcProxy(world.chain.url)));
    for (const [index, rule] of rules.entries()) if (rule !== undefined) (proxies[index] as RpcProxy).rule = rule;
    return world.relayer({
      MILLRACE_RPC_URL: proxies.map(({ url }) => url).join(","),
      MILLRACE_ENDPOINT_CHECK_MS: "100",
      MILLRACE_CONFIRMATIONS: "2",
      MILLRACE_BATCH_AGE_SECONDS: "86400",
    });
  }

  afterEach(async () => {
    await Promise.all(proxies.map((proxy) => proxy.stop()));
  });

  const hostOf = (index: number) => new URL(proxies[index]?.url ?? "").host;

  const endpointsCheck = async (url: string) => {
    const health = healthSchema.parse((await get(`${url}/v1/health`)).body);
    return health.checks.find(({ name }) => name === "endpoints");
  };

  async function settleOne(url: string) {
    const channel = await world.market.open(world.market.newOperator().address, 1_000n);
    const taken = await post(`${url}/v1/vouchers`, await channel.sign(5n));
    expect(taken.status, JSON.stringify(taken.body)).to.equal(200);
    await flush(url);
    const stateIs = (wanted: string) =>
      eventually(`${wanted} voucher`, async () => {
        const { body } = await get(`${url}/v1/vouchers/${channel.id}-5`);
        return body.state === wanted ? true : undefined;
      });
    return { stateIs };
  }

  it("never asks one of another chain for anything else, says so, and takes it once it is of this one", async () => {
    const relayer = await relayerWith([
      ({ method }) => (method === "eth_chainId" ? { kind: "forward", change: () => "0x1" } : undefined),
      undefined,
    ]);
    const { stateIs } = await settleOne(relayer.url);
    await stateIs("settled");
    const [wrong] = proxies as [RpcProxy];
    expect(new Set(wrong.seen.map(({ method }) => method))).to.deep.equal(new Set(["eth_chainId"]));
    expect(await endpointsCheck(relayer.url)).to.include({ ok: true });
    expect((await endpointsCheck(relayer.url))?.reason)
      .to.include(`${hostOf(0)} (wrong)`)
      .and.include("chain 1");

    wrong.rule = () => undefined;
    await eventually("endpoint taken back", async () =>
      (await endpointsCheck(relayer.url))?.reason === undefined ? true : undefined,
    );
  });

  it("refuses to start when none is of this chain", async () => {
    const wrong: FaultRule = ({ method }) =>
      method === "eth_chainId" ? { kind: "forward", change: () => "0x1" } : undefined;
    const error = await relayerWith([wrong, wrong]).catch((reason: Error) => reason);
    expect((error as Error).message).to.include("The RPC endpoint belongs to another chain.");
  });

  it("puts a preferred one that stands still aside, and goes on with the other", async () => {
    let frozen: unknown;
    const relayer = await relayerWith([
      ({ method, params }) =>
        method !== "eth_getBlockByNumber" || params[0] !== "latest"
          ? undefined
          : {
              kind: "forward",
              change: (block) => {
                frozen ??= block;
                return frozen;
              },
            },
      undefined,
    ]);
    // One by one: blocks mined in bulk are made up by the node when they are asked for.
    for (let mined = 0; mined < 10; mined += 1) await world.chain.client.mine({ blocks: 1 });
    await eventually("stale endpoint", async () =>
      (await endpointsCheck(relayer.url))?.reason?.includes(`${hostOf(0)} (stale)`) ? true : undefined,
    );
    const { stateIs } = await settleOne(relayer.url);
    await stateIs("settled");
  });

  it("lets nothing become final while two disagree on a deep block, is unhealthy, and goes on when they agree", async () => {
    const relayer = await relayerWith([undefined, undefined]);
    const { stateIs } = await settleOne(relayer.url);
    await stateIs("settled");
    (proxies[1] as RpcProxy).rule = liesAboutBlocks;
    const disputed = await eventually("dispute", async () => {
      const check = await endpointsCheck(relayer.url);
      return check?.ok === false ? check : undefined;
    });
    expect(disputed.reason).to.include("disagree on block").and.include(hostOf(0)).and.include(otherHash);
    expect((await get(`${relayer.url}/v1/health`)).status).to.equal(503);
    await world.chain.client.mine({ blocks: 6 });
    const height = Number(await world.chain.client.getBlockNumber());
    await eventually("relayer at the new head", async () => {
      const { body } = await get(`${relayer.url}/v1/health`);
      return (body.head as { number: number }).number >= height ? true : undefined;
    });
    await stateIs("settled");

    (proxies[1] as RpcProxy).rule = () => undefined;
    await stateIs("final");
    expect((await get(`${relayer.url}/v1/health`)).status).to.equal(200);
  });

  it("believes two of three, and stays healthy", async () => {
    const relayer = await relayerWith([liesAboutBlocks, undefined, undefined]);
    await eventually("liar put aside", async () =>
      (await endpointsCheck(relayer.url))?.reason?.includes(`${hostOf(0)} (differs)`) ? true : undefined,
    );
    const { stateIs } = await settleOne(relayer.url);
    await world.chain.client.mine({ blocks: 4 });
    await stateIs("final");
    expect((await get(`${relayer.url}/v1/health`)).status).to.equal(200);
  });
});
