import type { Address, Hex } from "viem";
import type { z } from "zod";
import { meterings, type Offer, offerKinds } from "../../sdk/offer.ts";
import type { offerFilterSchema } from "../../sdk/offer-book.ts";
import { pair } from "../core/market.ts";
import type { OfferStanding } from "../core/offer-rules.ts";
import type { Parameter, Row, Sql } from "./database.ts";
import { factKey, readFact, readFacts } from "./facts.ts";
import { readHead } from "./head.ts";

/** What the copy of the chain says of everything that an offer rests on; undefined before anything was read. */
export async function readOfferStanding(sql: Sql, offer: Offer): Promise<OfferStanding | undefined> {
  const head = await readHead(sql);
  if (head === undefined) return undefined;
  const operator = offer.operator.toLowerCase();
  const subjects = {
    counter: { kind: "counter", subject: operator },
    use: { kind: "offer", subject: pair(offer.operator, offer.salt) },
    node: { kind: "node", subject: String(offer.nodeId) },
  } as const;
  const facts = await readFacts(sql, Object.values(subjects));
  const use = facts.get(factKey(subjects.use));
  const node = facts.get(factKey(subjects.node));
  const ofClass = node === undefined ? undefined : await readFact(sql, "class", String(node.classId));
  return {
    now: head.timestamp,
    counter: BigInt(String(facts.get(factKey(subjects.counter))?.counter ?? 0)),
    cancelled: use?.cancelled === true,
    uses: Number(use?.uses ?? 0),
    node:
      node === undefined
        ? undefined
        : { operator: node.operator as Address, classId: Number(node.classId), active: node.active === true },
    leastBondPerUnit: BigInt(String(ofClass?.leastBondPerUnit ?? 0)),
  };
}

/** True for the operator itself, and for a key that it has named and that counts at the head. */
export async function actsFor(sql: Sql, signer: Address, operator: Address): Promise<boolean> {
  if (signer.toLowerCase() === operator.toLowerCase()) return true;
  const [head, key] = [await readHead(sql), await readFact(sql, "key", pair(operator, signer))];
  return head !== undefined && key !== undefined && Number(key.until) >= head.timestamp;
}

export type NewOffer = {
  readonly id: Hex;
  readonly offer: Offer;
  readonly json: object;
  readonly classId: number;
  readonly signature: Hex;
  readonly signer: Address;
};

/**
 * Keep an offer. Posted again, its signature is replaced: the key that signed it first may be gone.
 * @returns whether it was there before
 */
export async function insertOffer(
  sql: Sql,
  { id, offer, json, classId, signature, signer }: NewOffer,
): Promise<boolean> {
  const [row] = await sql.query(
    `insert into offers (id, operator, node_id, class_id, token, price, kind, metering, buyer, salt, counter, uses,
       expires_at, offer, signature, signer)
     values ($1, $2, $3, $4, $5, $6::numeric, $7, $8, $9, $10, $11, $12, $13, $14::text::jsonb, $15, $16)
     on conflict (id) do update set signature = excluded.signature, signer = excluded.signer, class_id = excluded.class_id
     returning xmax <> 0 as was_there`,
    [
      id,
      offer.operator.toLowerCase(),
      String(offer.nodeId),
      classId,
      offer.token.toLowerCase(),
      String(offer.pricePerUnitHour),
      offer.kind,
      offer.metering,
      offer.buyer.toLowerCase(),
      String(offer.salt),
      String(offer.counter),
      offer.uses,
      offer.expiresAt,
      JSON.stringify(json),
      signature,
      signer.toLowerCase(),
    ],
  );
  return row?.was_there === true;
}

// An offer with all that it rests on, and what makes it one that can be taken at the head.
const standing = `
  from offers o
  cross join chain_head h
  cross join lateral (select value from facts where kind = 'node' and subject = o.node_id
    order by block_number desc limit 1) n
  left join lateral (select value from facts where kind = 'class' and subject = n.value->>'classId'
    order by block_number desc limit 1) c on true
  left join lateral (select value from facts where kind = 'counter' and subject = o.operator
    order by block_number desc limit 1) a on true
  left join lateral (select value from facts where kind = 'offer' and subject = o.operator || '/' || o.salt
    order by block_number desc limit 1) u on true
  left join lateral (select value from facts where kind = 'key' and subject = o.operator || '/' || o.signer
    order by block_number desc limit 1) k on true
  left join lateral (select value from facts where kind = 'tier' and subject = o.operator
    order by block_number desc limit 1) t on true`;
