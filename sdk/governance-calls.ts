import type { Address, Hex } from "viem";
import { millGovernorAbi } from "./abi/mill-governor.ts";
import { millTokenAbi } from "./abi/mill-token.ts";
import { parametersAbi } from "./abi/parameters.ts";
import { type Ballot, isPlain, supportOf } from "./ballot.ts";
import { type Call, callsOf } from "./call.ts";
import { descriptionHash, type Proposal } from "./proposal.ts";

const call = callsOf(millGovernorAbi);
const parametersCall = callsOf(parametersAbi);
const millCall = callsOf(millTokenAbi);

/** The calls of the governor that voters make. `governor` is its address. */
export const governorCalls = {
  propose: (governor: Address, { targets, values, calldatas, description }: Proposal) =>
    call(governor, "propose", [targets, values, calldatas, description]),

  /** By the voter, in the shortest form that says it. */
  castVote: (governor: Address, { proposalId, support, reason, params }: Omit<Ballot, "voter" | "nonce">): Call => {
    const choice = supportOf(support);
    if (params !== "0x") return call(governor, "castVoteWithReasonAndParams", [proposalId, choice, reason, params]);
    if (reason !== "") return call(governor, "castVoteWithReason", [proposalId, choice, reason]);
    return call(governor, "castVote", [proposalId, choice]);
  },

  /** By anyone, for a voter that signed. */
  castVoteBySig: (governor: Address, ballot: Ballot, signature: Hex): Call => {
    const { proposalId, support, voter, reason, params } = ballot;
    const choice = supportOf(support);
    if (isPlain(ballot)) return call(governor, "castVoteBySig", [proposalId, choice, voter, signature]);
    const args = [proposalId, choice, voter, reason, params, signature] as const;
    return call(governor, "castVoteWithReasonAndParamsBySig", args);
  },

  /** By anyone, once it has succeeded. */
  queue: (governor: Address, proposal: Proposal) => call(governor, "queue", hashed(proposal)),
  /** By anyone, once the timelock's delay is over. */
  execute: (governor: Address, proposal: Proposal) => call(governor, "execute", hashed(proposal)),
  /** By the proposer, before voting begins. */
  cancel: (governor: Address, proposal: Proposal) => call(governor, "cancel", hashed(proposal)),
} as const;

function hashed(proposal: Proposal) {
  return [proposal.targets, proposal.values, proposal.calldatas, descriptionHash(proposal)] as const;
}

/** What the guardian can pause, in the contract's order. */
export const pausableActions = ["deposit", "open-channel", "open-lease"] as const;
export type PausableAction = (typeof pausableActions)[number];

/** By the guardian; ending a pause also by the timelock. `parameters` is the contract's address. */
export const guardianCalls = {
  pause: (parameters: Address, action: PausableAction) =>
    parametersCall(parameters, "pause", [pausableActions.indexOf(action)]),
  unpause: (parameters: Address, action: PausableAction) =>
    parametersCall(parameters, "unpause", [pausableActions.indexOf(action)]),
} as const;

/** A call that only a vote can make: change one setting. `id` is its name in ASCII. */
export function setSetting(parameters: Address, id: Hex, value: bigint): Call {
  return parametersCall(parameters, "set", [id, value]);
}

/** Let `delegatee` vote with the caller's MILL. */
export function delegateVotes(mill: Address, delegatee: Address): Call {
  return millCall(mill, "delegate", [delegatee]);
}
