import { type Address, type Hex, hexToBytes } from "viem";
import type { EscrowDomain } from "../../sdk/domain.ts";
import { leaseIdOf } from "../../sdk/lease.ts";
import type { LeaseRecord } from "../../sdk/lease-record.ts";
import { type LeaseReceipt, receiptDigest } from "../../sdk/receipt.ts";
import type { SignedReceipt } from "../../sdk/relayer-market.ts";
import { toJson } from "../../sdk/wire.ts";
import { differingFields } from "../core/receipt-fields.ts";
import type { Refusal } from "../core/refusal.ts";
import type { Database, Sql } from "../store/database.ts";
import { readLeaseRecord } from "../store/leases.ts";
import { actsFor } from "../store/offers.ts";
import { insertReceipt, readReceipt } from "../store/receipts.ts";
import { recover } from "./recover.ts";

export type ReceiptResult =
  | { readonly kind: "posted"; readonly leaseId: Hex; readonly isDuplicate: boolean }
  | { readonly kind: "refused"; readonly refusal: ReceiptRefusal | Refusal };

type ReceiptRefusal =
  | { readonly code: "receipt_terms"; readonly found: Hex; readonly expected: Hex }
  | { readonly code: "unknown_lease"; readonly leaseId: Hex }
  | { readonly code: "lease_not_ended"; readonly leaseId: Hex; readonly state: string }
  | { readonly code: "receipt_differs"; readonly fields: readonly string[]; readonly expected: unknown }
  | { readonly code: "receipt_signature"; readonly recovered: Address; readonly expected: Address }
  | { readonly code: "receipt_ahead"; readonly issuedAt: number; readonly now: number }
  | { readonly code: "receipt_older"; readonly issuedAt: number; readonly expected: string };

export type ReceiptIntake = {
  readonly db: Database;
  /** That of receipts. */
  readonly domain: EscrowDomain;
  /** Bring the copy of the chain up to date. */
  readonly catchUp: () => Promise<void>;
};

/** A clock may be a little ahead of the chain's. */
const aheadSeconds = 86_400;

/** Check a receipt against its signature and the copy of the chain, and keep it. Durable when it resolves. */
export async function takeReceipt(parts: ReceiptIntake, signed: SignedReceipt): Promise<ReceiptResult> {
  const { receipt, signature } = signed;
  const found = leaseIdOf(receipt.terms);
  if (found !== receipt.leaseId) return refused({ code: "receipt_terms", found, expected: receipt.leaseId });
  const recovered = recover(hexToBytes(receiptDigest(parts.domain, receipt)), signature);
  if ("code" in recovered) return refused(recovered);
  const first = await keep(parts, signed, recovered.signer);
  const stale = ["unknown_lease", "lease_not_ended", "receipt_differs", "receipt_signature"];
  if (first.kind === "posted" || !stale.includes(first.refusal.code)) return first;
  await parts.catchUp();
  return keep(parts, signed, recovered.signer);
}

function keep({ db }: ReceiptIntake, { receipt, signature }: SignedReceipt, signer: Address): Promise<ReceiptResult> {
  return db.transaction(async (sql) => {
    const refusal = await refusalOf(sql, receipt, signer);
    if (refusal !== undefined) return refused(refusal);
    if (await insertReceipt(sql, { receipt, signature, signer })) return posted(receipt, false);
    const kept = await readReceipt(sql, receipt.leaseId);
    if (JSON.stringify(toJson(kept?.receipt)) === JSON.stringify(toJson(receipt))) return posted(receipt, true);
    const expected = `later than ${kept?.receipt.issuedAt}`;
    return refused({ code: "receipt_older", issuedAt: receipt.issuedAt, expected });
  });
}

async function refusalOf(sql: Sql, receipt: LeaseReceipt, signer: Address): Promise<ReceiptRefusal | undefined> {
  const { leaseId, terms, issuedAt } = receipt;
  const known = await readLeaseRecord(sql, leaseId);
  if (known === undefined) return { code: "unknown_lease", leaseId };
  const { record, head } = known;
  if (record.state !== "ended" && record.state !== "final") {
    return { code: "lease_not_ended", leaseId, state: record.state };
  }
  const fields = differingFields(receipt, record);
  if (fields.length > 0) return { code: "receipt_differs", fields, expected: chainPart(record, fields) };
  if (!(await actsFor(sql, signer, terms.offer.operator))) {
    return { code: "receipt_signature", recovered: signer, expected: terms.offer.operator };
  }
  const now = head.timestamp;
  return issuedAt > now + aheadSeconds ? { code: "receipt_ahead", issuedAt, now } : undefined;
}

function chainPart(record: LeaseRecord, fields: readonly string[]): unknown {
  return toJson(Object.fromEntries(fields.map((name) => [name, record[name as keyof LeaseRecord]])));
}

function posted({ leaseId }: LeaseReceipt, isDuplicate: boolean): ReceiptResult {
  return { kind: "posted", leaseId, isDuplicate };
}

function refused(refusal: ReceiptRefusal | Refusal): ReceiptResult {
  return { kind: "refused", refusal };
}
