import { type Address, erc20Abi, type Hex } from "viem";
import { nodesAbi } from "./abi/nodes.ts";
import { qualityAbi } from "./abi/quality.ts";
import { stakingAbi } from "./abi/staking.ts";
import type { NodeAttestation } from "./attestation.ts";
import { callsOf } from "./call.ts";

const call = callsOf(stakingAbi);
const nodesCall = callsOf(nodesAbi);
const qualityCall = callsOf(qualityAbi);
const tokenCall = callsOf(erc20Abi);

/** Every call of Staking that operators, delegators, buyers and keepers make. Amounts in MILL's smallest unit. */
export const stakeCalls = {
  /** By the operator, who has approved Staking. */
  stake: (staking: Address, amount: bigint) => call(staking, "stake", [amount]),
  requestThaw: (staking: Address, amount: bigint) => call(staking, "requestThaw", [amount]),
  withdraw: (staking: Address, index: bigint) => call(staking, "withdraw", [index]),
  setCommission: (staking: Address, bps: bigint) => call(staking, "setCommission", [bps]),

  /** By a delegator, who has approved Staking. */
  delegate: (staking: Address, operator: Address, amount: bigint, leastShares: bigint) =>
    call(staking, "delegate", [operator, amount, leastShares]),
  requestUndelegate: (staking: Address, operator: Address, shares: bigint) =>
    call(staking, "requestUndelegate", [operator, shares]),
  withdrawDelegation: (staking: Address, operator: Address, index: bigint, leastTokens: bigint) =>
    call(staking, "withdrawDelegation", [operator, index, leastTokens]),

  /** By anyone. */
  payCompensation: (staking: Address, compensationId: bigint) => call(staking, "payCompensation", [compensationId]),
  payOut: (staking: Address, disputeId: bigint) => call(staking, "payOut", [disputeId]),

  /** By whoever is owed by a dispute or a slash. */
  withdrawCredit: (staking: Address) => call(staking, "withdrawCredit", []),
} as const;

/** The calls of Nodes. `nodes` is its address. */
export const nodeCalls = {
  /** By the operator, with signatures in the ascending order of their attestors. */
  register: (nodes: Address, attestation: NodeAttestation, signatures: readonly Hex[]) =>
    nodesCall(nodes, "register", [attestation, signatures]),
  /** By anyone. */
  renew: (nodes: Address, nodeId: bigint, attestation: NodeAttestation, signatures: readonly Hex[]) =>
    nodesCall(nodes, "renew", [nodeId, attestation, signatures]),
  /** By the operator. */
  retire: (nodes: Address, nodeId: bigint) => nodesCall(nodes, "retire", [nodeId]),
} as const;

/** By anyone: bring an operator's stored tier up to date. */
export function refreshTier(quality: Address, operator: Address) {
  return qualityCall(quality, "refresh", [operator]);
}

/** The calls of any ERC-20 that Millrace's users make. */
export const tokenCalls = {
  approve: (token: Address, spender: Address, amount: bigint) => tokenCall(token, "approve", [spender, amount]),
  transfer: (token: Address, to: Address, amount: bigint) => tokenCall(token, "transfer", [to, amount]),
} as const;
