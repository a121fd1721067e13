import { millGovernorAbi } from "../../sdk/abi/mill-governor.ts";
import { MillraceError } from "../../sdk/error.ts";
import { governanceOf, type MadeProposal, proposalStates, readProposals } from "../../sdk/proposal.ts";
import type { Context } from "../context.ts";

export type ProposalState = (typeof proposalStates)[number];

/** Where a proposal stands. Votes in MILL wei, times are timestamps in seconds. */
export type Standing = {
  readonly state: ProposalState;
  readonly votes: { readonly against: bigint; readonly for: bigint; readonly abstain: bigint };
  /** What for and abstain have to reach; undefined before the snapshot. */
  readonly quorum: bigint | undefined;
  /** With what a late quorum has added. */
  readonly deadline: bigint;
  /** When it can be executed; 0 before it is queued. */
  readonly executableFrom: bigint;
};

/**
 * The proposal that is meant: its id in decimal or the beginning of it, or `latest`.
 * @throws MillraceError `proposal-unknown` or `proposal-ambiguous`
 */
export async function pickProposal({ client, deployment }: Context, text: string): Promise<MadeProposal> {
  const all = await readProposals(client, deployment);
  const wanted = text.replace("…", "");
  const fitting = wanted === "latest" ? all.slice(-1) : all.filter(({ id }) => String(id).startsWith(wanted));
  const [only, ...others] = fitting;
  if (only === undefined || !/^(latest|\d+)$/.test(wanted)) {
    throw new MillraceError("There is no such proposal.", {
      code: "proposal-unknown",
      found: text,
      expected: "an id, the first digits of one, or latest",
      next: "List them with `millrace governance list`.",
    });
  }
  if (others.length === 0) return only;
  throw new MillraceError("Which proposal?", {
    code: "proposal-ambiguous",
    found: `${fitting.length} proposals whose ids begin with ${wanted}`,
    next: "Give more digits.",
  });
}

export async function readStanding({ client, deployment }: Context, proposal: MadeProposal): Promise<Standing> {
  const at = { address: governanceOf(deployment).governor, abi: millGovernorAbi } as const;
  const args = [proposal.id] as const;
  const [index, [against, forVotes, abstain], deadline, executableFrom, { timestamp }] = await Promise.all([
    client.readContract({ ...at, functionName: "state", args }),
    client.readContract({ ...at, functionName: "proposalVotes", args }),
    client.readContract({ ...at, functionName: "proposalDeadline", args }),
    client.readContract({ ...at, functionName: "proposalEta", args }),
    client.getBlock(),
  ]);
  const isPast = timestamp > proposal.voteStart;
  const quorum = isPast
    ? await client.readContract({ ...at, functionName: "quorum", args: [proposal.voteStart] })
    : undefined;
  const state = proposalStates[index] ?? "pending";
  return { state, votes: { against, for: forVotes, abstain }, quorum, deadline, executableFrom };
}

/** @throws MillraceError `proposal-state` if it is in none of `states` */
export async function needState(context: Context, proposal: MadeProposal, states: ProposalState[]): Promise<Standing> {
  const standing = await readStanding(context, proposal);
  if (states.includes(standing.state)) return standing;
  throw new MillraceError("The proposal is not in the state for this.", {
    code: "proposal-state",
    found: standing.state,
    expected: states.join(" or "),
    next: `See where it stands: millrace governance show ${String(proposal.id).slice(0, 8)}`,
  });
}
