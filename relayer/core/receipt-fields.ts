import type { LeaseRecord } from "../../sdk/lease-record.ts";
import { type LeaseReceipt, receiptOf } from "../../sdk/receipt.ts";

/** The fields in which a receipt of an ended lease says something else than the chain. */
export function differingFields(receipt: LeaseReceipt, record: LeaseRecord): string[] {
  const { terms: _, outputDigests: __, note: ___, issuedAt: ____, ...chain } = receiptOf(record, receipt);
  return Object.entries(chain)
    .filter(([name, value]) => receipt[name as keyof LeaseReceipt] !== value)
    .map(([name]) => name);
}
