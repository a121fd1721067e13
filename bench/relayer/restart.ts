import { readFileSync } from "node:fs";
import { startLocalChain } from "../../test/relayer/support/local-chain.ts";
import { createMarket } from "../../test/relayer/support/market.ts";
import { type RelayerProcess, relayerHome, startRelayerProcess } from "../../test/relayer/support/relayer-process.ts";
import { type BenchChannel, openChannels } from "./http/channels.ts";
import { requestBytes, sendAll } from "./http/load.ts";
import { INTAKE_ONLY } from "./http/run.ts";

/** A relayer that was killed with vouchers to settle, and what it does when it is started again. */
export type RestartFigures = {
  /** Channels, each with one voucher that is not settled. */
  readonly channels: number;
  /** From the start of the process until it answers. */
  readonly readySeconds: number;
  /** From the start of the process until its first batch is in a block. */
  readonly firstBatchSeconds: number;
  /** From the start of the process until every batch is final, with no confirmations asked for. */
  readonly allSettledSeconds: number;
  readonly batches: number;
  readonly gas: number;
  /** Resident memory of the process after its first batch, and at most until the end, MB; null where there is no /proc. */
  readonly firstBatchMb: number | null;
  readonly peakMb: number | null;
};

const BULK = 100;
const CONNECTIONS = 8;
const SETTLE_AT_ONCE = { ...INTAKE_ONLY, MILLRACE_BATCH_AGE_SECONDS: "0", MILLRACE_BATCH_MAX_CLAIMS: "1000" };

/** Fill the embedded database over HTTP, kill the relayer, start it again and wait until all is settled. */
export async function measureRestart(count: number, say: (text: string) => void): Promise<RestartFigures> {
  const chain = await startLocalChain();
  try {
    const market = await createMarket(chain);
    const { key, account } = await market.funded();
    say(`opening ${count} channels`);
    const channels = await openChannels(market, market.newOperator().address, count);
    const home = await relayerHome(chain, key, INTAKE_ONLY);
    say("sending their vouchers");
    await withRelayer(await startRelayerProcess(home), async (relayer) => {
      await sendVouchers(relayer.url, channels);
      await relayer.kill();
    });

    say("starting it again");
    const nonce = () => chain.client.getTransactionCount({ address: account.address });
    // What was settled before the relayer was killed is not what the restart settles.
    const before = await nonce();
    const start = performance.now();
    const seconds = () => Math.round(performance.now() - start) / 1_000;
    const firstBatch = until(async () => (await nonce()) > before, 20).then(seconds);
    const relayer = await startRelayerProcess(home, SETTLE_AT_ONCE);
    return await withRelayer(relayer, async () => {
      const readySeconds = seconds();
      const firstBatchSeconds = await firstBatch;
      const firstBatchMb = memoryMb(relayer);
      let peakMb = firstBatchMb;
      say("settling all of them");
      await until(async () => {
        const now = memoryMb(relayer);
        if (now !== null) peakMb = Math.max(now, peakMb ?? 0);
        const health = (await (await fetch(`${relayer.url}/v1/health`)).json()) as { unsettled: unknown[] };
        return health.unsettled.length === 0;
      }, 1_000);
      const batches = await nonce();
      const gas = await gasOfBatches(relayer, batches);
      const allSettledSeconds = seconds();
      return {
        ...{ channels: count, readySeconds, firstBatchSeconds, allSettledSeconds },
        ...{ batches, gas, firstBatchMb, peakMb },
      };
    });
  } finally {
    await chain.stop();
  }
}

/** Ended early, the benchmark ends its relayer too. */
async function withRelayer<T>(relayer: RelayerProcess, work: (relayer: RelayerProcess) => Promise<T>): Promise<T> {
  const end = () => process.kill(relayer.pid);
  process.once("exit", end);
  try {
    return await work(relayer);
  } finally {
    process.off("exit", end);
    await relayer.stop();
  }
}

/** One voucher of each channel. */
async function sendVouchers(url: string, channels: readonly BenchChannel[]): Promise<void> {
  const vouchers = channels.map((channel) => channel.sign(1n));
  const requests = Array.from({ length: Math.ceil(vouchers.length / BULK) }, (_, index) => {
    const part = vouchers.slice(index * BULK, (index + 1) * BULK);
    return requestBytes("POST", "/v1/vouchers", `{"vouchers":[${part.join(",")}]}`);
  });
  const { answers } = await sendAll(url, requests, CONNECTIONS);
  const refused = answers.find(({ status }) => status !== 200);
  if (refused !== undefined) throw new Error(`The relayer answered ${refused.status}: ${refused.body.slice(0, 500)}`);
}

/** Once the batches are final, what they cost together. */
async function gasOfBatches(relayer: RelayerProcess, batches: number): Promise<number> {
  let gas = 0;
  for (let id = 1; id <= batches; id += 1) {
    await until(async () => {
      const { gasUsed } = (await (await fetch(`${relayer.url}/v1/batches/${id}`)).json()) as { gasUsed: number | null };
      gas += gasUsed ?? 0;
      return gasUsed !== null;
    }, 100);
  }
  return gas;
}

async function until(isDone: () => Promise<boolean>, everyMs: number): Promise<void> {
  while (!(await isDone())) await new Promise((resolve) => setTimeout(resolve, everyMs));
}

function memoryMb({ pid }: RelayerProcess): number | null {
  try {
    const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    return kilobytes === undefined ? null : Math.round(Number(kilobytes) / 1_024);
  } catch {
    return null;
  }
}
