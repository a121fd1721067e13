import type { PlannedLease } from "./lease-plan.ts";
import type { Providers } from "./providers.ts";

const day = 86_400;

/** How long an operator that earns a record serves for it. */
const servedSeconds = 15 * day;

/**
 * From the first of these leases until their operators are of tier 1: served, three days until the leases are final and
 * the record begins, three days of age, and two days to spare.
 */
export const recordSeconds = servedSeconds + 8 * day;

/** What a newcomer may lease, with a rest for chance. */
const mostUnits = 4_000;

/** One long lease with each operator that is to have a record when the large jobs come. */
export function earnRecords(
  { operators, nodes }: Providers,
  beginsAt: number,
  drawBuyer: () => number,
): PlannedLease[] {
  return operators.flatMap(({ habit, nodes: [node] }, operator): PlannedLease[] => {
    if (habit !== "record" || node === undefined) return [];
    const opensAt = beginsAt + operator * 60;
    return [
      {
        origin: "record",
        buyer: drawBuyer(),
        operator,
        node,
        kind: "reserved",
        units: Math.min(mostUnits, nodes[node]?.units ?? 0),
        durationSeconds: servedSeconds,
        ending: "complete",
        opensAt,
        endsAt: opensAt + 1 + servedSeconds,
        waitedSeconds: 0,
      },
    ];
  });
}
