import type { Hex } from "viem";
import type { Compensation } from "./compensation.ts";
import type { LeaseRecord } from "./outcomes.ts";

/** What buyers paid and got. Payments in the token's smallest unit, compensation in MILL wei. */
export type Warranty = {
  /** GPU hours that ran. */
  readonly gpuHours: number;
  /** Leases that brought a compensation of any cause, and the price that was locked for them. */
  readonly failed: number;
  readonly lockedForFailed: bigint;
  /** As it was: what ran was paid, the rest came back at once, the bond compensated. */
  readonly with: { readonly paid: bigint; readonly compensation: bigint };
  /**
   * The same leases where GPU time is paid in advance and nobody answers for it: of a lease that fails nothing comes back,
   * and nothing is compensated.
   */
  readonly without: { readonly paid: bigint; readonly compensation: bigint };
};

export function weighWarranty(records: readonly LeaseRecord[], compensations: readonly Compensation[]): Warranty {
  const compensated = new Set<Hex>(compensations.map(({ leaseId }) => leaseId));
  const failed = records.filter(({ leaseId }) => compensated.has(leaseId));
  const paid = records.reduce((sum, record) => sum + record.paid, 0n);
  const gone = failed.reduce((sum, { refunded }) => sum + refunded, 0n);
  const unitSeconds = records.reduce((sum, { terms, startedAt, endedAt }) => {
    return startedAt === undefined || endedAt === undefined ? sum : sum + terms.units * (endedAt - startedAt);
  }, 0);
  return {
    gpuHours: Math.round(unitSeconds / 3_600_000),
    failed: failed.length,
    lockedForFailed: failed.reduce((sum, record) => sum + record.paid + record.refunded, 0n),
    with: { paid, compensation: compensations.reduce((sum, each) => sum + (each.paid?.amount ?? 0n), 0n) },
    without: { paid: paid + gone, compensation: 0n },
  };
}
