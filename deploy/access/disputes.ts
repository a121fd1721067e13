import { anyone, type ContractAccess, OWNED, only, UNAUTHORIZED } from "./rule.ts";

const DISPUTES: ContractAccess = {
  open: [only(["payer"], "NotAuthorized", "of the lease, bonded")],
  contest: [only(["operator"], "NotAuthorized", "a compensation for an outage, bonded")],
  answer: [only(["operator"], "NotAuthorized", "in time")],
  submit: [anyone("what the arbitrator did not take at the answer")],
  appeal: [only(["operator"], "NotLoser", "the loser alone, bonded", { when: "the operator has lost" })],
  rule: [only(["court"], "DisputeUnknown", "the dispute that it has, in time")],
  execute: [anyone("once its state has timed out")],
  setArbitrators: [only(["governance"], UNAUTHORIZED, "of disputes opened from now on")],
  ...OWNED,
};

const COMMITTEE_ARBITRATOR: ContractAccess = {
  createDispute: [anyone("with the caller as what is ruled")],
  rule: [anyone("with the members' signatures")],
  setMembers: [only(["governance"], UNAUTHORIZED, "of disputes created from now on")],
  ...OWNED,
};

/** Disputes and the default arbitrator. */
export const DISPUTE_ACCESS = { Disputes: DISPUTES, CommitteeArbitrator: COMMITTEE_ARBITRATOR };
