import type { Address } from "viem";
import type { LeaseTerms } from "../../sdk/lease.ts";
import { recordedBondUp, recordedPriceUp } from "../../sdk/lease-record.ts";
import type { Offer } from "../../sdk/offer.ts";
import type { LeaseReceipt } from "../../sdk/receipt.ts";
import type { AdmissionQuestion } from "../../sdk/relayer-market.ts";
import { toJson } from "../../sdk/wire.ts";
import { lower } from "../core/lower.ts";
import type { BuyerBalance } from "../core/market.ts";
import { differingFields } from "../core/receipt-fields.ts";
import type { Row } from "../store/database.ts";
import type { Head } from "../store/head.ts";
import type { KnownLease } from "../store/leases.ts";
import type { StoredReceipt } from "../store/receipts.ts";
import type { OperatorStanding } from "../store/standing.ts";

// How the market reads on the wire. Amounts are decimal text; addresses and hashes are lower case.

type Json = Record<string, unknown>;

export function offerInJson(offer: Offer): Json {
  const { operator, token, buyer } = offer;
  return { ...(toJson(offer) as Json), operator: lower(operator), token: lower(token), buyer: lower(buyer) };
}

export function termsInJson(terms: LeaseTerms): Json {
  const { offer, buyer, signer } = terms;
  return { ...(toJson(terms) as Json), offer: offerInJson(offer), buyer: lower(buyer), signer: lower(signer) };
}

export function receiptInJson(receipt: LeaseReceipt): Json {
  return { ...(toJson(receipt) as Json), terms: termsInJson(receipt.terms) };
}

/** The page, and where the next one begins. `rows` holds one more than the page if there is a next one. */
export function offersInJson(rows: readonly Row[], limit: number): Json {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    offers: page.map((row) => ({
      id: row.id,
      offer: row.offer,
      signature: row.signature,
      classId: Number(row.class_id),
      tier: Number(row.tier),
      freeUnits: Number(row.free_units),
    })),
    next: rows.length > limit && last !== undefined ? `${last.price}-${last.id}` : null,
  };
}

export function admissionInJson(question: AdmissionQuestion, balance: BuyerBalance, head: Head): Json {
  const isGood = balance.free >= question.amount;
  return {
    buyer: lower(question.buyer),
    token: lower(question.token),
    amount: question.amount.toString(),
    isGood,
    reason: isGood ? "enough" : "free_balance_too_low",
    freeBalance: balance.free.toString(),
    openChannels: Number(balance.channels),
    channelDeposits: balance.deposits.toString(),
    openLeases: Number(balance.leases),
    asOf: asOf(head),
  };
}

export function leaseInJson({ record, channelId, continuedBy, batch, waits, head }: KnownLease): Json {
  const { terms, ...rest } = record;
  return {
    ...(toJson(rest) as Json),
    terms: termsInJson(terms),
    channelId,
    price: recordedPriceUp(record).toString(),
    bond: recordedBondUp(record).toString(),
    continuedBy,
    batch: batch ?? null,
    waits: waits === undefined ? null : { reason: waits.reason, until: waits.until.toISOString() },
    asOf: asOf(head),
  };
}

export function leaseReceiptInJson(lease: KnownLease, stored: StoredReceipt | undefined): Json {
  const { state } = lease.record;
  const isEnded = state === "ended" || state === "final";
  return {
    lease: leaseInJson(lease),
    signed:
      stored === undefined
        ? null
        : {
            receipt: receiptInJson(stored.receipt),
            signature: stored.signature,
            signer: stored.signer,
            // A reorganisation may have taken the end back.
            isCurrent: isEnded && differingFields(stored.receipt, lease.record).length === 0,
          },
  };
}

export function standingInJson(standing: OperatorStanding): Json {
  const { tier, record, nodes, units, leasedUnits, leases, disputed, offers, head } = standing;
  return {
    tier,
    record: {
      leases: Number(record?.leases ?? 0),
      good: String(record?.good ?? 0),
      bad: String(record?.bad ?? 0),
      served: String(record?.served ?? 0),
      firstBlock: Number(record?.firstBlock ?? 0),
    },
    capacity: { nodes, units, leasedUnits },
    leases: {
      open: leases.get("open") ?? 0,
      running: leases.get("running") ?? 0,
      ended: leases.get("ended") ?? 0,
      disputed,
    },
    offers,
    asOf: asOf(head),
  };
}

function asOf({ number, hash, timestamp }: Head): { number: number; hash: Address; timestamp: number } {
  return { number, hash, timestamp };
}
