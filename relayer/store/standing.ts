import type { Address } from "viem";
import { type BuyerBalance, balanceOf, type FactValue, pair } from "../core/market.ts";
import type { Row, Sql } from "./database.ts";
import { readFact } from "./facts.ts";
import { type Head, readHead } from "./head.ts";
import { countTakable } from "./offers.ts";

export type AccountInToken = { readonly account: Address; readonly token: Address };

export type KnownBalance = { readonly balance: BuyerBalance; readonly head: Head };

/** What each account has in a token, and as of which block; undefined before anything was read. One statement. */
export async function readBalances(
  sql: Sql,
  questions: readonly AccountInToken[],
): Promise<(KnownBalance | undefined)[]> {
  const pairs = questions.map(({ account, token }) => pair(account, token));
  const rows = await sql.query(
    `select h.*, w.subject, f.value from chain_head h cross join unnest($1::text[]) as w(subject)
     left join lateral (
       select value from facts where kind = 'buyer' and subject = w.subject order by block_number desc limit 1
     ) f on true`,
    [[...new Set(pairs)]],
  );
  const known = new Map(rows.map((row) => [row.subject, knownBalance(row)]));
  return pairs.map((subject) => known.get(subject));
}

function knownBalance(row: Row): KnownBalance {
  const head = {
    number: Number(row.block_number),
    hash: row.block_hash as Head["hash"],
    timestamp: Number(row.block_timestamp),
  };
  return { balance: balanceOf((row.value as FactValue | null) ?? undefined), head };
}

/** What the chain says of an operator's standing in the market. */
export type OperatorStanding = {
  readonly tier: number;
  readonly record: FactValue | undefined;
  readonly nodes: number;
  readonly units: number;
  readonly leasedUnits: number;
  /** How many leases that are not final are in each state. */
  readonly leases: ReadonlyMap<string, number>;
  readonly disputed: number;
  readonly offers: number;
  readonly head: Head;
};

/** Undefined before anything was read. */
export async function readOperatorStanding(sql: Sql, operator: Address): Promise<OperatorStanding | undefined> {
  const head = await readHead(sql);
  if (head === undefined) return undefined;
  const [capacity] = await sql.query(
    `select count(*) as nodes, coalesce(sum((value->>'units')::bigint), 0) as units,
       coalesce(sum((value->>'leasedUnits')::bigint), 0) as leased
     from (select distinct on (subject) value from facts where kind = 'node' and value->>'operator' = $1
       order by subject, block_number desc) n
     where (value->>'active')::boolean and (value->>'attestedUntil')::bigint > $2`,
    [operator, head.timestamp],
  );
  const leases = await sql.query(
    "select state, count(*) as n from leases where operator = $1 and state <> 'final' group by state",
    [operator],
  );
  const [disputed] = await sql.query(
    `select count(*) as n from leases l where operator = $1 and state <> 'final' and 'pending' = (
       select value->>'claim' from facts where kind = 'lease' and subject = l.lease_id order by block_number desc limit 1)`,
    [operator],
  );
  const tier = await readFact(sql, "tier", operator);
  return {
    tier: Number(tier?.tier ?? 0),
    record: await readFact(sql, "record", operator),
    nodes: Number(capacity?.nodes),
    units: Number(capacity?.units),
    leasedUnits: Number(capacity?.leased),
    leases: new Map(leases.map((row) => [row.state as string, Number(row.n)])),
    disputed: Number(disputed?.n),
    offers: await countTakable(sql, operator),
    head,
  };
}
