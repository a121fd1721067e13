import type { Address, Hex } from "viem";
import { channelIdOfTerms } from "../../sdk/channel.ts";
import { type LeaseTerms, leaseChannel } from "../../sdk/lease.ts";
import { applyLeaseEvent, type LeaseEvent, type LeaseRecord } from "../../sdk/lease-record.ts";
import { toJson } from "../../sdk/wire.ts";
import type { ChannelMoney, MarketEvents } from "../chain/market-events.ts";
import { leaseFact, leaseOfFact, storedTerms } from "../core/lease-fact.ts";
import { type BuyerBalance, changedFact, type MarketChange, MarketHistoryGap, pair } from "../core/market.ts";
import type { Sql } from "./database.ts";
import { type FactAtBlock, factKey, readFacts, type Subject, writeFacts } from "./facts.ts";

type LeaseChange = { readonly leaseId: Hex; readonly blockNumber: number; readonly event: LeaseEvent };

/** Apply the events of consecutive blocks, in order, after those of their channels. The head is locked by the caller. */
export async function applyMarket(sql: Sql, events: MarketEvents, leases: Address | undefined): Promise<void> {
  const ofLeases = leases === undefined ? [] : await insertLeases(sql, events, leases);
  const records = await readLeases(sql, ofLeases);
  const changes = [
    ...events.changes,
    ...(await balanceChanges(sql, events.money)),
    ...ofLeases.flatMap((change) => leaseCountChange(change, records) ?? []),
  ];
  const facts = await changedFacts(sql, changes);
  const leaseFacts = changedLeases(ofLeases, records);
  await writeFacts(sql, [...facts, ...leaseFacts]);
  await copyLeaseStates(
    sql,
    ofLeases.map(({ leaseId }) => leaseId),
  );
}

/** Insert the leases that were opened, and find whose the events of channels are. Other channels' are left out. */
async function insertLeases(sql: Sql, { leases: events }: MarketEvents, leases: Address): Promise<LeaseChange[]> {
  const opened = events.flatMap(({ event, blockNumber }) =>
    event.kind === "opened" ? [{ leaseId: event.leaseId, terms: event.terms, blockNumber }] : [],
  );
  const rows = opened.map((lease) => ({ ...lease, channelId: channelIdOfTerms(leaseChannel(leases, lease.terms)) }));
  const text = (pick: (row: (typeof rows)[number]) => string) => rows.map(pick);
  if (rows.length > 0) {
    await sql.query(
      `insert into leases (lease_id, channel_id, operator, buyer, token, continues, terms, opened_block, state)
       select *, 'open' from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[]::jsonb[], $8::bigint[])`,
      [
        text(({ leaseId }) => leaseId),
        text(({ channelId }) => channelId),
        text(({ terms }) => terms.offer.operator.toLowerCase()),
        text(({ terms }) => terms.buyer.toLowerCase()),
        text(({ terms }) => terms.offer.token.toLowerCase()),
        text(({ terms }) => terms.continues),
        text(({ terms }) => JSON.stringify(toJson(terms))),
        rows.map(({ blockNumber }) => blockNumber),
      ],
    );
  }
  const channels = [...new Set(events.flatMap((event) => ("channelId" in event ? [event.channelId] : [])))];
  const found =
    channels.length === 0
      ? []
      : await sql.query("select lease_id, channel_id from leases where channel_id = any($1::text[])", [channels]);
  const leaseOf = new Map(found.map((row) => [row.channel_id as Hex, row.lease_id as Hex]));
  return events.flatMap((change) => {
    const leaseId = "leaseId" in change ? change.leaseId : leaseOf.get(change.channelId);
    return leaseId === undefined ? [] : [{ leaseId, blockNumber: change.blockNumber, event: change.event }];
  });
}

/** The leases that change, as they were; those that are opened now with their terms only. */
async function readLeases(sql: Sql, changes: readonly LeaseChange[]) {
  const ids = [...new Set(changes.map(({ leaseId }) => leaseId))];
  const terms = new Map<Hex, LeaseTerms>();
  const before = new Map<Hex, LeaseRecord>();
  if (ids.length === 0) return { terms, before };
  const rows = await sql.query("select lease_id, terms from leases where lease_id = any($1::text[])", [ids]);
  for (const row of rows) terms.set(row.lease_id as Hex, storedTerms(row.terms));
  const facts = await readFacts(
    sql,
    ids.map((subject) => ({ kind: "lease", subject })),
  );
  for (const [id, own] of terms) {
    const value = facts.get(factKey({ kind: "lease", subject: id }));
    if (value !== undefined) before.set(id, leaseOfFact(id, own, value));
  }
  return { terms, before };
}

type Leases = Awaited<ReturnType<typeof readLeases>>;

/** A buyer has one open lease more when it opens, and one less when it ends. */
function leaseCountChange({ leaseId, blockNumber, event }: LeaseChange, { terms }: Leases): MarketChange | undefined {
  const own = terms.get(leaseId);
  if (own === undefined || (event.kind !== "opened" && event.kind !== "ended")) return undefined;
  const leases = event.kind === "opened" ? 1n : -1n;
  return { kind: "buyer", blockNumber, subject: pair(own.buyer, own.offer.token), add: { leases } };
}

