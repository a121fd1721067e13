import type { History } from "./history.ts";
import type { OperatorState } from "./holdings.ts";

/** Thousandths of a GPU. */
export type UnitCounts = {
  /** Of all nodes, from Nodes' storage. */
  readonly registered: number;
  /** Under leases at the busiest moment. */
  readonly mostLeased: number;
  /** Under leases at the end. */
  readonly stillLeased: number;
  /** How often a node had more units under leases than it has. */
  readonly oversold: number;
};

export function countUnits({ nodes }: History, operators: readonly OperatorState[]): UnitCounts {
  const unitsOf = new Map<bigint, number>();
  let leased = 0;
  let mostLeased = 0;
  let oversold = 0;
  for (const event of nodes) {
    if (event.eventName === "NodeRegistered") unitsOf.set(event.args.nodeId, event.args.units);
    else if (event.eventName === "UnitsFreed") leased -= event.args.units;
    else if (event.eventName === "UnitsLeased") {
      leased += event.args.units;
      mostLeased = Math.max(mostLeased, leased);
      if (event.args.leasedUnits > (unitsOf.get(event.args.nodeId) ?? 0)) oversold += 1;
    }
  }
  return {
    registered: Number(operators.reduce((sum, { units }) => sum + units, 0n)),
    mostLeased,
    stillLeased: Number(operators.reduce((sum, { leasedUnits }) => sum + leasedUnits, 0n)),
    oversold,
  };
}
