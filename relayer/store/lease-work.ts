import type { Address, Hex } from "viem";
import type { LeaseRecord } from "../../sdk/lease-record.ts";
import { liveStates } from "../core/journal-state.ts";
import type { LeaseStep } from "../core/lease-choice.ts";
import { leaseOfFact, storedTerms } from "../core/lease-fact.ts";
import type { Database, Sql } from "./database.ts";
import { type Head, readHead } from "./head.ts";

/** Whose leases are carried: everybody's, those of some operators, or of those that have named this relayer. */
export type Served = "all" | "none" | "named" | readonly Address[];

/** A lease that may have something to do. */
export type LeaseWork = { readonly record: LeaseRecord; readonly token: Address; readonly failures: number };

const live = `(${liveStates.map((state) => `'${state}'`).join(", ")})`;
const inFlight = `exists (select 1 from lease_steps s join journal j on j.id = s.journal_id
  where s.lease_id = l.lease_id and j.state in ${live} and j.given_up is null)`;

export type WorkQuestion = {
  readonly sender: Address;
  readonly served: Served;
  /** Leases of everybody that wait for their start are work too. */
  readonly noShows: boolean;
  readonly now: number;
  /** Also those for which it is not time yet. */
  readonly all: boolean;
};

/** Leases that are to be looked at by `now`, and that no transaction in flight concerns; the longest waiting first. */
export async function readLeaseWork(sql: Sql, question: WorkQuestion, limit: number): Promise<LeaseWork[]> {
  const { sender, served, noShows, now, all } = question;
  const named = typeof served === "string" ? [] : served.map((operator) => operator.toLowerCase());
  const rows = await sql.query(
    `select l.lease_id, l.terms, l.token, f.value, coalesce(w.failures, 0) as failures
     from leases l
     cross join lateral (select value from facts where kind = 'lease' and subject = l.lease_id
       order by block_number desc limit 1) f
     left join lateral (select value from facts where kind = 'terms' and subject = l.operator || '/' || l.token
       order by block_number desc limit 1) r on true
     left join lease_waits w on w.lease_id = l.lease_id
     where l.state <> 'final' and (l.look_at <= $1 or $2::boolean) and coalesce(w.retry_at <= now(), true)
       and ($3 = 'all' or l.operator = any($4::text[]) or ($3 = 'named' and r.value->>'relayer' = $5)
         or ($6::boolean and l.state = 'open'))
       and not ${inFlight}
     order by l.look_at, l.lease_id limit $7`,
    [now, all, typeof served === "string" ? served : "list", named, sender, noShows, limit],
  );
  return rows.map((row) => ({
    record: leaseOfFact(row.lease_id as Hex, storedTerms(row.terms), row.value),
    token: row.token as Address,
    failures: Number(row.failures),
  }));
}

/** Look at leases not before their times (timestamps, s), which were judged at `head`: not if the chain moved since. */
export async function lookLater(db: Database, head: Head, until: ReadonlyMap<Hex, number>): Promise<void> {
  if (until.size === 0) return;
  await db.transaction(async (sql) => {
    if ((await readHead(sql, "for share"))?.hash !== head.hash) return;
    await sql.query(
      `update leases l set look_at = w.until from unnest($1::text[], $2::bigint[]) as w(id, until)
       where l.lease_id = w.id`,
      [[...until.keys()], [...until.values()]],
    );
  });
}

/** Other settings may see work where there was none. */
export async function lookAtAll(sql: Sql): Promise<void> {
  await sql.query("update leases set look_at = 0 where state <> 'final' and look_at <> 0");
}

/** Leases that wait: after a failure, the longer the more there were; or because a call is not worth its gas. */
export async function waitWithLeases(
  sql: Sql,
  ids: readonly Hex[],
  reason: string,
  wait: { readonly seconds: number; readonly isFailure: boolean },
): Promise<void> {
  await sql.query(
    `insert into lease_waits (lease_id, failures, retry_at, reason)
     select id, $2::int, now() + make_interval(secs => $3::int), $4 from unnest($1::text[]) as w(id)
     on conflict (lease_id) do update set failures = lease_waits.failures + excluded.failures,
       retry_at = now() + make_interval(secs => least(3600, $3::int * power(2, least(lease_waits.failures, 10)))::int),
       reason = excluded.reason`,
    [ids, wait.isFailure ? 1 : 0, wait.seconds, reason.slice(0, 500)],
  );
}

export type CarriedStep = { readonly leaseId: Hex; readonly step: LeaseStep };

/**
 * Note that a transaction carries these steps.
 * @returns false if another one carries a step of one of the leases; then nothing changed
 */
export async function carrySteps(sql: Sql, journalId: number, steps: readonly CarriedStep[]): Promise<boolean> {
  const ids = steps.map(({ leaseId }) => leaseId);
  const free = await sql.query(
    `select l.lease_id from leases l where l.lease_id = any($1::text[]) and not ${inFlight} for update skip locked`,
    [ids],
  );
  if (free.length < steps.length) return false;
  await sql.query(
    `insert into lease_steps (journal_id, position, lease_id, step)
     select $1::bigint, * from unnest($2::int[], $3::text[], $4::text[])`,
    [journalId, steps.map((_, position) => position), ids, steps.map(({ step }) => step)],
  );
  return true;
}

export async function readSteps(sql: Sql, journalId: number): Promise<CarriedStep[]> {
  const rows = await sql.query("select lease_id, step from lease_steps where journal_id = $1 order by position", [
    journalId,
  ]);
  return rows.map((row) => ({ leaseId: row.lease_id as Hex, step: row.step as LeaseStep }));
}

/** The end of a transaction: its leases are looked at again, at once if it succeeded. */
export async function endSteps(sql: Sql, journalId: number, failure: string | undefined): Promise<void> {
  const ids = (await readSteps(sql, journalId)).map(({ leaseId }) => leaseId);
  if (ids.length === 0) return;
  await sql.query("update leases set look_at = 0 where lease_id = any($1::text[])", [ids]);
  if (failure === undefined) await sql.query("delete from lease_waits where lease_id = any($1::text[])", [ids]);
  else await waitWithLeases(sql, ids, failure, { seconds: 5, isFailure: true });
}
