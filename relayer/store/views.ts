import type { Address, Hex } from "viem";
import type { Row, Sql } from "./database.ts";

/** Everything known of each of these channels, in the words of the interface; amounts as decimal text. */
export async function readChannelViews(sql: Sql, channelIds: readonly Hex[]): Promise<(Row | undefined)[]> {
  const rows = await sql.query(
    `select c.channel_id, c.payer, c.controller, c.operator, c.token, c.signer, c.nonce::text as nonce,
       s.phase, s.deposited::text as deposited, s.settled::text as settled, s.closes_at, s.by_amount,
       v.cumulative::text as cumulative, v.signature, v.received_at, v.sent::text as sent, v.set_aside, v.retry_at,
       coalesce(greatest(least(v.cumulative, s.deposited) - s.settled, 0), 0)::text as unsettled,
       (select max(i.journal_id) from batch_items i join journal j on j.id = i.journal_id
        where i.channel_id = c.channel_id and j.state in ('signed', 'sent', 'mined')) as batch_id
     from unnest($1::text[]) as w(id)
     join channels c on c.channel_id = w.id
     cross join lateral (
       select * from channel_states s where s.channel_id = c.channel_id order by block_number desc limit 1
     ) s
     left join vouchers v on v.channel_id = c.channel_id`,
    [[...new Set(channelIds)]],
  );
  const byId = new Map(rows.map((row) => [row.channel_id, row]));
  return channelIds.map((id) => byId.get(id));
}

/** What is needed to say what became of an amount of a channel. */
export async function readVoucherFacts(
  sql: Sql,
  channelId: Hex,
  cumulative: bigint,
  finalBlock: number,
): Promise<Row | undefined> {
  const [row] = await sql.query(
    `select v.cumulative::text as highest, v.settled::text as settled, v.sent::text as sent, v.phase, v.set_aside, v.retry_at,
       coalesce((select settled from channel_states s where s.channel_id = v.channel_id and s.block_number <= $3
         order by s.block_number desc limit 1), 0)::text as final,
       paid.tx_hash, paid.block_number,
       (select max(i.journal_id) from batch_items i join journal j on j.id = i.journal_id
        where i.channel_id = v.channel_id and i.cumulative >= $2::numeric and j.state in ('signed', 'sent', 'mined')) as batch_id
     from vouchers v
     left join lateral (
       select tx_hash, block_number from settlements p where p.channel_id = v.channel_id and p.settled >= $2::numeric
       order by p.settled limit 1
     ) paid on true
     where v.channel_id = $1`,
    [channelId, cumulative.toString(), finalBlock],
  );
  return row;
}

export async function readBatch(
  sql: Sql,
  id: number,
): Promise<{ batch: Row; items: Row[]; attempts: Row[]; steps: Row[] } | undefined> {
  const [batch] = await sql.query("select * from journal where id = $1", [id]);
  if (batch === undefined) return undefined;
  const items = await sql.query(
    "select channel_id, operator, token, cumulative::text as cumulative, outcome from batch_items where journal_id = $1 order by position",
    [id],
  );
  const attempts = await sql.query("select * from attempts where journal_id = $1 order by number", [id]);
  const steps = await sql.query("select lease_id, step from lease_steps where journal_id = $1 order by position", [id]);
  return { batch, items, attempts, steps };
}

/** What an operator has in this relayer, by token. */
export async function readOperator(sql: Sql, operator: Address): Promise<Row[]> {
  return sql.query(
    `select token, count(*) as channels, coalesce(sum(cumulative), 0)::text as acknowledged,
       coalesce(sum(settled), 0)::text as settled,
       coalesce(sum(least(cumulative, deposited) - settled) filter (where unsettled), 0)::text as unsettled,
       coalesce(sum(least(cumulative, deposited) - greatest(settled, sent)) filter (where due), 0)::text as due,
       count(*) filter (where unsettled and phase = 'closing') as closing,
       count(*) filter (where set_aside is not null and unsettled) as set_aside,
       extract(epoch from now() - min(unsettled_since) filter (where unsettled)) as oldest
     from vouchers where operator = $1 group by token`,
    [operator],
  );
}

/** What is at stake in all, by token. */
export async function readExposure(sql: Sql): Promise<Row[]> {
  return sql.query(
    `select token, count(*) as claims, sum(least(cumulative, deposited) - settled)::text as unsettled,
       coalesce(sum(least(cumulative, deposited) - settled) filter (where phase = 'closing'), 0)::text as closing,
       coalesce(sum(least(cumulative, deposited) - settled) filter (where set_aside is not null), 0)::text as set_aside,
       extract(epoch from now() - min(unsettled_since)) as oldest
     from vouchers where unsettled group by token`,
  );
}