const notWithdrawn = `
  o.expires_at >= h.block_timestamp
  and coalesce(a.value->>'counter', '0') = o.counter
  and not coalesce((u.value->>'cancelled')::boolean, false)
  and (o.uses = 0 or coalesce((u.value->>'uses')::bigint, 0) < o.uses)`;
const takable = `${notWithdrawn}
  and n.value->>'operator' = o.operator and (n.value->>'active')::boolean
  and (n.value->>'classId')::bigint = o.class_id
  and (n.value->>'attestedUntil')::bigint > h.block_timestamp
  and coalesce((c.value->>'leastBondPerUnit')::numeric, 0) <= (o.offer->>'bondPerUnit')::numeric
  and (o.signer = o.operator or coalesce((k.value->>'until')::bigint, 0) >= h.block_timestamp)`;
const freeUnits = "((n.value->>'units')::bigint - (n.value->>'leasedUnits')::bigint)";
const tier = "coalesce((t.value->>'tier')::int, 0)";

/** How many offers of an operator were not withdrawn and have not expired. */
export async function countOffers(sql: Sql, operator: Address): Promise<number> {
  const [row] = await sql.query(`select count(*) as n ${standing} where o.operator = $1 and ${notWithdrawn}`, [
    operator.toLowerCase(),
  ]);
  return Number(row?.n);
}

/** How many of an operator's offers can be taken now. */
export async function countTakable(sql: Sql, operator: Address): Promise<number> {
  const [row] = await sql.query(
    `select count(*) as n ${standing} where o.operator = $1 and ${takable} and ${freeUnits} > 0`,
    [operator.toLowerCase()],
  );
  return Number(row?.n);
}

/** Offers that can be taken now, the cheapest first; one more than `limit`, if there is one. */
export async function searchOffers(sql: Sql, filter: z.infer<typeof offerFilterSchema>, limit: number): Promise<Row[]> {
  const parameters: Parameter[] = [];
  const value = (given: Parameter): string => `$${parameters.push(given)}`;
  const [price, id] = filter.cursor?.split("-") ?? [];
  const anyone = `0x${"0".repeat(40)}`;
  const clauses = [
    takable,
    `${freeUnits} >= ${value(Math.max(1, filter.units ?? 1))}::bigint`,
    `o.buyer in (${value(anyone)}, ${value(filter.buyer?.toLowerCase() ?? anyone)})`,
    ...(filter.classId === undefined ? [] : [`o.class_id = ${value(filter.classId)}::bigint`]),
    ...(filter.token === undefined ? [] : [`o.token = ${value(filter.token.toLowerCase())}`]),
    ...(filter.operator === undefined ? [] : [`o.operator = ${value(filter.operator.toLowerCase())}`]),
    ...(filter.maxPricePerUnitHour === undefined
      ? []
      : [`o.price <= ${value(String(filter.maxPricePerUnitHour))}::numeric`]),
    ...(filter.kind === undefined ? [] : [`o.kind = ${value(offerKinds.indexOf(filter.kind))}::smallint`]),
    ...(filter.metering === undefined ? [] : [`o.metering = ${value(meterings.indexOf(filter.metering))}::smallint`]),
    ...(filter.minTier === undefined ? [] : [`${tier} >= ${value(filter.minTier)}::int`]),
    ...(price === undefined || id === undefined
      ? []
      : [`(o.price, o.id) > (${value(price)}::numeric, ${value(id)}::text)`]),
  ];
  return sql.query(
    `select o.id, o.offer, o.signature, o.class_id, o.price::text as price, ${freeUnits} as free_units, ${tier} as tier
     ${standing} where ${clauses.join(" and ")} order by o.price, o.id limit ${value(limit + 1)}::int`,
    parameters,
  );
}

/** Forget offers that can never be taken again: expired for a day, or withdrawn in a block that is final. */
export async function pruneOffers(sql: Sql, finalBlock: number): Promise<void> {
  await sql.query(
    `delete from offers o using chain_head h where o.expires_at < h.block_timestamp - 86400
       or exists (select 1 from facts f where f.kind = 'counter' and f.subject = o.operator
         and f.block_number <= $1 and (f.value->>'counter')::numeric > o.counter::numeric)
       or exists (select 1 from facts f where f.kind = 'offer' and f.subject = o.operator || '/' || o.salt
         and f.block_number <= $1 and (f.value->>'cancelled')::boolean)`,
    [finalBlock],
  );
}
