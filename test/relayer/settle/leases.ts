import { expect } from "chai";
import { type Hex, hexToBigInt } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { escrowAbi } from "../../../sdk/abi/escrow.ts";
import { channelIdOfTerms, saltOf } from "../../../sdk/channel.ts";
import { escrowCalls } from "../../../sdk/escrow-calls.ts";
import { leaseChannel } from "../../../sdk/lease.ts";
import { leaseCalls } from "../../../sdk/lease-calls.ts";
import { relayerClient } from "../../../sdk/relayer-client.ts";
import { signVoucher } from "../../../sdk/voucher.ts";
import { paymentsOf } from "../support/audit.ts";
import { eventually, flush, get } from "../support/http.ts";
import {
  contractOf,
  hour,
  newOperator,
  type OpenLease,
  openLease,
  pass,
  runLease,
  stateOf,
} from "../support/lease-market.ts";
import { RelayerDidNotStart } from "../support/relayer-process.ts";
import { startRpcProxy } from "../support/rpc-proxy.ts";
import { useWorld } from "../support/world.ts";

type Payment = Awaited<ReturnType<typeof paymentsOf>>[number];

// No schedule of vouchers would settle anything within the test; leases are settled by the hour.
const everybody = {
  MILLRACE_LEASE_OPERATORS: "all",
  MILLRACE_BATCH_AGE_SECONDS: String(hour),
  MILLRACE_BATCH_VALUE: "1000000",
  MILLRACE_CHANNEL_VALUE: "1000000",
};

