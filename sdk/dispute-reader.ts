import type { Address, Hex, PublicClient } from "viem";
import { disputesAbi } from "./abi/disputes.ts";
import { contractAt } from "./contract-at.ts";
import type { Deployment } from "./deployment.ts";
import { type DisputeKind, type DisputeState, disputeKinds, disputeStates, type Verdict, verdicts } from "./dispute.ts";
import { MillraceError } from "./error.ts";

/** What the chain says of a dispute; the same fields as `IDisputes.Dispute`. Bonds in MILL's smallest unit. */
export type Dispute = {
  readonly disputeId: bigint;
  readonly kind: DisputeKind;
  readonly state: DisputeState;
  /** What stands now. */
  readonly verdict: Verdict;
  /** The buyer; in a contest the operator. */
  readonly challenger: Address;
  readonly respondent: Address;
  readonly leaseId: Hex;
  /** What a contest is about, else 0. */
  readonly compensationId: bigint;
  readonly bond: bigint;
  readonly appealBond: bigint;
  readonly appellant: Address;
  /** Timestamp (s) at which the state times out. */
  readonly deadline: bigint;
  readonly arbitrator: Address;
  readonly appealArbitrator: Address;
  readonly submitted: boolean;
  /** The number it has at its arbitrator: at `appealArbitrator` once appealed. */
  readonly arbitratorDisputeId: bigint;
};

/** @throws MillraceError `dispute-unknown` */
export async function readDispute(
  client: PublicClient,
  deployment: Pick<Deployment, "network" | "contracts">,
  disputeId: bigint,
): Promise<Dispute> {
  const at = { address: contractAt(deployment, "Disputes"), abi: disputesAbi } as const;
  const found = await client.readContract({ ...at, functionName: "dispute", args: [disputeId] });
  const state = disputeStates[found.state] ?? "none";
  if (state === "none") {
    throw new MillraceError("There is no such dispute.", {
      code: "dispute-unknown",
      found: String(disputeId),
      next: "List disputes with `millrace dispute list --all`.",
    });
  }
  const kind = disputeKinds[found.kind] ?? "outage";
  return { ...found, disputeId, state, kind, verdict: verdicts[found.verdict] ?? "none" };
}

/** Who rules on it now: the court of appeal once it is appealed. */
export function courtOf({ state, arbitrator, appealArbitrator }: Dispute): Address {
  return state === "appealed" || state === "decided" ? appealArbitrator : arbitrator;
}
