import { classTerms } from "./classes.ts";
import type { LeaseKind } from "./intent.ts";
import type { PlannedNode, PlannedOperator } from "./providers.ts";

/** Of the price on demand, in percent: who can be taken back pays less, and who stays pays less. */
const pricePercent: Readonly<Record<LeaseKind, bigint>> = { onDemand: 100n, spot: 60n, reserved: 80n };
/** The bond, as a multiple of the least of the class: spot leases have a small one. */
const bondTimes: Readonly<Record<LeaseKind, bigint>> = { onDemand: 2n, spot: 1n, reserved: 2n };

/** Price per unit and hour in the smallest unit of a token with 6 decimals, rounded down. */
export function pricePerUnitHour(operator: PlannedOperator, node: PlannedNode, kind: LeaseKind): bigint {
  // A cent per GPU and hour is 10 of the smallest unit per unit and hour.
  const usual = BigInt(classTerms(node.classId).centsPerGpuHour) * 10n;
  return (usual * BigInt(operator.pricePercent) * pricePercent[kind]) / 10_000n;
}

/** MILL wei. */
export function bondPerUnit(node: PlannedNode, kind: LeaseKind): bigint {
  return classTerms(node.classId).leastBond * bondTimes[kind];
}
