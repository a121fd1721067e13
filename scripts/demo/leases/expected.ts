import type { LeaseOutcome } from "../../../sdk/lease.ts";
import type { Ending } from "./intent.ts";
import type { LeasePlan } from "./lease-plan.ts";

const outcomeOf: Readonly<Record<Ending, LeaseOutcome>> = {
  complete: "completed",
  stop: "stopped",
  reclaim: "reclaimed",
  abandon: "abandoned",
  noShow: "noShow",
  cancel: "cancelled",
  outage: "outage",
};

/** What each lease of the plan should come to, in the plan's order: a fault that is proven is its outcome. */
export function expectedOutcomes({ leases, claims }: LeasePlan): LeaseOutcome[] {
  const proven = new Set(claims.filter(({ course }) => course.startsWith("deserved")).map(({ lease }) => lease));
  return leases.map(({ ending }, index) => (proven.has(index) ? "faultProven" : outcomeOf[ending]));
}
