import type { Address, Hex } from "viem";
import { liveStates } from "../core/journal-state.ts";
import type { Sql } from "./database.ts";
import type { DueVoucher } from "./due.ts";

const live = `(${liveStates.map((state) => `'${state}'`).join(", ")})`;

/** The vouchers of a batch as they were sent. */
export type BatchItem = {
  readonly position: number;
  /** Place within the claims of its operator and token. */
  readonly groupPosition: number;
  readonly channelId: Hex;
  readonly operator: Address;
  readonly token: Address;
  readonly cumulative: bigint;
};

/**
 * Lock the vouchers of a batch and note that it carries them.
 * @returns false if one of them is not due any more; then nothing changed and the batch is to be formed anew
 */
export async function carry(sql: Sql, journalId: number, groups: readonly (readonly DueVoucher[])[]): Promise<boolean> {
  const items = groups.flatMap((group) => group.map((voucher, groupPosition) => ({ voucher, groupPosition })));
  const ids = items.map(({ voucher }) => voucher.channelId);
  const amounts = items.map(({ voucher }) => voucher.cumulative.toString());
  const locked = await sql.query(
    `select v.channel_id from vouchers v join unnest($1::text[], $2::numeric[]) as i(id, cumulative) on i.id = v.channel_id
     where v.due and i.cumulative > v.sent and i.cumulative > v.settled for update of v skip locked`,
    [ids, amounts],
  );
  if (locked.length < items.length) return false;
  await sql.query(
    `update vouchers v set sent = i.cumulative from unnest($1::text[], $2::numeric[]) as i(id, cumulative)
     where v.channel_id = i.id`,
    [ids, amounts],
  );
  await sql.query(
    `insert into batch_items (journal_id, position, group_position, channel_id, operator, token, cumulative)
     select $1::bigint, * from unnest($2::int[], $3::int[], $4::text[], $5::text[], $6::text[], $7::numeric[])`,
    [
      journalId,
      items.map((_, position) => position),
      items.map(({ groupPosition }) => groupPosition),
      ids,
      items.map(({ voucher }) => voucher.operator),
      items.map(({ voucher }) => voucher.token),
      amounts,
    ],
  );
  return true;
}

export async function readItems(sql: Sql, journalId: number): Promise<BatchItem[]> {
  const rows = await sql.query("select * from batch_items where journal_id = $1 order by position", [journalId]);
  return rows.map((row) => ({
    position: Number(row.position),
    groupPosition: Number(row.group_position),
    channelId: row.channel_id as Hex,
    operator: row.operator as Address,
    token: row.token as Address,
    cumulative: BigInt(row.cumulative as string),
  }));
}

export async function writeOutcomes(sql: Sql, journalId: number, outcomes: ReadonlyMap<number, string>): Promise<void> {
  await sql.query(
    `update batch_items b set outcome = o.outcome from unnest($2::int[], $3::text[]) as o(position, outcome)
     where b.journal_id = $1 and b.position = o.position`,
    [journalId, [...outcomes.keys()], [...outcomes.values()]],
  );
}

/**
 * Give the vouchers of a batch back: what counts as sent is what other live transactions carry. Called after the batch
 * left the live states, or gave its vouchers up.
 */
export async function release(sql: Sql, journalId: number): Promise<void> {
  await sql.query(
    `update vouchers v set sent = coalesce((
       select max(i.cumulative) from batch_items i join journal j on j.id = i.journal_id
       where i.channel_id = v.channel_id and j.state in ${live} and j.given_up is null), 0)
     from batch_items b where b.journal_id = $1 and v.channel_id = b.channel_id`,
    [journalId],
  );
}

/** A transaction failed as a whole: its vouchers share their next one with fewer, alone they wait. */
export async function noteFailure(
  sql: Sql,
  channelIds: readonly Hex[],
  reason: string,
  delaySeconds: number | undefined,
): Promise<void> {
  await sql.query(
    `update vouchers set failures = failures + 1, set_aside = case when $3::int is null then set_aside else $2 end,
       retry_at = case when $3::int is null then retry_at else now() + make_interval(secs => $3::int) end
     where channel_id = any($1::text[])`,
    [channelIds, reason.slice(0, 500), delaySeconds ?? null],
  );
}

/** Claims that would be, or were, paid nothing: they wait, with the reason for their owner to see. */
export async function setAside(sql: Sql, reasons: ReadonlyMap<Hex, string>): Promise<void> {
  if (reasons.size === 0) return;
  await sql.query(
    `update vouchers v set set_aside = w.reason,
       retry_at = now() + make_interval(secs => least(3600, 5 * power(2, least(v.failures, 10)))),
       failures = least(v.failures + 1, 3)
     from unnest($1::text[], $2::text[]) as w(id, reason) where v.channel_id = w.id`,
    [[...reasons.keys()], [...reasons.values()]],
  );
}

/** Claims that are worth less than their gas now: they wait, which is no failure, with the reason for their owner to see. */
export async function postpone(sql: Sql, channelIds: readonly Hex[], reason: string, seconds: number): Promise<void> {
  if (channelIds.length === 0) return;
  await sql.query(
    `update vouchers set set_aside = $2, retry_at = now() + make_interval(secs => $3::int)
     where channel_id = any($1::text[])`,
    [channelIds, reason, seconds],
  );
}
