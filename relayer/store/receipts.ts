import type { Address, Hex } from "viem";
import type { LeaseReceipt } from "../../sdk/receipt.ts";
import { receiptSchema } from "../../sdk/receipt-wire.ts";
import { toJson } from "../../sdk/wire.ts";
import type { Sql } from "./database.ts";

export type StoredReceipt = { readonly receipt: LeaseReceipt; readonly signature: Hex; readonly signer: Address };

/** The receipt of a lease that is kept; undefined if none was posted. */
export async function readReceipt(sql: Sql, leaseId: Hex): Promise<StoredReceipt | undefined> {
  const [row] = await sql.query("select receipt, signature, signer from receipts where lease_id = $1", [leaseId]);
  if (row === undefined) return undefined;
  return {
    receipt: receiptSchema.parse(row.receipt),
    signature: row.signature as Hex,
    signer: row.signer as Address,
  };
}

/** Keep a receipt in the place of an older one. @returns false if the one that is kept is as new or newer */
export async function insertReceipt(sql: Sql, { receipt, signature, signer }: StoredReceipt): Promise<boolean> {
  const rows = await sql.query(
    `insert into receipts (lease_id, issued_at, receipt, signature, signer)
     values ($1, $2, $3::text::jsonb, $4, $5)
     on conflict (lease_id) do update set issued_at = excluded.issued_at, receipt = excluded.receipt,
       signature = excluded.signature, signer = excluded.signer, posted_at = now()
     where receipts.issued_at < excluded.issued_at returning lease_id`,
    [receipt.leaseId, receipt.issuedAt, JSON.stringify(toJson(receipt)), signature, signer.toLowerCase()],
  );
  return rows.length > 0;
}
