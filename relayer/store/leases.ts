import type { Hex } from "viem";
import type { LeaseRecord } from "../../sdk/lease-record.ts";
import { leaseOfFact, storedTerms } from "../core/lease-fact.ts";
import type { Sql } from "./database.ts";
import type { Head } from "./head.ts";

/** A lease as of the head. */
export type KnownLease = {
  readonly record: LeaseRecord;
  readonly channelId: Hex;
  /** Leases that say they go on from it. */
  readonly continuedBy: readonly Hex[];
  /** The entry of the journal in flight that takes a step of it. */
  readonly batch: number | undefined;
  /** Why a step that was due waits. */
  readonly waits: { readonly reason: string; readonly until: Date } | undefined;
  readonly head: Head;
};

/** What the copy of the chain says of a lease; undefined if it was not opened. */
export async function readLeaseRecord(sql: Sql, leaseId: Hex): Promise<KnownLease | undefined> {
  const [row] = await sql.query(
    `select l.terms, l.channel_id, f.value, h.*,
       array(select lease_id from leases where continues = l.lease_id order by lease_id limit 100) as continued_by,
       (select max(s.journal_id) from lease_steps s join journal j on j.id = s.journal_id
        where s.lease_id = l.lease_id and j.state in ('signed', 'sent', 'mined')) as batch_id,
       w.reason, w.retry_at
     from leases l cross join chain_head h cross join lateral (
       select value from facts where kind = 'lease' and subject = l.lease_id order by block_number desc limit 1
     ) f left join lease_waits w on w.lease_id = l.lease_id and w.retry_at > now() where l.lease_id = $1`,
    [leaseId],
  );
  if (row === undefined) return undefined;
  return {
    record: leaseOfFact(leaseId, storedTerms(row.terms), row.value),
    channelId: row.channel_id as Hex,
    continuedBy: row.continued_by as Hex[],
    batch: row.batch_id === null ? undefined : Number(row.batch_id),
    waits: row.reason === null ? undefined : { reason: row.reason as string, until: row.retry_at as Date },
    head: {
      number: Number(row.block_number),
      hash: row.block_hash as Hex,
      timestamp: Number(row.block_timestamp),
    },
  };
}