function changedLeases(changes: readonly LeaseChange[], { before }: Leases): FactAtBlock[] {
  const records = new Map(before);
  const facts = new Map<string, FactAtBlock>();
  for (const { leaseId, blockNumber, event } of changes) {
    const record = applyLeaseEvent(records.get(leaseId), event);
    if (record === undefined) throw new MarketHistoryGap(`has a "${event.kind}" of an unknown lease`, blockNumber);
    records.set(leaseId, record);
    facts.set(`${leaseId}@${blockNumber}`, { kind: "lease", subject: leaseId, blockNumber, value: leaseFact(record) });
  }
  return [...facts.values()];
}

/** What top-ups and closings change for whoever pays: the copy of the channels knows who that is. */
async function balanceChanges(sql: Sql, money: readonly ChannelMoney[]): Promise<MarketChange[]> {
  if (money.length === 0) return [];
  const ids = [...new Set(money.map(({ channelId }) => channelId))];
  const rows = await sql.query("select channel_id, payer, token from channels where channel_id = any($1::text[])", [
    ids,
  ]);
  const owners = new Map(rows.map((row) => [row.channel_id as Hex, pair(row.payer as Hex, row.token as Hex)]));
  return money.map((change): MarketChange => {
    const { channelId, blockNumber } = change;
    const subject = owners.get(channelId);
    if (subject === undefined) throw new MarketHistoryGap(`has money of an unknown channel ${channelId}`, blockNumber);
    const add: Partial<BuyerBalance> =
      change.kind === "toppedUp"
        ? { free: -change.amount, deposits: change.amount }
        : { free: change.refunded, channels: -1n, deposits: -(change.settled + change.refunded) };
    return { kind: "buyer", blockNumber, subject, add };
  });
}

type PlainChange = Exclude<MarketChange, { kind: "lease" }>;

/** The values that changes lead to, at the end of each block. */
async function changedFacts(sql: Sql, changes: readonly MarketChange[]): Promise<FactAtBlock[]> {
  const plain = inBlockOrder(changes.filter((change): change is PlainChange => change.kind !== "lease"));
  const subjects = new Map(plain.map((change): [string, Subject] => [factKey(change), change]));
  const values = await readFacts(sql, [...subjects.values()]);
  const facts = new Map<string, FactAtBlock>();
  for (const change of plain) {
    const key = factKey(change);
    const value = changedFact(values.get(key), change);
    values.set(key, value);
    const { kind, subject, blockNumber } = change;
    facts.set(`${key}@${blockNumber}`, { kind, subject, blockNumber, value });
  }
  return [...facts.values()];
}

/** Money that comes back within a block may leave in the same block: what one account adds in a block is added at once. */
function inBlockOrder(changes: readonly PlainChange[]): PlainChange[] {
  const sums = new Map<string, PlainChange>();
  const ordered: { key: string; change: PlainChange }[] = [];
  for (const change of changes) {
    if (change.kind !== "buyer") {
      ordered.push({ key: "", change });
      continue;
    }
    const key = `${change.subject}@${change.blockNumber}`;
    const before = sums.get(key);
    if (before === undefined) ordered.push({ key, change });
    sums.set(key, before?.kind === "buyer" ? { ...change, add: added(before.add, change.add) } : change);
  }
  return ordered.map(({ key, change }) => sums.get(key) ?? change).sort((a, b) => a.blockNumber - b.blockNumber);
}

function added(a: Partial<BuyerBalance>, b: Partial<BuyerBalance>): Partial<BuyerBalance> {
  const sum = (name: keyof BuyerBalance) => (a[name] ?? 0n) + (b[name] ?? 0n);
  return { free: sum("free"), channels: sum("channels"), deposits: sum("deposits"), leases: sum("leases") };
}

/** Repeat the current state of leases in their rows. */
async function copyLeaseStates(sql: Sql, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await sql.query(
    `update leases l set state = f.value->>'state', look_at = 0
     from unnest($1::text[]) as w(id) cross join lateral (
       select value from facts where kind = 'lease' and subject = w.id order by block_number desc limit 1
     ) f where l.lease_id = w.id`,
    [[...new Set(ids)]],
  );
}

/** Take back every block above `fork`. */
export async function rollBackMarket(sql: Sql, fork: number): Promise<void> {
  const touched = await sql.query("delete from facts where block_number > $1 returning kind, subject", [fork]);
  await sql.query("delete from leases where opened_block > $1", [fork]);
  await copyLeaseStates(
    sql,
    touched.filter((row) => row.kind === "lease").map((row) => row.subject as string),
  );
  await sql.query("update market_head set block_number = least(block_number, $1::bigint)", [fork]);
}

/** Up to which block the market was read; undefined if it must be read anew, from these contracts. */
export async function readMarketHead(sql: Sql, contracts: string): Promise<number | undefined> {
  const [row] = await sql.query("select block_number, contracts from market_head");
  return row?.contracts === contracts ? Number(row.block_number) : undefined;
}

export async function writeMarketHead(sql: Sql, contracts: string, blockNumber: number): Promise<void> {
  await sql.query(
    `insert into market_head (block_number, contracts) values ($1, $2)
     on conflict (singleton) do update set block_number = excluded.block_number, contracts = excluded.contracts`,
    [blockNumber, contracts],
  );
}

/** Forget the copy of the market: it is read anew. */
export async function clearMarket(sql: Sql): Promise<void> {
  await sql.query("delete from facts");
  await sql.query("delete from leases");
  await sql.query("delete from market_head");
}
