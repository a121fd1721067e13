import type { Hex } from "viem";
import { applyEvent, type ChannelEvent, type ChannelState } from "../core/channel.ts";
import type { Sql } from "./database.ts";
import type { Head } from "./head.ts";
import { channelStateOf } from "./read-channels.ts";

export type BlockRef = { readonly number: number; readonly hash: Hex };

/** Apply the events of consecutive blocks, in order. The head is locked by the caller. */
export async function applyEvents(sql: Sql, events: readonly ChannelEvent[]): Promise<void> {
  if (events.length === 0) return;
  const ids = [...new Set(events.map((event) => event.channelId))].sort();
  const rows = await sql.query(
    `select distinct on (channel_id) * from channel_states where channel_id = any($1::text[])
     order by channel_id, block_number desc`,
    [ids],
  );
  const states = new Map(rows.map((row) => [row.channel_id as Hex, channelStateOf(row)]));
  const atBlock = new Map<string, { channelId: Hex; blockNumber: number; state: ChannelState }>();
  for (const event of events) {
    const state = applyEvent(states.get(event.channelId), event);
    states.set(event.channelId, state);
    const { channelId, blockNumber } = event;
    atBlock.set(`${channelId}@${blockNumber}`, { channelId, blockNumber, state });
  }
  await insertChannels(sql, events);
  await insertSettlements(sql, events);
  await insertStates(sql, [...atBlock.values()]);
  await copyToVouchers(sql, ids);
}

async function insertChannels(sql: Sql, events: readonly ChannelEvent[]): Promise<void> {
  const opened = events.filter((event) => event.kind === "opened");
  if (opened.length === 0) return;
  await sql.query(
    `insert into channels (channel_id, payer, controller, operator, token, signer, nonce, opened_block)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::numeric[], $8::bigint[])`,
    [
      opened.map((event) => event.channelId),
      opened.map((event) => event.identity.payer),
      opened.map((event) => event.identity.controller),
      opened.map((event) => event.identity.operator),
      opened.map((event) => event.identity.token),
      opened.map((event) => event.identity.signer),
      opened.map((event) => event.identity.nonce.toString()),
      opened.map((event) => event.blockNumber),
    ],
  );
}

async function insertSettlements(sql: Sql, events: readonly ChannelEvent[]): Promise<void> {
  const settled = events.filter((event) => event.kind === "settled");
  if (settled.length === 0) return;
  await sql.query(
    `insert into settlements (channel_id, settled, block_number, tx_hash)
     select * from unnest($1::text[], $2::numeric[], $3::bigint[], $4::text[])`,
    [
      settled.map((event) => event.channelId),
      settled.map((event) => event.settled.toString()),
      settled.map((event) => event.blockNumber),
      settled.map((event) => event.txHash),
    ],
  );
}

type StateAtBlock = { readonly channelId: Hex; readonly blockNumber: number; readonly state: ChannelState };

async function insertStates(sql: Sql, rows: readonly StateAtBlock[]): Promise<void> {
  await sql.query(
    `insert into channel_states (channel_id, block_number, phase, deposited, settled, closes_at, by_amount)
     select * from unnest($1::text[], $2::bigint[], $3::text[], $4::numeric[], $5::numeric[], $6::bigint[], $7::text[]::boolean[])`,
    [
      rows.map((row) => row.channelId),
      rows.map((row) => row.blockNumber),
      rows.map((row) => row.state.phase),
      rows.map((row) => row.state.deposited.toString()),
      rows.map((row) => row.state.settled.toString()),
      rows.map((row) => row.state.closesAt),
      rows.map((row) => String(row.state.byAmount)),
    ],
  );
}

/** Repeat the channels' current state in the vouchers' rows. A channel that is gone has no deposit. */
async function copyToVouchers(sql: Sql, ids: readonly Hex[]): Promise<void> {
  await sql.query(
    `update vouchers v set
       deposited = coalesce(s.deposited, 0), settled = coalesce(s.settled, 0), phase = coalesce(s.phase, 'open'),
       unsettled_since = case when v.cumulative > coalesce(s.settled, 0) and v.settled <> coalesce(s.settled, 0)
         then v.received_at else v.unsettled_since end,
       failures = case when v.settled <> coalesce(s.settled, 0) or v.deposited <> coalesce(s.deposited, 0)
         then 0 else v.failures end,
       retry_at = case when v.settled <> coalesce(s.settled, 0) or v.deposited <> coalesce(s.deposited, 0)
         then null else v.retry_at end,
       set_aside = case when v.settled <> coalesce(s.settled, 0) or v.deposited <> coalesce(s.deposited, 0)
         then null else v.set_aside end
     from unnest($1::text[]) as w(id)
     left join lateral (
       select * from channel_states c where c.channel_id = w.id order by c.block_number desc limit 1
     ) s on true
     where v.channel_id = w.id`,
    [ids],
  );
}

/** Remember the hashes of canonical blocks, and forget those below `keepFrom`. */
export async function rememberBlocks(sql: Sql, blocks: readonly BlockRef[], keepFrom: number): Promise<void> {
  await sql.query("insert into blocks (block_number, block_hash) select * from unnest($1::bigint[], $2::text[])", [
    blocks.map((block) => block.number),
    blocks.map((block) => block.hash),
  ]);
  await sql.query("delete from blocks where block_number < $1", [keepFrom]);
}

/** Delete the states that a newer one replaced, where the newer one became final in (`from`, `to`]. */
export async function pruneStates(sql: Sql, from: number, to: number): Promise<void> {
  await sql.query(
    `delete from channel_states old using channel_states newer
     where newer.block_number > $1 and newer.block_number <= $2
       and newer.channel_id = old.channel_id and old.block_number < newer.block_number`,
    [from, to],
  );
}

/** Take back every block above `fork`: what was mined there is in flight again. */
export async function rollBack(sql: Sql, fork: Head): Promise<void> {
  const touched = await sql.query("delete from channel_states where block_number > $1 returning channel_id", [
    fork.number,
  ]);
  await sql.query("delete from settlements where block_number > $1", [fork.number]);
  await sql.query("delete from channels where opened_block > $1", [fork.number]);
  await sql.query("delete from blocks where block_number > $1", [fork.number]);
  await sql.query(
    `with back as (
       update journal set state = 'sent', mined_block = null, mined_hash = null, mined_tx = null
       where state = 'mined' and mined_block > $1 returning id)
     insert into progress (kind, batch_id, detail) select 'batch.reorganised', id, '{}' from back`,
    [fork.number],
  );
  await copyToVouchers(sql, [...new Set(touched.map((row) => row.channel_id as Hex))].sort());
}
