import type { Address, Hex } from "viem";
import type { ChannelEvent } from "../core/channel.ts";
import type { Crash } from "../ops/crash.ts";
import { applyEvents, pruneStates, rememberBlocks, rollBack } from "../store/chain-copy.ts";
import type { Database } from "../store/database.ts";
import { pruneFacts } from "../store/facts.ts";
import { type Head, readHead, writeHead } from "../store/head.ts";
import { applyMarket, readMarketHead, rollBackMarket, writeMarketHead } from "../store/market-copy.ts";
import { noteClosings, noteForeignSettlements } from "../store/note-events.ts";
import type { Block, ChainReader, Log } from "./chain-reader.ts";
import { endTimestamps } from "./end-timestamps.ts";
import { channelEventsOf } from "./escrow-events.ts";
import { bloomMayHold } from "./logs-bloom.ts";
import { catchUpMarket } from "./market-catch-up.ts";
import { addressesOf, type MarketContracts, marketName } from "./market-contracts.ts";
import { marketEventsOf } from "./market-events.ts";

export type FollowerOptions = {
  readonly db: Database;
  readonly chain: ChainReader;
  readonly contracts: MarketContracts;
  /** The block from which events of this deployment are read. */
  readonly startBlock: number;
  readonly confirmations: number;
  readonly crash: Crash;
};

/** The chain's history is not the one that was followed, further back than is remembered. */
export class DeepReorganisation extends Error {
  override readonly name = "DeepReorganisation";
}

/** The node's answer contradicts itself or what it said before: to be asked again. */
export class InconsistentNode extends Error {
  override readonly name = "InconsistentNode";
}

const rangeBlocks = 2_000;

/**
 * Bring the copy of the chain one pass closer to the node's head: find where the two part, take back what is not
 * canonical, apply what is new. Each step is one transaction that checks the head it starts from, so several instances
 * may do this at once.
 * @returns whether the head moved
 */
export async function followChain(options: FollowerOptions): Promise<boolean> {
  const { db, chain } = options;
  const latest = await chain.latestBlock();
  if (latest === null) throw new InconsistentNode("The node has no latest block.");
  const before = await readHead(db);
  const contracts = marketName(options.contracts);
  if (before?.hash === latest.hash && (await readMarketHead(db, contracts)) === before.number) return false;
  let head = before === undefined ? await firstHead(options) : await agreeOnHead(options, before, latest);
  await catchUpMarket(options, head);
  while (head.number < latest.number) {
    const next = await advance(options, head, latest);
    if (next === undefined) break;
    head = next;
    options.crash("follow-applied");
  }
  return head.hash !== before?.hash;
}

/** The block before the deployment's first, which has no events of it. */
async function firstHead({ db, chain, startBlock }: FollowerOptions): Promise<Head> {
  const block = await chain.block(Math.max(0, startBlock - 1));
  if (block === null)
    throw new InconsistentNode(`The node does not have block ${startBlock - 1} of the deployment yet.`);
  await db.transaction(async (sql) => {
    await sql.query("lock table chain_head in exclusive mode");
    if ((await readHead(sql)) !== undefined) return;
    await writeHead(sql, block);
    await rememberBlocks(sql, [block], 0);
  });
  return (await readHead(db)) ?? block;
}

/** The last block that both the copy and the node have, after taking back what only the copy has. */
async function agreeOnHead(options: FollowerOptions, head: Head, latest: Block): Promise<Head> {
  if (latest.number === head.number + 1 && latest.parentHash === head.hash) return head;
  const { db, chain } = options;
  let height = Math.min(head.number, latest.number);
  let parted = false;
  for (;;) {
    const [row] = await db.query("select block_hash from blocks where block_number = $1", [height]);
    if (row === undefined) {
      throw new DeepReorganisation(
        `The chain was reorganised below block ${height + 1}, which is deeper than is remembered. ` +
          "What was final is not: stop, and give the relayer a fresh database once the chain is trusted again.",
      );
    }
    const block = height === latest.number ? latest : await chain.block(height);
    if (block === null) throw new InconsistentNode(`The node has block ${latest.number} but not block ${height}.`);
    if (block.hash === row.block_hash) {
      // A node that merely lags has our blocks: nothing is taken back for it.
      if (parted) await takeBack(db, head, block);
      return parted ? block : head;
    }
    parted = true;
    height -= 1;
  }
}

