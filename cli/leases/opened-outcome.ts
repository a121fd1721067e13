import type { Address, Log } from "viem";
import { openedLeases } from "../../sdk/lease.ts";
import type { Outcome } from "../transact/plan.ts";

/** The leases that the transactions opened: their ids are known only then. */
export function openedOutcome(leases: Address): (logs: readonly Log[]) => Outcome {
  return (logs) => {
    const opened = openedLeases(leases, logs);
    const list = opened.map(({ leaseId }) => `Lease ${leaseId}`).join("\n");
    return {
      json: { leases: opened },
      next: `${list}\nNext: the operator starts it; millrace lease show`,
    };
  };
}
