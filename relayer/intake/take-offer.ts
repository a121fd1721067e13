import { type Address, type Hex, hexToBytes } from "viem";
import type { EscrowDomain } from "../../sdk/domain.ts";
import { offerDigest } from "../../sdk/offer.ts";
import type { SignedOffer } from "../../sdk/offer-book.ts";
import { type OfferRefusal, offerRefusal } from "../core/offer-rules.ts";
import type { Refusal } from "../core/refusal.ts";
import type { Database, Sql } from "../store/database.ts";
import { actsFor, countOffers, insertOffer, readOfferStanding } from "../store/offers.ts";
import { recover } from "./recover.ts";

export type OfferResult =
  | { readonly kind: "posted"; readonly id: Hex; readonly isDuplicate: boolean }
  | { readonly kind: "refused"; readonly refusal: OfferRefusal | Refusal | BookRefusal };

type BookRefusal =
  | { readonly code: "offer_signature"; readonly recovered: Address; readonly expected: Address }
  | { readonly code: "too_many_offers"; readonly found: number; readonly expected: number }
  | { readonly code: "chain_behind"; readonly reason: string };

export type OfferIntake = {
  readonly db: Database;
  /** That of Offers. */
  readonly domain: EscrowDomain;
  /** Payment tokens of the deployment, in lower case. */
  readonly tokens: ReadonlySet<string>;
  readonly offersPerOperator: number;
  /** Bring the copy of the chain up to date. */
  readonly catchUp: () => Promise<void>;
  /** The offer as it is answered. */
  readonly onTheWire: (signed: SignedOffer["offer"]) => object;
};

/** Check an offer against itself, its signature and the copy of the chain, and keep it. Durable when it resolves. */
export async function takeOffer(parts: OfferIntake, signed: SignedOffer): Promise<OfferResult> {
  const { offer, signature } = signed;
  if (!parts.tokens.has(offer.token.toLowerCase())) return refused({ code: "unknown_token", token: offer.token });
  const id = offerDigest(parts.domain, offer);
  const recovered = recover(hexToBytes(id), signature);
  if ("code" in recovered) return refused(recovered);
  const signer = recovered.signer;

  const first = await keep(parts, signed, id, signer);
  if (first.kind === "posted" || !mayBeStale(first.refusal.code)) return first;
  // The node may have been registered, or the key named, a moment ago.
  await parts.catchUp();
  return keep(parts, signed, id, signer);
}

function keep(parts: OfferIntake, { offer, signature }: SignedOffer, id: Hex, signer: Address): Promise<OfferResult> {
  return parts.db.transaction(async (sql): Promise<OfferResult> => {
    const standing = await readOfferStanding(sql, offer);
    if (standing === undefined) return refused({ code: "chain_behind", reason: "no block was read yet" });
    const refusal = offerRefusal(offer, standing);
    if (refusal !== undefined) return refused(refusal);
    if (!(await actsFor(sql, signer, offer.operator))) {
      return refused({ code: "offer_signature", recovered: signer, expected: offer.operator });
    }
    const full = await bookIsFull(sql, parts, id, offer.operator);
    if (full !== undefined) return refused(full);
    const classId = standing.node?.classId ?? 0;
    const json = parts.onTheWire(offer);
    const isDuplicate = await insertOffer(sql, { id, offer, json, classId, signature, signer });
    return { kind: "posted", id, isDuplicate };
  });
}

/** One that is there already always has room. */
async function bookIsFull(
  sql: Sql,
  { offersPerOperator }: OfferIntake,
  id: Hex,
  operator: Address,
): Promise<BookRefusal | undefined> {
  await sql.query("select pg_advisory_xact_lock(7246, hashtext($1))", [operator.toLowerCase()]);
  const [known] = await sql.query("select 1 from offers where id = $1", [id]);
  if (known !== undefined) return undefined;
  const found = await countOffers(sql, operator);
  return found < offersPerOperator ? undefined : { code: "too_many_offers", found, expected: offersPerOperator };
}

function mayBeStale(code: string): boolean {
  return ["unknown_node", "node_retired", "offer_counter", "offer_signature", "bond_too_small"].includes(code);
}

function refused(refusal: OfferRefusal | Refusal | BookRefusal): OfferResult {
  return { kind: "refused", refusal };
}
