import { type Address, isAddressEqual } from "viem";
import { committeeArbitratorAbi } from "../../sdk/abi/committee-arbitrator.ts";
import { courtOf, type Dispute } from "../../sdk/dispute-reader.ts";
import { MillraceError } from "../../sdk/error.ts";
import { committeeDomain, type Ruling } from "../../sdk/ruling.ts";
import type { Context } from "../context.ts";

/** The committee that rules on a dispute: its members of the day when it was created. */
export type Court = {
  readonly committee: Address;
  readonly members: readonly Address[];
  readonly threshold: number;
};

/**
 * Who rules on a dispute now.
 * @throws MillraceError `no-committee` if it is at no court, or at one that is no committee
 */
export async function readCourt({ client }: Pick<Context, "client">, dispute: Dispute): Promise<Court> {
  const committee = courtOf(dispute);
  if (!dispute.submitted) {
    throw new MillraceError("No arbitrator has this dispute yet.", {
      code: "no-committee",
      found: `dispute ${dispute.disputeId}: ${dispute.state}`,
      expected: "a dispute that was answered",
      next: "The operator answers it; if the arbitrator did not take it then, `millrace dispute submit`.",
    });
  }
  const at = { address: committee, abi: committeeArbitratorAbi } as const;
  try {
    const args = [dispute.arbitratorDisputeId] as const;
    const found = await client.readContract({ ...at, functionName: "committeeDispute", args });
    const of = [found.committee] as const;
    const [members, threshold] = await client.readContract({ ...at, functionName: "membersOf", args: of });
    return { committee, members, threshold: Number(threshold) };
  } catch (cause) {
    throw new MillraceError("The arbitrator of this dispute is no committee of Millrace.", {
      code: "no-committee",
      found: committee,
      next: "Rule where this arbitrator takes its rulings.",
      cause,
    });
  }
}

export function isMember({ members }: Court, account: Address): boolean {
  return members.some((member) => isAddressEqual(member, account));
}

/** What members sign, and where it counts. */
export function rulingOf({ deployment }: Pick<Context, "deployment">, dispute: Dispute, ruling: bigint, court: Court) {
  const arbitrable = deployment.contracts.Disputes as Address;
  const message: Ruling = { arbitrable, arbitratorDisputeId: dispute.arbitratorDisputeId, ruling };
  return { domain: committeeDomain(deployment.chainId, court.committee), message };
}
