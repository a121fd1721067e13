import type { FactKind, FactValue } from "../core/market.ts";
import type { Sql } from "./database.ts";

export type Subject = { readonly kind: FactKind; readonly subject: string };
export type FactAtBlock = Subject & { readonly blockNumber: number; readonly value: FactValue };

/** A name for a fact's subject in a map. */
export function factKey({ kind, subject }: Subject): string {
  return `${kind} ${subject}`;
}

/** The current value of one subject; undefined if the chain has said nothing of it. */
export async function readFact(sql: Sql, kind: FactKind, subject: string): Promise<FactValue | undefined> {
  const [row] = await sql.query(
    "select value from facts where kind = $1 and subject = $2 order by block_number desc limit 1",
    [kind, subject],
  );
  return row?.value as FactValue | undefined;
}

/** The current values of many subjects, by {@link factKey}. */
export async function readFacts(sql: Sql, subjects: readonly Subject[]): Promise<Map<string, FactValue>> {
  if (subjects.length === 0) return new Map();
  const rows = await sql.query(
    `select distinct on (f.kind, f.subject) f.kind, f.subject, f.value
     from unnest($1::text[], $2::text[]) as w(kind, subject)
     join facts f on f.kind = w.kind and f.subject = w.subject
     order by f.kind, f.subject, f.block_number desc`,
    [subjects.map(({ kind }) => kind), subjects.map(({ subject }) => subject)],
  );
  return new Map(
    rows.map((row) => [
      factKey({ kind: row.kind as FactKind, subject: row.subject as string }),
      row.value as FactValue,
    ]),
  );
}

/** Write values as of the end of their blocks. */
export async function writeFacts(sql: Sql, facts: readonly FactAtBlock[]): Promise<void> {
  if (facts.length === 0) return;
  await sql.query(
    `insert into facts (kind, subject, block_number, value)
     select * from unnest($1::text[], $2::text[], $3::bigint[], $4::text[]::jsonb[])
     on conflict (kind, subject, block_number) do update set value = excluded.value`,
    [
      facts.map(({ kind }) => kind),
      facts.map(({ subject }) => subject),
      facts.map(({ blockNumber }) => blockNumber),
      facts.map(({ value }) => JSON.stringify(value)),
    ],
  );
}

/** Delete the values that a newer one replaced, where the newer one became final in (`from`, `to`]. */
export async function pruneFacts(sql: Sql, from: number, to: number): Promise<void> {
  await sql.query(
    `delete from facts old using facts newer
     where newer.block_number > $1 and newer.block_number <= $2
       and newer.kind = old.kind and newer.subject = old.subject and old.block_number < newer.block_number`,
    [from, to],
  );
}
