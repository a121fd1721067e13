import type { Address, Hex } from "viem";
import { committeeArbitratorAbi } from "./abi/committee-arbitrator.ts";
import { disputesAbi } from "./abi/disputes.ts";
import { callsOf } from "./call.ts";
import { type DisputeKind, disputeKinds } from "./dispute.ts";
import type { LeaseTerms } from "./lease.ts";

const call = callsOf(disputesAbi);
const committeeCall = callsOf(committeeArbitratorAbi);

/** The hash of the evidence, and where to find it. */
export type Evidence = { readonly hash: Hex; readonly place: string };

/**
 * Every call of Disputes that parties make. `disputes` is its address. Where an arbitrator asks for a fee, it goes along
 * as the transaction's value; the committee of the deployment asks for none.
 */
export const disputeCalls = {
  /** By the lease's buyer, who has approved Staking for the bond. */
  open: (disputes: Address, terms: LeaseTerms, kind: DisputeKind, { hash, place }: Evidence) =>
    call(disputes, "open", [terms, disputeKinds.indexOf(kind), hash, place]),

  /** By the operator, who has approved Staking for the bond: of a compensation for an outage. */
  contest: (disputes: Address, compensationId: bigint, { hash, place }: Evidence) =>
    call(disputes, "contest", [compensationId, hash, place]),

  /** By the operator. */
  answer: (disputes: Address, disputeId: bigint, { hash, place }: Evidence) =>
    call(disputes, "answer", [disputeId, hash, place]),

  /** By anyone, if the arbitrator did not take the dispute with the answer. */
  submit: (disputes: Address, disputeId: bigint) => call(disputes, "submit", [disputeId]),

  /** By the loser, who has approved Staking for the bond. */
  appeal: (disputes: Address, disputeId: bigint, { hash, place }: Evidence) =>
    call(disputes, "appeal", [disputeId, hash, place]),

  /** By anyone, once the deadline of the dispute's state has passed. Any terms for a contest. */
  execute: (disputes: Address, disputeId: bigint, terms: LeaseTerms) => call(disputes, "execute", [disputeId, terms]),
} as const;

/** By anyone: hand in the ruling that `members` signed, in the ascending order of their addresses. */
export function giveRuling(
  committee: Address,
  arbitratorDisputeId: bigint,
  ruling: bigint,
  signed: { readonly signers: readonly Address[]; readonly signatures: readonly Hex[] },
) {
  return committeeCall(committee, "rule", [arbitratorDisputeId, ruling, signed.signers, signed.signatures]);
}
