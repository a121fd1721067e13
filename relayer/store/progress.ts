import type { Database, Sql } from "./database.ts";

/** Where a reader of the event stream stands. */
export type Cursor = { readonly tx: string; readonly id: string };

/** One event, as it goes to clients. */
export type ProgressEvent = {
  readonly cursor: Cursor;
  readonly at: Date;
  readonly kind: string;
  readonly batch: number | undefined;
  readonly channelId: string | undefined;
  /** Operators whose vouchers it is about. */
  readonly operators: readonly string[];
  readonly detail: unknown;
};

/** The place behind everything that is visible now. */
export async function latestCursor(sql: Sql): Promise<Cursor> {
  const [row] = await sql.query("select (pg_snapshot_xmin(pg_current_snapshot()))::text as tx");
  return { tx: row?.tx as string, id: "0" };
}

/** Events behind the cursor, in order. */
export async function readProgress(sql: Sql, after: Cursor, limit: number): Promise<ProgressEvent[]> {
  const rows = await sql.query(
    `select p.*, p.tx::text as tx_text, p.id::text as id_text, coalesce(
       (select array_agg(distinct b.operator) from batch_items b where b.journal_id = p.batch_id),
       (select array_agg(c.operator) from channels c where c.channel_id = p.channel_id), '{}') as operators
     from progress p
     where (p.tx, p.id) > ($1::text::xid8, $2::text::bigint) and p.tx < pg_snapshot_xmin(pg_current_snapshot())
     order by p.tx, p.id limit $3`,
    [after.tx, after.id, limit],
  );
  return rows.map((row) => ({
    cursor: { tx: row.tx_text as string, id: row.id_text as string },
    at: row.at as Date,
    kind: row.kind as string,
    batch: row.batch_id === null ? undefined : Number(row.batch_id),
    channelId: (row.channel_id as string | null) ?? undefined,
    operators: row.operators as string[],
    detail: row.detail,
  }));
}

/** Forget what nobody asks for any more. */
export async function prune(db: Database, keep: { progressDays: number; idempotencyHours: number }): Promise<void> {
  await db.query("delete from progress where at < now() - make_interval(days => $1)", [keep.progressDays]);
  await db.query("delete from idempotency where created_at < now() - make_interval(hours => $1)", [
    keep.idempotencyHours,
  ]);
}
