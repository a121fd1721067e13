import type { PrivateKeyAccount } from "viem";
import { millGovernorAbi } from "../../../sdk/abi/mill-governor.ts";
import { positionParams } from "../../../sdk/ballot.ts";
import { governorCalls, setSetting } from "../../../sdk/governance-calls.ts";
import { boundTo, type Proposal, proposalIdOf, proposalOf, proposalStates } from "../../../sdk/proposal.ts";
import { readSettings, settingId } from "../../../sdk/setting.ts";
import { send } from "../chain.ts";
import { type ClosingStage, incentivesOf, moveTo } from "./stage.ts";

/** What is voted on. */
const parameter = "protocolFeeBps";
const raiseBps = 100n;

export type Motion = {
  readonly parameter: string;
  /** The setting's value when it was proposed, and the one that was proposed. */
  readonly before: bigint;
  readonly wanted: bigint;
  readonly proposal: Proposal;
  readonly id: bigint;
};

/** The voter proposes a higher protocol fee. */
export async function propose(stage: ClosingStage, voter: PrivateKeyAccount): Promise<Motion> {
  const { chain, deployment } = stage;
  const { governor, parameters } = incentivesOf(deployment);
  const before = (await readSettings(chain, deployment, [parameter]))[parameter];
  const wanted = before + raiseBps;
  const call = setSetting(parameters, settingId(parameter), wanted);
  const proposal = proposalOf([call], boundTo(voter.address, `Raise ${parameter} from ${before} to ${wanted}`));
  await send(chain, voter, governorCalls.propose(governor, proposal));
  return { parameter, before, wanted, proposal, id: proposalIdOf(proposal) };
}

/** The voter votes with what was delegated to it, a delegator with its staked position; then anyone queues and executes. */
export async function carry(
  stage: ClosingStage,
  { proposal, id }: Motion,
  { voter, keeper }: { readonly voter: PrivateKeyAccount; readonly keeper: PrivateKeyAccount },
): Promise<void> {
  const { chain, deployment, played } = stage;
  const { governor } = incentivesOf(deployment);
  const read = { address: governor, abi: millGovernorAbi, args: [id] } as const;
  const ballot = { proposalId: id, support: "for", reason: "" } as const;

  await moveTo(chain, (await chain.readContract({ ...read, functionName: "proposalSnapshot" })) + 1n);
  await send(chain, voter, governorCalls.castVote(governor, { ...ballot, params: "0x" }));
  const [delegator] = played.cast.delegators;
  const [operator] = played.cast.operators;
  if (delegator !== undefined && operator !== undefined) {
    const params = positionParams([operator.address]);
    await send(chain, delegator, governorCalls.castVote(governor, { ...ballot, params }));
  }
  await moveTo(chain, (await chain.readContract({ ...read, functionName: "proposalDeadline" })) + 1n);
  await send(chain, keeper, governorCalls.queue(governor, proposal));
  await moveTo(chain, await chain.readContract({ ...read, functionName: "proposalEta" }));
  await send(chain, keeper, governorCalls.execute(governor, proposal));
}

/** What the chain says became of it. */
export async function readMotion({ chain, deployment }: ClosingStage, { id }: Motion) {
  const { governor } = incentivesOf(deployment);
  const read = { address: governor, abi: millGovernorAbi, args: [id] } as const;
  const state = await chain.readContract({ ...read, functionName: "state" });
  const [, votesFor] = await chain.readContract({ ...read, functionName: "proposalVotes" });
  const after = (await readSettings(chain, deployment, [parameter]))[parameter];
  return { state: proposalStates[state] ?? "unknown", votesFor, after };
}
