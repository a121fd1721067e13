import type { Hex } from "viem";
import type { ChannelState } from "../core/channel.ts";
import type { Row, Sql } from "./database.ts";

/** A channel's state, and its deposit as of an earlier block. */
export type StoredChannel = { readonly state: ChannelState; readonly confirmedDeposit: bigint };

const text = `
select w.id, now_.phase, now_.deposited, now_.settled, now_.closes_at, now_.by_amount,
       coalesce(deep.deposited, 0) as confirmed
from unnest($1::text[]) as w(id)
cross join lateral (
  select * from channel_states s where s.channel_id = w.id order by s.block_number desc limit 1
) now_
left join lateral (
  select s.deposited from channel_states s
  where s.channel_id = w.id and s.block_number <= $2 order by s.block_number desc limit 1
) deep on true`;

/** The channels that were opened, of those asked for. `confirmedBlock` is the last whose deposits count. */
export async function readChannels(
  sql: Sql,
  ids: readonly Hex[],
  confirmedBlock: number,
): Promise<Map<Hex, StoredChannel>> {
  const rows = await sql.query(text, [ids, confirmedBlock]);
  return new Map(rows.map((row) => [row.id as Hex, storedChannel(row)]));
}

function storedChannel(row: Row): StoredChannel {
  const state = channelStateOf(row);
  const confirmed = BigInt(row.confirmed as string);
  // A closed channel's deposit shrinks to what was settled: the deeper figure no longer holds.
  return { state, confirmedDeposit: confirmed < state.deposited ? confirmed : state.deposited };
}

/** A row of `channel_states`. */
export function channelStateOf(row: Row): ChannelState {
  return {
    phase: row.phase as ChannelState["phase"],
    deposited: BigInt(row.deposited as string),
    settled: BigInt(row.settled as string),
    closesAt: Number(row.closes_at),
    byAmount: row.by_amount as boolean,
  };
}
