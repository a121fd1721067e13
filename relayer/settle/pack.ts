import type { BatchReason } from "../core/batch-choice.ts";
import { type BatchLimits, roomForGroup } from "../core/batch-limits.ts";
import type { DueVoucher } from "../store/due.ts";

/** The claims of one operator and token within a transaction. */
export type ClaimGroup = { readonly vouchers: readonly DueVoucher[]; readonly reason: BatchReason };

/** What one transaction settles. */
export type Batch = { readonly groups: readonly ClaimGroup[]; readonly failures: number };

/**
 * Distribute groups over transactions, in their order. Vouchers with the same number of failures travel together; the
 * more failures, the smaller the transaction.
 */
export function packBatches(groups: readonly ClaimGroup[], limits: BatchLimits): Batch[] {
  const counts = [...new Set(groups.flatMap((group) => group.vouchers.map((voucher) => voucher.failures)))];
  return counts.sort((a, b) => a - b).flatMap((failures) => packAlike(groups, limits, failures));
}

function packAlike(groups: readonly ClaimGroup[], limits: BatchLimits, failures: number): Batch[] {
  const batches: Batch[] = [];
  let current: ClaimGroup[] = [];
  let claims = 0;
  const close = () => {
    if (current.length > 0) batches.push({ groups: current, failures });
    current = [];
    claims = 0;
  };
  for (const group of groups) {
    let left = group.vouchers.filter((voucher) => voucher.failures === failures);
    while (left.length > 0) {
      const room = roomForGroup(limits, { groups: current.length, claims }, failures);
      if (room === 0 && current.length === 0) throw new RangeError("The batch limits leave no room for one claim.");
      if (room > 0) {
        current.push({ vouchers: left.slice(0, room), reason: group.reason });
        claims += Math.min(room, left.length);
        left = left.slice(room);
      }
      if (left.length > 0 || room === 0) close();
    }
  }
  close();
  return batches;
}
