import type { Address } from "viem";
import type { HeldLease } from "./leases.ts";

/** All leases of the simulation, for whoever ends and finalizes them. */
export type LeaseBook = {
  readonly all: readonly HeldLease[];
  /** Those that are not final, in the order of their opening. */
  readonly live: () => readonly HeldLease[];
  /** Everybody who ever leased out, in the order of their first lease. */
  readonly operators: () => readonly Address[];
  readonly enter: (lease: HeldLease) => void;
};

/** A year has many leases and few that still matter: those that have become final are looked at once more, then never. */
export function newLeaseBook(): LeaseBook {
  const all: HeldLease[] = [];
  const operators = new Set<Address>();
  let live: HeldLease[] = [];
  return {
    all,
    live: () => {
      live = live.filter(({ state }) => state !== "final");
      return live;
    },
    operators: () => [...operators],
    enter: (lease) => {
      all.push(lease);
      live.push(lease);
      operators.add(lease.operator.address);
    },
  };
}
