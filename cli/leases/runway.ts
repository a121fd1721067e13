import { leasePriceUp } from "../../sdk/lease-math.ts";
import type { LeaseFacts } from "./facts.ts";

/** How long the leases of one payment token last, and how long the free balance could carry them on. */
export type TokenRunway = {
  /** What all running leases cost in an hour, in the token's smallest unit, rounded up. */
  readonly costPerHour: bigint;
  /** For how many seconds more the free balance could pay all of them; undefined if nothing runs. */
  readonly freeSeconds: bigint | undefined;
};

/** @param running leases of this token that run */
export function tokenRunway(running: readonly LeaseFacts[], freeBalance: bigint): TokenRunway {
  const costPerHour = running.reduce((sum, { found }) => {
    const { units, offer } = found.terms;
    return sum + leasePriceUp(BigInt(units), offer.pricePerUnitHour, 3_600n);
  }, 0n);
  // Rounded down: rather too early a warning than too late.
  return { costPerHour, freeSeconds: costPerHour === 0n ? undefined : (freeBalance * 3_600n) / costPerHour };
}