describe("leases that the relayer carries", () => {
  const world = useWorld();

  const channelOf = ({ terms }: OpenLease) => leaseChannel(contractOf(world, "Leases"), terms);
  const paidOf = (lease: OpenLease) => world.market.settledOf(channelIdOfTerms(channelOf(lease)));
  const eventuallyIn = (lease: OpenLease, name: string) =>
    eventually(`lease that is ${name}`, async () => {
      const state = await stateOf(world, lease.leaseId);
      return state.name === name ? state : undefined;
    });
  const eventuallyPaid = (lease: OpenLease, least: bigint) =>
    eventually(`payment of ${least}`, async () => {
      const paid = await paidOf(lease);
      return paid >= least ? paid : undefined;
    });

  it("settles a lease by time each hour, completes it, and makes it final, through kill -9 at every step", async () => {
    const operator = await newOperator(world);
    const lease = await runLease(world, operator, { durationSeconds: 3 * hour });
    const home = await world.home(everybody);
    const { startedAt } = await stateOf(world, lease.leaseId);
    // 1,000 units at 0.002 dollars: 2 dollars an hour.
    const hourly = 2_000_000n;
    // It may die before it said that it is ready, too.
    const dies = async (point: string) => {
      const how = await world.start(home, { MILLRACE_CRASH_AT: `${point}:1` }).then(
        ({ ended }) => ended,
        (error: unknown) => {
          if (error instanceof RelayerDidNotStart) return error.how;
          throw error;
        },
      );
      expect(how).to.equal("SIGKILL");
    };
    /** The newest payment is for the time until its block, to the second, which is `hours` hours after the start. */
    const expectPaidUntilItsBlock = async (hours: number) => {
      const { settled, transaction } = (await paymentsOf(world, channelIdOfTerms(channelOf(lease)))).at(-1) as Payment;
      const { blockNumber } = await world.chain.client.getTransactionReceipt({ hash: transaction });
      const { timestamp } = await world.chain.client.getBlock({ blockNumber });
      const seconds = timestamp - BigInt(startedAt);
      expect(settled).to.equal((hourly * seconds) / BigInt(hour));
      // The chain's clock runs on with the machine's, while relayers start and die.
      expect(Number(seconds)).to.be.within(hours * hour, hours * hour + hour / 2);
    };

    await pass(world, hour);
    await dies("lease-before-commit");
    expect(await paidOf(lease)).to.equal(0n);
    await dies("lease-committed");
    const first = await world.start(home);
    await eventuallyPaid(lease, 1n);
    await expectPaidUntilItsBlock(1);
    await pass(world, hour);
    await eventuallyPaid(lease, 2n * hourly);
    await expectPaidUntilItsBlock(2);
    await eventually("second batch that is final", async () => {
      const { body } = await get(`${first.url}/v1/batches/2`);
      return body.state === "final" ? true : undefined;
    });
    await first.kill();

    await pass(world, hour);
    await dies("batch-mined");
    const ended = await eventuallyIn(lease, "ended");
    expect(ended.endedAt).to.equal(ended.startedAt + 3 * hour);
    expect(await paidOf(lease)).to.equal(3n * hourly);
    const last = await world.start(home);
    await pass(world, lease.terms.bound.claimWindowSeconds);
    await eventuallyIn(lease, "final");

    // The journal knows of each step once.
    const steps = await eventually("steps that are final", async () => {
      const found: string[] = [];
      for (let batch = 1; ; batch += 1) {
        const { status, body } = await get(`${last.url}/v1/batches/${batch}`);
        if (status === 404) return found;
        if (body.state !== "final") return undefined;
        found.push(...(body.leaseSteps as { step: string }[]).map(({ step }) => step));
      }
    });
    expect(steps).to.deep.equal(["settle", "settle", "complete", "finalize"]);
  });

  it("settles the last voucher of a lease by voucher whose buyer stops, in the challenge period", async () => {
    const { market, chain } = world;
    const operator = await newOperator(world);
    const session = privateKeyToAccount(generatePrivateKey());
    const lease = await runLease(world, operator, {
      offer: { metering: 1, graceSeconds: hour },
      signer: session.address,
      durationSeconds: 10 * hour,
    });
    const relayer = await world.relayer(everybody);
    const terms = channelOf(lease);
    const voucher = { operator: terms.operator, token: terms.token, salt: saltOf(terms) };
    const send = async (cumulative: bigint) => {
      const signature = await signVoucher(session, market.domain, { ...voucher, cumulative });
      return relayerClient(relayer.url).postVouchers([{ ...voucher, cumulative, signature }]);
    };
    const [taken] = await send(123_456n);
    expect(taken?.kind).to.equal("accepted");
    expect(await paidOf(lease)).to.equal(0n);

    await market.send(market.buyer, leaseCalls.stop(contractOf(world, "Leases"), lease.terms));
    expect(await eventuallyPaid(lease, 123_456n)).to.equal(123_456n);
    await send(200_000n);
    expect(await eventuallyPaid(lease, 200_000n)).to.equal(200_000n);

    // Nobody else was there in time; after it the rest is the buyer's, and the lease becomes final without help.
    await pass(world, 86_400);
    await market.send(operator.account, escrowCalls.close(market.escrow, terms));
    await pass(world, lease.terms.bound.claimWindowSeconds);
    await eventuallyIn(lease, "final");
    const record = await relayerClient(relayer.url).lease(lease.leaseId);
    expect(record).to.include({ outcome: "stopped", paid: 200_000n, refunded: 19_800_000n, channelClosed: true });
    const channel = await chain.client.readContract({
      abi: escrowAbi,
      address: market.escrow,
      functionName: "channel",
      args: [channelIdOfTerms(terms)],
    });
    expect(channel.closed).to.equal(true);
  });

  it("carries only leases of operators that have named it, unless it is told otherwise, and all of theirs when flushed", async () => {
    const { market } = world;
    const home = await world.home({ ...everybody, MILLRACE_LEASE_OPERATORS: "named" });
    const relayer = await world.start(home);
    const [named, other] = [await newOperator(world), await newOperator(world)];
    const call = escrowCalls.setRelayer(market.escrow, market.token, relayer.sender as Hex, 100n);
    await market.send(named.account, call);
    const ours = await runLease(world, named);
    const theirs = await runLease(world, other);
    await pass(world, hour / 2);
    const [batch] = await eventually("flush with a batch", async () => {
      const batches = await flush(relayer.url);
      return batches.length > 0 ? batches : undefined;
    });
    expect(batch).to.be.a("number");
    await eventuallyPaid(ours, 1_000_000n);
    await pass(world, hour);
    await eventuallyPaid(ours, 3_000_000n);
    expect(await paidOf(theirs)).to.equal(0n);
  });

  it("reports a lease that was not started if it is told to, and nobody's otherwise", async () => {
    const operator = await newOperator(world);
    const lease = await openLease(world, operator);
    const idle = await world.relayer(everybody);
    await pass(world, lease.terms.offer.startWindowSeconds + lease.terms.bound.noShowDelaySeconds);
    await flush(idle.url);
    expect((await stateOf(world, lease.leaseId)).name).to.equal("open");
    await idle.stop();
    const relayer = await world.relayer({ MILLRACE_LEASE_OPERATORS: "none", MILLRACE_LEASE_NO_SHOWS: "true" });
    await eventuallyIn(lease, "ended");
    const known = await eventually("lease that the relayer knows to have ended", async () => {
      const found = await relayerClient(relayer.url).lease(lease.leaseId);
      return found?.state === "ended" ? found : undefined;
    });
    expect(known).to.include({ outcome: "noShow", paid: 0n, refunded: 20_000_000n, startedAt: 0 });
    expect(known.compensationBooked).to.equal((known.bond * 5_000n) / 10_000n);
  });

  it("carries the other leases when a step of one would revert, and says why that one waits", async () => {
    const operator = await newOperator(world);
    const leases = [];
    // A small number would be found in the calls of the others too.
    const salt = () => hexToBigInt(generatePrivateKey());
    for (let n = 0; n < 3; n += 1)
      leases.push(await runLease(world, operator, { units: 300, offer: { salt: salt() } }));
    const [good, bad, alsoGood] = leases as [OpenLease, OpenLease, OpenLease];
    const proxy = await startRpcProxy(world.chain.url);
    const marker = bad.terms.offer.salt.toString(16).padStart(64, "0");
    proxy.rule = ({ method, params }) => {
      if (method !== "eth_call" || !JSON.stringify(params).includes(marker)) return undefined;
      return { kind: "error", code: 3, message: "execution reverted: the test says so" };
    };
    await pass(world, hour);
    const relayer = await world.relayer({ ...everybody, MILLRACE_RPC_URL: proxy.url });
    await eventuallyPaid(good, 600_000n);
    await eventuallyPaid(alsoGood, 600_000n);
    expect(await paidOf(bad)).to.equal(0n);
    // Said while it waits, and not in the moment in which it is tried again.
    const reason = await eventually("reason to wait", async () => {
      return (await relayerClient(relayer.url).lease(bad.leaseId))?.waits?.reason;
    });
    expect(reason).to.contain("settle reverts");
    proxy.rule = () => undefined;
    await eventuallyPaid(bad, 600_000n);
    await proxy.stop();
  });
});
