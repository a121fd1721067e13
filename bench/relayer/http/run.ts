import { startLocalChain } from "../../../test/relayer/support/local-chain.ts";
import { createMarket } from "../../../test/relayer/support/market.ts";
import { startPostgres } from "../../../test/relayer/support/postgres.ts";
import { relayerHome, startRelayerProcess } from "../../../test/relayer/support/relayer-process.ts";
import { openChannels } from "./channels.ts";
import { type Effort, type HttpFigures, measureHttp } from "./measure.ts";

/** The database of the relayer that is measured: the default, or PostgreSQL on the same machine with fsync. */
export type Storage = "embedded" | "server";

/** A multiple of 64 connections, and of 8 requests of 100: a channel's vouchers then go over one connection, in order. */
const CHANNELS = 1_600;

/** Nothing is settled while the intake is measured; no limit is set to the one sender that there is. */
export const INTAKE_ONLY = {
  MILLRACE_BATCH_AGE_SECONDS: "31536000",
  MILLRACE_BATCH_VALUE: "1000000000",
  MILLRACE_CHANNEL_VALUE: "1000000000",
  MILLRACE_BATCH_MAX_CLAIMS: "10000",
  MILLRACE_POLL_MS: "1000",
  MILLRACE_LOG_LEVEL: "error",
};

/** A real chain with channels on it, and for each storage a relayer in a process of its own. */
export async function measureStorages(
  storages: readonly Storage[],
  effort: Effort,
  say: (text: string) => void,
): Promise<Partial<Record<Storage, HttpFigures>>> {
  const chain = await startLocalChain();
  const figures: Partial<Record<Storage, HttpFigures>> = {};
  try {
    const market = await createMarket(chain);
    say(`opening ${CHANNELS} channels`);
    const channels = await openChannels(market, market.newOperator().address, CHANNELS);
    // The buyer of all channels among many who have nothing: each is a question of its own.
    const buyers = [market.buyer.address, ...channels.slice(1).map(({ id }) => `0x${id.slice(-40)}`)];
    const admissions = buyers.map((buyer) => `/v1/admission?buyer=${buyer}&token=${market.token}&amount=1`);
    for (const storage of storages) {
      const postgres = storage === "server" ? await startPostgres() : undefined;
      const place = postgres === undefined ? {} : { MILLRACE_DATABASE_URL: postgres.url };
      const home = await relayerHome(chain, (await market.funded()).key, { ...INTAKE_ONLY, ...place });
      const relayer = await startRelayerProcess(home);
      const end = () => process.kill(relayer.pid);
      process.once("exit", end);
      try {
        figures[storage] = await measureHttp(relayer.url, { channels, admissions }, effort, (text) =>
          say(`${storage}, ${text}`),
        );
      } finally {
        process.off("exit", end);
        await relayer.stop();
        await postgres?.stop();
      }
    }
  } finally {
    await chain.stop();
  }
  return figures;
}
