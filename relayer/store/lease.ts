import type { Address } from "viem";
import type { Database, Sql } from "./database.ts";

/** The right to send with a key, until it expires. `fence` tells it from every earlier and later one. */
export type Lease = { readonly sender: Address; readonly holder: string; readonly fence: number };

/** Another instance has taken the key over. Whatever was about to be written was not. */
export class LeaseLost extends Error {
  override readonly name = "LeaseLost";
  constructor(lease: Lease) {
    super(`The key ${lease.sender} belongs to another instance now (our fence was ${lease.fence}).`);
  }
}

/**
 * Take or renew the key; undefined if another instance holds it. `alone` says that no other instance can exist, as with
 * embedded data, so a lease left behind by a dead one need not run out first. Time is the database's.
 */
export async function takeLease(
  db: Database,
  sender: Address,
  holder: string,
  seconds: number,
  alone: boolean,
): Promise<Lease | undefined> {
  const [row] = await db.query(
    `insert into key_leases as l (sender, holder, fence, expires_at)
     values ($1, $2, 1, now() + make_interval(secs => $3))
     on conflict (sender) do update set
       holder = $2, expires_at = now() + make_interval(secs => $3),
       fence = case when l.holder = $2 and l.expires_at > now() then l.fence else l.fence + 1 end
     where l.holder = $2 or l.expires_at <= now() or $4
     returning fence`,
    [sender, holder, seconds, alone],
  );
  return row === undefined ? undefined : { sender, holder, fence: Number(row.fence) };
}

/** Hold the lease's row to the end of the transaction, or fail. @throws LeaseLost */
export async function assertLease(sql: Sql, lease: Lease): Promise<void> {
  const rows = await sql.query(
    "select 1 from key_leases where sender = $1 and holder = $2 and fence = $3 and expires_at > now() for update",
    [lease.sender, lease.holder, lease.fence],
  );
  if (rows.length === 0) throw new LeaseLost(lease);
}

/** Give the key back, so that another instance need not wait. */
export async function releaseLease(db: Database, lease: Lease): Promise<void> {
  await db.query("update key_leases set expires_at = now() where sender = $1 and holder = $2 and fence = $3", [
    lease.sender,
    lease.holder,
    lease.fence,
  ]);
}
