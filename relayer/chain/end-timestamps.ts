import { isLeaseEnd } from "../../sdk/lease-events.ts";
import type { Block, ChainReader, Log } from "./chain-reader.ts";
import type { MarketContracts } from "./market-contracts.ts";

/** The timestamps (s) of the blocks of these logs in which a lease ended; `known` is one of them that is at hand. */
export async function endTimestamps(
  { chain, contracts }: { readonly chain: ChainReader; readonly contracts: MarketContracts },
  logs: readonly Log[],
  known: Block,
): Promise<Map<number, number>> {
  const { market } = contracts;
  const times = new Map([[known.number, known.timestamp]]);
  if (market === undefined) return times;
  const ends = logs.filter((log) => isLeaseEnd(market.leases, log)).map((log) => log.blockNumber);
  for (const height of new Set(ends)) {
    if (times.has(height)) continue;
    const block = await chain.block(height);
    if (block === null) throw new Error(`The node has logs of block ${height} but not the block.`);
    times.set(height, block.timestamp);
  }
  return times;
}
