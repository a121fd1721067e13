import type { Database } from "../store/database.ts";
import { type Head, readHead } from "../store/head.ts";
import { applyMarket, clearMarket, readMarketHead, writeMarketHead } from "../store/market-copy.ts";
import type { ChainReader } from "./chain-reader.ts";
import { endTimestamps } from "./end-timestamps.ts";
import { addressesOf, type MarketContracts, marketName } from "./market-contracts.ts";
import { marketEventsOf } from "./market-events.ts";

export type CatchUpOptions = {
  readonly db: Database;
  readonly chain: ChainReader;
  readonly contracts: MarketContracts;
  readonly startBlock: number;
};

const rangeBlocks = 2_000;

/**
 * Read the market up to the head to which the channels were read: after an older version of the relayer, or of the
 * deployment, has followed the chain without it. Each step is one transaction, so that it goes on where it stopped.
 */
export async function catchUpMarket(options: CatchUpOptions, head: Head): Promise<void> {
  const { db, contracts, startBlock } = options;
  const name = marketName(contracts);
  let at = await readMarketHead(db, name);
  if (at === undefined) {
    await db.transaction(async (sql) => {
      await readHead(sql, "for update");
      if ((await readMarketHead(sql, name)) !== undefined) return;
      await clearMarket(sql);
      await writeMarketHead(sql, name, Math.max(0, startBlock - 1));
    });
    at = await readMarketHead(db, name);
  }
  while (at !== undefined && at < head.number) at = await readRange(options, head, at, name);
}

/** @returns up to where it is read now; undefined if the chain moved meanwhile */
async function readRange(options: CatchUpOptions, head: Head, at: number, name: string): Promise<number | undefined> {
  const { db, chain, contracts } = options;
  const to = Math.min(at + rangeBlocks, head.number);
  const logs = await chain.logsOfRange(addressesOf(contracts), at + 1, to);
  const last = await chain.block(to);
  // What was read by number is of our chain if the node still has our head after it.
  const canonical = to === head.number ? last : await chain.block(head.number);
  if (last === null || canonical?.hash !== head.hash) return undefined;
  const times = await endTimestamps(options, logs, last);
  const events = marketEventsOf(contracts, logs, (height) => times.get(height) ?? last.timestamp);
  return db.transaction(async (sql) => {
    const now = await readHead(sql, "for update");
    if (now?.hash !== head.hash || (await readMarketHead(sql, name)) !== at) return undefined;
    await applyMarket(sql, events, contracts.market?.leases);
    await writeMarketHead(sql, name, to);
    return to;
  });
}
