import type { Database } from "./database.ts";

export type Reservation =
  /** The key is ours: answer, and then {@link keepAnswer} or {@link dropReservation}. */
  | { readonly kind: "new" }
  /** The same request was answered before. */
  | { readonly kind: "answered"; readonly status: number; readonly body: string }
  /** The same request is being answered now. */
  | { readonly kind: "inProgress" }
  | { readonly kind: "otherRequest" };

/** After so long a reservation without an answer was left behind by a process that died. */
const abandonedSeconds = 30;

export async function reserve(db: Database, key: string, requestHash: string): Promise<Reservation> {
  const taken = await db.query(
    `insert into idempotency as i (key, request_hash) values ($1, $2)
     on conflict (key) do update set created_at = now()
     where i.request_hash = $2 and i.status is null and i.created_at < now() - make_interval(secs => $3)
     returning key`,
    [key, requestHash, abandonedSeconds],
  );
  if (taken.length > 0) return { kind: "new" };
  const [row] = await db.query("select request_hash, status, body from idempotency where key = $1", [key]);
  // It was dropped between the two statements, since its request failed: the client asks again.
  if (row === undefined) return { kind: "inProgress" };
  if (row.request_hash !== requestHash) return { kind: "otherRequest" };
  if (row.status === null) return { kind: "inProgress" };
  return { kind: "answered", status: Number(row.status), body: row.body as string };
}

export async function keepAnswer(db: Database, key: string, status: number, body: string): Promise<void> {
  await db.query("update idempotency set status = $2, body = $3 where key = $1", [key, status, body]);
}

export async function dropReservation(db: Database, key: string): Promise<void> {
  await db.query("delete from idempotency where key = $1 and status is null", [key]);
}
