import { writeFile } from "node:fs/promises";
import { expect } from "chai";
import type { Hex } from "viem";
import { escrowCalls } from "../../../sdk/escrow-calls.ts";
import { toClaim } from "../../../sdk/voucher.ts";
import { expectPaidOnce, expectSettled, paymentsOf } from "../support/audit.ts";
import { eventually, flush, get, post } from "../support/http.ts";
import type { TestChannel } from "../support/market.ts";
import { type Fault, type RpcProxy, startRpcProxy } from "../support/rpc-proxy.ts";
import { useWorld } from "../support/world.ts";

describe("R4: exactly one effect", () => {
  const world = useWorld();
  let proxy: RpcProxy;

  beforeEach(async () => {
    proxy = await startRpcProxy(world.chain.url);
  });
  afterEach(() => proxy.stop());

  async function acknowledge(url: string, amount = 10n): Promise<TestChannel> {
    const channel = await world.market.open(world.market.newOperator().address, 1_000n);
    const answer = await post(`${url}/v1/vouchers`, await channel.sign(amount));
    expect(answer.status, JSON.stringify(answer.body)).to.equal(200);
    return channel;
  }

  /** Let the first `times` broadcasts meet with a fault. */
  function onBroadcast(fault: Fault, times: number): void {
    let left = times;
    proxy.rule = ({ method }) => {
      if (method !== "eth_sendRawTransaction" || left === 0) return undefined;
      left -= 1;
      return fault;
    };
  }

  const broadcasts = () => proxy.seen.filter(({ method }) => method === "eth_sendRawTransaction");

  const unknownOutcomes: Record<string, Fault> = {
    "taken, and the answer lost": { kind: "lose" },
    "lost on the way": { kind: "drop" },
    "never answered": { kind: "hang" },
    "answered with an internal error": { kind: "error", code: -32603, message: "Internal error" },
    "answered with too many requests": { kind: "raw", status: 429, body: "slow down" },
    "answered with a page of HTML": { kind: "raw", status: 200, body: "<html>gateway</html>" },
    "said to be known already": { kind: "error", code: -32000, message: "already known" },
    "said to have a nonce that is too low": { kind: "error", code: -32000, message: "nonce too low" },
  };
  for (const [name, fault] of Object.entries(unknownOutcomes)) {
    it(`R4 sends the same bytes again, and pays once, when a broadcast is ${name}`, async () => {
      const relayer = await world.relayer({
        MILLRACE_RPC_URL: proxy.url,
        // Of what the node answers, nothing may take this long on a busy machine: it would be asked again, too.
        MILLRACE_RPC_TIMEOUT_MS: fault.kind === "hang" ? "15000" : "60000",
        MILLRACE_REBROADCAST_SECONDS: "1",
      });
      const channel = await acknowledge(relayer.url);
      onBroadcast(fault, 1);
      await flush(relayer.url);
      await expectSettled(world, relayer.url, new Map([[channel, 10n]]));
      await expectPaidOnce(world, channel.id);
      expect(new Set(broadcasts().map(({ params }) => params[0])).size).to.equal(1);
    });
  }

  it("R4 settles again what a reorganisation took back, with the same bytes", async () => {
    const { client } = world.chain;
    const relayer = await world.relayer({
      MILLRACE_RPC_URL: proxy.url,
      MILLRACE_CONFIRMATIONS: "3",
      MILLRACE_REBROADCAST_SECONDS: "1",
    });
    const channel = await acknowledge(relayer.url);
    await client.mine({ blocks: 4 });
    const snapshot = await client.snapshot();
    const [batch] = await flush(relayer.url);
    const stateOf = async () => (await get(`${relayer.url}/v1/batches/${batch}`)).body.state;
    await eventually("mined batch", async () => ((await stateOf()) === "mined" ? true : undefined));
    expect(await world.market.settledOf(channel.id)).to.equal(10n);

    await client.revert({ id: snapshot });
    await client.mine({ blocks: 2 });
    await eventually("batch that is mined again", async () => {
      await client.mine({ blocks: 1 });
      return (await stateOf()) === "final" ? true : undefined;
    });
    await expectSettled(world, relayer.url, new Map([[channel, 10n]]));
    await expectPaidOnce(world, channel.id);
    expect(new Set(broadcasts().map(({ params }) => params[0])).size).to.equal(1);
    expect(broadcasts().length).to.be.greaterThan(1);
  });

  it("R4 forgets a deposit that a reorganisation took back, and pays nothing on it", async () => {
    const { client } = world.chain;
    const relayer = await world.relayer({ MILLRACE_CONFIRMATIONS: "3" });
    const snapshot = await client.snapshot();
    const channel = await acknowledge(relayer.url);
    await client.revert({ id: snapshot });
    await client.mine({ blocks: 2 });
    const gone = await eventually("channel that is gone", async () => {
      const answer = await get(`${relayer.url}/v1/channels/${channel.id}`);
      return answer.status === 404 ? answer : undefined;
    });
    expect(gone.body.code).to.equal("not_found");
    expect(await flush(relayer.url)).to.deep.equal([]);
    const again = await post(`${relayer.url}/v1/vouchers`, await channel.sign(11n));
    expect(again.body.code).to.equal("unknown_channel");
  });

  it("R4 takes a settlement by someone else for what it is", async () => {
    const { market } = world;
    const relayer = await world.relayer({ MILLRACE_RPC_URL: proxy.url });
    const channel = await acknowledge(relayer.url, 25n);
    const { operator, token } = channel.terms;
    const voucher = await channel.sign(25n);
    const claim = toClaim({ salt: BigInt(voucher.salt), cumulative: 25n }, voucher.signature as Hex);
    const foreign = await market.send(market.buyer, escrowCalls.settle(market.escrow, operator, token, [claim]));
    const view = await eventually("settled voucher", async () => {
      const { body } = await get(`${relayer.url}/v1/vouchers/${channel.id}-25`);
      return body.state === "final" ? body : undefined;
    });
    expect(view.transaction).to.equal(foreign);
    expect(view.batch).to.equal(null);
    expect(await flush(relayer.url)).to.deep.equal([]);
    expect(broadcasts()).to.have.length(0);
  });

  it("R4 pays once when two relayers with keys of their own carry the same voucher", async () => {
    const { market } = world;
    const [one, two] = [await world.relayer(), await world.relayer()];
    const channel = await market.open(market.newOperator().address, 1_000n);
    const voucher = await channel.sign(40n);
    for (const { url } of [one, two]) expect((await post(`${url}/v1/vouchers`, voucher)).status).to.equal(200);
    await Promise.all([flush(one.url), flush(two.url)]);
    for (const { url } of [one, two]) await expectSettled(world, url, new Map([[channel, 40n]]));
    await expectPaidOnce(world, channel.id);
  });

  it("R4 settles anew when someone else used up the nonce", async () => {
    const { market, chain } = world;
    const { key, account } = await market.funded();
    const home = await world.home({
      MILLRACE_RPC_URL: proxy.url,
      MILLRACE_CONFIRMATIONS: "1",
      MILLRACE_REBROADCAST_SECONDS: "1",
    });
    await writeFile(home.environment.MILLRACE_KEY_FILE ?? "", key);
    const relayer = await world.start(home);
    const channel = await acknowledge(relayer.url);
    // Sent again too early, it would have the nonce itself.
    onBroadcast({ kind: "drop" }, Number.POSITIVE_INFINITY);
    const [lost] = await flush(relayer.url);
    await market.send(account, { to: account.address, data: "0x" });
    proxy.rule = () => undefined;
    await eventually("lost batch", async () => {
      await chain.client.mine({ blocks: 1 });
      return (await get(`${relayer.url}/v1/batches/${lost}`)).body.state === "lost" ? true : undefined;
    });
    await flush(relayer.url);
    await expectSettled(world, relayer.url, new Map([[channel, 10n]]));
    await expectPaidOnce(world, channel.id);
  });

  it("R4 lets only one of two instances with one key send, and the other take over when it dies", async () => {
    const home = await world.home({ MILLRACE_LEASE_SECONDS: "10" });
    const [one, two] = [await world.start(home), await world.start(home)];
    const roles = async () =>
      (await Promise.all([one, two].map(({ url }) => get(`${url}/v1/health`)))).map(({ body }) => String(body.role));
    const settling = await eventually("instance that settles", async () => {
      const found = await roles();
      return found.includes("settling") ? found : undefined;
    });
    expect(settling.filter((role) => role === "settling")).to.have.length(1);
    const channel = await acknowledge(two.url);
    const [first, second] = settling[0] === "settling" ? [one, two] : [two, one];
    await first.kill();
    await eventually("instance that took over", async () => {
      const { body } = await get(`${second.url}/v1/health`);
      return body.role === "settling" ? true : undefined;
    });
    await flush(second.url);
    await expectSettled(world, second.url, new Map([[channel, 10n]]));
    await expectPaidOnce(world, channel.id);
  });

  it("R4 settles what it is asked to though the machine stood still for longer than its lease", async () => {
    const relayer = await world.relayer({ MILLRACE_RPC_URL: proxy.url, MILLRACE_LEASE_SECONDS: "2" });
    const channel = await acknowledge(relayer.url);
    proxy.rule = ({ method }) => {
      if (method !== "eth_call") return undefined;
      proxy.rule = () => undefined;
      // Chain, proxy and relayer are in this process.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3_000);
      return undefined;
    };
    expect(await flush(relayer.url)).to.have.length(1);
    await expectSettled(world, relayer.url, new Map([[channel, 10n]]));
    await expectPaidOnce(world, channel.id);
  });

  it("R4 keeps an instance that slept through its lease from writing", async () => {
    const home = await world.home({
      MILLRACE_LEASE_SECONDS: "5",
      MILLRACE_REBROADCAST_SECONDS: "3600",
      MILLRACE_RPC_URL: proxy.url,
    });
    const sleeper = await world.start(home);
    const channel = await acknowledge(sleeper.url);
    const asleep = new Promise<void>((resolve) => {
      proxy.rule = ({ method }) => {
        if (method !== "eth_call") return undefined;
        // The batch is simulated: the lease is held, and nothing is in the journal.
        process.kill(sleeper.pid, "SIGSTOP");
        proxy.rule = () => undefined;
        resolve();
        return undefined;
      };
    });
    const sleepersFlush = flush(sleeper.url).catch(() => []);
    await asleep;
    const other = await world.start(home);
    await eventually("instance that took over", async () => {
      const { body } = await get(`${other.url}/v1/health`);
      return body.role === "settling" ? true : undefined;
    });
    await flush(other.url);
    await expectSettled(world, other.url, new Map([[channel, 10n]]));
    process.kill(sleeper.pid, "SIGCONT");
    await sleepersFlush;
    await expectSettled(world, sleeper.url, new Map([[channel, 10n]]));
    await expectPaidOnce(world, channel.id);
    expect(await paymentsOf(world, channel.id)).to.have.length(1);
    expect(broadcasts()).to.have.length(1);
  });
});
