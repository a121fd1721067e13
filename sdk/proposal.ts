import { type Address, encodeAbiParameters, type Hex, keccak256, type PublicClient, toHex } from "viem";
import { millGovernorAbi } from "./abi/mill-governor.ts";
import type { Call } from "./call.ts";
import type { Deployment } from "./deployment.ts";
import { MillraceError } from "./error.ts";
import { readEvents } from "./events.ts";

/** What is voted on: calls that the timelock makes, one after the other, all or none. */
export type Proposal = {
  readonly targets: readonly Address[];
  /** Wei that go along. */
  readonly values: readonly bigint[];
  readonly calldatas: readonly Hex[];
  readonly description: string;
};

/** A proposal that was made. Times are timestamps in seconds. */
export type MadeProposal = Proposal & {
  readonly id: bigint;
  readonly proposer: Address;
  /** The snapshot: votes are counted as of the end of this second, and voting begins after it. */
  readonly voteStart: bigint;
  /** When voting ends, unless a late quorum extends it. */
  readonly voteEnd: bigint;
  readonly block: bigint;
};

/** The states of a proposal, in the contract's order. */
export const proposalStates = [
  ...["pending", "active", "canceled", "defeated", "succeeded", "queued", "expired", "executed"],
] as const;

/** A proposal of these calls, which carry no coin. */
export function proposalOf(calls: readonly Pick<Call, "to" | "data">[], description: string): Proposal {
  return {
    targets: calls.map(({ to }) => to),
    values: calls.map(() => 0n),
    calldatas: calls.map(({ data }) => data),
    description,
  };
}

/** A description that only `proposer` can propose, so that nobody takes the proposal over and cancels it. */
export function boundTo(proposer: Address, description: string): string {
  return `${description}\n\n#proposer=${proposer}`;
}

export function descriptionHash({ description }: Proposal): Hex {
  return keccak256(toHex(description));
}

/** The id under which the governor keeps it. */
export function proposalIdOf(proposal: Proposal): bigint {
  const { targets, values, calldatas } = proposal;
  const encoded = encodeAbiParameters(
    [{ type: "address[]" }, { type: "uint256[]" }, { type: "bytes[]" }, { type: "bytes32" }],
    [targets, values, calldatas, descriptionHash(proposal)],
  );
  return BigInt(keccak256(encoded));
}

/** The contracts of governance. @throws MillraceError `no-governance` */
export function governanceOf({ contracts, network }: Pick<Deployment, "contracts" | "network">): {
  readonly governor: Address;
  readonly timelock: Address;
} {
  const { MillGovernor: governor, MillTimelock: timelock } = contracts;
  if (governor !== undefined && timelock !== undefined) return { governor, timelock };
  throw new MillraceError("The deployment has no governance.", {
    code: "no-governance",
    found: `no MillGovernor or no MillTimelock in the addresses of ${network}`,
    expected: "an addresses file that this version's deployment wrote",
  });
}

/** Every proposal that was ever made, oldest first, from the governor's events. */
export async function readProposals(client: PublicClient, deployment: Deployment): Promise<MadeProposal[]> {
  const { governor } = governanceOf(deployment);
  const source = { address: governor, abi: millGovernorAbi, firstBlock: deployment.block };
  const events = await readEvents(client, source, "ProposalCreated");
  return events.map(({ args: { proposalId, ...args }, blockNumber }) => {
    const { proposer, targets, values, calldatas, description, voteStart, voteEnd } = args;
    return {
      id: proposalId,
      block: blockNumber,
      proposer,
      targets,
      values,
      calldatas,
      description,
      voteStart,
      voteEnd,
    };
  });
}
