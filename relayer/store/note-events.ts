import type { ChannelEvent } from "../core/channel.ts";
import type { Sql } from "./database.ts";

/** Note settlements by transactions that are not ours. They are normal: anyone may settle. */
export async function noteForeignSettlements(sql: Sql, events: readonly ChannelEvent[]): Promise<void> {
  const settled = events.filter((event) => event.kind === "settled");
  if (settled.length === 0) return;
  await sql.query(
    `insert into progress (kind, channel_id, detail)
     select 'channel.settledElsewhere', e.channel_id,
       jsonb_build_object('transaction', e.tx_hash, 'settled', e.settled)
     from unnest($1::text[], $2::text[], $3::text[]) as e(channel_id, tx_hash, settled)
     where not exists (select 1 from attempts a where a.tx_hash = e.tx_hash)`,
    [
      settled.map((event) => event.channelId),
      settled.map((event) => event.txHash),
      settled.map((event) => event.settled.toString()),
    ],
  );
}

/** Note requested and finished closings. */
export async function noteClosings(sql: Sql, events: readonly ChannelEvent[]): Promise<void> {
  for (const event of events) {
    if (event.kind !== "closeRequested" && event.kind !== "closed") continue;
    const detail = event.kind === "closed" ? { settled: event.settled.toString() } : { closesAt: event.closesAt };
    const kind = event.kind === "closed" ? "channel.closed" : "channel.closeRequested";
    await sql.query("insert into progress (kind, channel_id, detail) values ($1, $2, $3::jsonb)", [
      kind,
      event.channelId,
      JSON.stringify(detail),
    ]);
  }
}
