import { anyone, type ContractAccess, only, type Party, UNAUTHORIZED } from "./rule.ts";

/** Called by the timelock within a proposal, and in no other way; the timelock by itself finds nothing to call it for. */
const byProposal = (note: string) => [
  only([], "GovernorOnlyExecutor", `within a proposal that is executed: ${note}`, { otherwise: { timelock: "" } }),
];
const refused = (error: string, note: string) => [only([], error, note)];
const NO_TOKENS = "takes no tokens";
const RECEIVED = [anyone("says that it can hold such tokens")];

const GOVERNOR: ContractAccess = {
  propose: [anyone("with votes for a proposal")],
  castVote: [anyone("the caller's own votes, once")],
  castVoteWithReason: [anyone("the caller's own votes, once")],
  castVoteWithReasonAndParams: [anyone("the same, and those of the positions that it names")],
  castVoteBySig: [anyone("with the voter's signature")],
  castVoteWithReasonAndParamsBySig: [anyone("with the voter's signature")],
  queue: [anyone("a proposal that was voted through")],
  execute: [anyone("a queued proposal, once the timelock's delay is over")],
  cancel: [only(["proposer"], "GovernorUnableToCancel", "its own proposal, before voting begins")],
  setVotingDelay: byProposal("within bounds"),
  setVotingPeriod: byProposal("within bounds"),
  setLateQuorumVoteExtension: byProposal("within bounds"),
  updateQuorumNumerator: byProposal("within bounds"),
  relay: byProposal("calls something as the governor"),
  onERC721Received: refused("GovernorDisabledDeposit", NO_TOKENS),
  onERC1155Received: refused("GovernorDisabledDeposit", NO_TOKENS),
  onERC1155BatchReceived: refused("GovernorDisabledDeposit", NO_TOKENS),
};

const withRole = (party: Party, note: string) => [only([party], "AccessControlUnauthorizedAccount", note)];

const TIMELOCK: ContractAccess = {
  schedule: withRole("governor", "for at least the delay"),
  scheduleBatch: withRole("governor", "for at least the delay"),
  cancel: withRole("governor", "what is scheduled"),
  execute: withRole("governor", "once the delay is over"),
  executeBatch: withRole("governor", "once the delay is over"),
  grantRole: withRole("timelock", "within a proposal that is executed"),
  revokeRole: withRole("timelock", "within a proposal that is executed"),
  renounceRole: [only(["governor"], "AccessControlBadConfirmation", "the caller's own role, which it names itself")],
  updateDelay: [only(["timelock"], "TimelockUnauthorizedCaller", "within a proposal that is executed, within bounds")],
  takeOver: [anyone("accepts what was offered to the timelock")],
  wire: [only(["wirer"], "NotWirer", "once and for ever")],
  onERC721Received: RECEIVED,
  onERC1155Received: RECEIVED,
  onERC1155BatchReceived: RECEIVED,
};

const VESTING: ContractAccess = {
  "release()": [anyone("ether that is free, to the owner")],
  "release(address)": [anyone("tokens that are free, to the owner")],
  transferOwnership: [only(["governance"], UNAUTHORIZED, "passes on all that is not released yet")],
  renounceOwnership: [only(["governance"], UNAUTHORIZED, "nobody can be paid any more")],
};

/** The governor, its timelock and what is locked of the genesis supply. */
export const GOVERNANCE_ACCESS = { MillGovernor: GOVERNOR, MillTimelock: TIMELOCK, MillVesting: VESTING };