async function takeBack(db: Database, from: Head, fork: Head): Promise<void> {
  await db.transaction(async (sql) => {
    const now = await readHead(sql, "for update");
    if (now?.hash !== from.hash) return;
    await rollBack(sql, fork);
    await rollBackMarket(sql, fork.number);
    await writeHead(sql, fork);
  });
}

/** Apply the next block, or, far behind, many at once. Undefined if the chain moved meanwhile. */
async function advance(options: FollowerOptions, head: Head, latest: Block): Promise<Head | undefined> {
  const { chain, contracts, confirmations } = options;
  const addresses = addressesOf(contracts);
  const deep = latest.number - Math.max(confirmations, 8);
  if (head.number + 1 < deep) {
    const to = Math.min(head.number + rangeBlocks, deep);
    const [logs, block] = [await chain.logsOfRange(addresses, head.number + 1, to), await chain.block(to)];
    if (block === null) return undefined;
    return commit(options, head, block, logs);
  }
  const height = head.number + 1;
  const block = height === latest.number ? latest : await chain.block(height);
  if (block === null || block.parentHash !== head.hash) return undefined;
  return commit(options, head, block, await logsOf(chain, addresses, block));
}

/** The logs of one block, by its hash, checked against its header: some nodes answer before they have indexed it. */
async function logsOf(chain: ChainReader, addresses: readonly Address[], block: Block): Promise<Log[]> {
  const logs = await chain.logsOfBlock(addresses, block.hash);
  if (logs.some((log) => log.blockHash !== block.hash)) {
    throw new InconsistentNode(`The node answered with logs of another block than ${block.hash}.`);
  }
  const isExpected = addresses.every((address) => {
    const mayHold = bloomMayHold(block.logsBloom as Hex, address);
    return logs.some((log) => log.address === address) === mayHold;
  });
  if (isExpected) return logs;
  // The filter says yes to one block in thousands that has none: believed when it is said twice.
  const again = await chain.logsOfBlock(addresses, block.hash);
  if (again.length === logs.length) return again;
  throw new InconsistentNode(`The node changed its mind about the logs of block ${block.number}.`);
}

async function commit(
  options: FollowerOptions,
  from: Head,
  block: Block,
  logs: readonly Log[],
): Promise<Head | undefined> {
  const { db, contracts, confirmations } = options;
  const events: ChannelEvent[] = channelEventsOf(logs.filter((log) => log.address === contracts.escrow));
  const times = await endTimestamps(options, logs, block);
  const market = marketEventsOf(contracts, logs, (height) => times.get(height) ?? block.timestamp);
  const read = marketName(contracts);
  return db.transaction(async (sql) => {
    const now = await readHead(sql, "for update");
    if (now?.hash !== from.hash || (await readMarketHead(sql, read)) !== from.number) return undefined;
    await applyEvents(sql, events);
    await applyMarket(sql, market, contracts.market?.leases);
    await writeMarketHead(sql, read, block.number);
    await noteForeignSettlements(sql, events);
    await noteClosings(sql, events);
    const remembered = block.number - 4 * confirmations - 256;
    await rememberBlocks(sql, [block], remembered);
    await pruneStates(sql, from.number - confirmations, block.number - confirmations);
    await pruneFacts(sql, from.number - confirmations, block.number - confirmations);
    await writeHead(sql, block);
    return { number: block.number, hash: block.hash, timestamp: block.timestamp };
  });
}
