import type { Hex } from "viem";
import type { ChannelState } from "../core/channel.ts";
import type { HighestVoucher, SignedVoucher } from "../core/voucher.ts";
import type { Sql } from "./database.ts";

/** The highest voucher of each of these channels, locked until the transaction ends. Ids in ascending order. */
export async function lockHighest(sql: Sql, sortedIds: readonly Hex[]): Promise<Map<Hex, HighestVoucher>> {
  const rows = await sql.query(
    `select v.channel_id, v.cumulative, v.signature from unnest($1::text[]) as w(id) join vouchers v on v.channel_id = w.id
     order by v.channel_id for update of v`,
    [sortedIds],
  );
  return new Map(
    rows.map((row) => [
      row.channel_id as Hex,
      { cumulative: BigInt(row.cumulative as string), signature: row.signature as Hex },
    ]),
  );
}

const upsert = `
insert into vouchers
  (channel_id, operator, token, signer, salt, cumulative, signature, deposited, settled, phase)
select * from unnest(
  $1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::numeric[], $7::text[], $8::numeric[], $9::numeric[],
  $10::text[])
on conflict (channel_id) do update set
  cumulative = excluded.cumulative, signature = excluded.signature, received_at = now(),
  unsettled_since = case when vouchers.unsettled then vouchers.unsettled_since else now() end,
  failures = 0, retry_at = null, set_aside = null
where vouchers.cumulative < excluded.cumulative
returning channel_id`;

export type VoucherToStore = { readonly voucher: SignedVoucher; readonly state: ChannelState };

/**
 * Store vouchers, at most one of each channel, in ascending order of channel. A lower one than stored changes nothing.
 * @returns the channels whose voucher was stored
 */
export async function storeVouchers(sql: Sql, entries: readonly VoucherToStore[]): Promise<Set<Hex>> {
  const column = (value: (entry: VoucherToStore) => string) => entries.map(value);
  const rows = await sql.query(upsert, [
    column(({ voucher }) => voucher.channelId),
    column(({ voucher }) => voucher.operator),
    column(({ voucher }) => voucher.token),
    column(({ voucher }) => voucher.signer),
    column(({ voucher }) => voucher.salt.toString()),
    column(({ voucher }) => voucher.cumulative.toString()),
    column(({ voucher }) => voucher.signature),
    column(({ state }) => state.deposited.toString()),
    column(({ state }) => state.settled.toString()),
    column(({ state }) => state.phase),
  ]);
  return new Set(rows.map((row) => row.channel_id as Hex));
}
