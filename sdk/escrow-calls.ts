import type { Address, Hex } from "viem";
import { escrowAbi } from "./abi/escrow.ts";
import type { Authorization } from "./authorization.ts";
import { type Call, callsOf } from "./call.ts";
import type { ChannelTerms } from "./channel.ts";
import type { Permit } from "./permit.ts";
import type { Permit2Transfer } from "./permit2.ts";
import { type CompactSignature, expandSignature } from "./signature.ts";
import type { Claim } from "./voucher.ts";

const call = callsOf(escrowAbi);

/** Every call of Escrow that buyers, operators and relayers of plain channels make. Amounts in the smallest unit. */
export const escrowCalls = {
  deposit: (escrow: Address, token: Address, amount: bigint) => call(escrow, "deposit", [token, amount]),

  /** For the permit's owner, with a permit whose spender is Escrow. */
  depositWithPermit: (escrow: Address, { token, owner, value, deadline }: Permit, signature: CompactSignature) => {
    const { r, s, v } = words(signature);
    return call(escrow, "depositWithPermit", [token, owner, value, deadline, v, r, s]);
  },

  /** For whoever signed the authorization, whose receiver is Escrow (ERC-3009). */
  depositWithAuthorization: (escrow: Address, authorization: Authorization, signature: CompactSignature) => {
    const { token, from, value, validAfter, validBefore, nonce } = authorization;
    const { r, s, v } = words(signature);
    return call(escrow, "depositWithAuthorization", [token, from, value, validAfter, validBefore, nonce, v, r, s]);
  },

  /** For the owner, who has approved Permit2 and signed a transfer whose spender is Escrow. `signature`: r, s, v. */
  depositWithPermit2: (escrow: Address, transfer: Permit2Transfer, signature: Hex) => {
    const { token, owner, amount, nonce, deadline } = transfer;
    return call(escrow, "depositWithPermit2", [token, owner, amount, nonce, deadline, signature]);
  },

  withdraw: (escrow: Address, token: Address, amount: bigint, to: Address) =>
    call(escrow, "withdraw", [token, amount, to]),

  /** By the payer of the terms. */
  open: (escrow: Address, terms: Omit<ChannelTerms, "payer" | "controller">, amount: bigint) =>
    call(escrow, "open", [terms.operator, terms.token, terms.signer, terms.nonce, amount]),

  topUp: (escrow: Address, terms: ChannelTerms, amount: bigint) => call(escrow, "topUp", [terms, amount]),

  requestClose: (escrow: Address, terms: ChannelTerms) => call(escrow, "requestClose", [terms]),

  close: (escrow: Address, terms: ChannelTerms) => call(escrow, "close", [terms]),

  closeByBoth: (
    escrow: Address,
    terms: ChannelTerms,
    cumulative: bigint,
    signatures: { readonly payer: Hex; readonly operator: Hex },
  ) => call(escrow, "closeByBoth", [terms, cumulative, signatures.payer, signatures.operator]),

  settle: (escrow: Address, operator: Address, token: Address, claims: readonly Claim[]) =>
    call(escrow, "settle", [operator, token, claims]),

  withdrawEarnings: (escrow: Address, token: Address) => call(escrow, "withdrawEarnings", [token]),

  setBeneficiary: (escrow: Address, operator: Address, token: Address, beneficiary: Address) =>
    call(escrow, "setBeneficiary", [operator, token, beneficiary]),

  setRelayer: (escrow: Address, token: Address, relayer: Address, feeBps: bigint) =>
    call(escrow, "setRelayer", [token, relayer, feeBps]),

  /** For anyone: what the relayers of these operators have accrued becomes their free balance. */
  collectRelayerFees: (escrow: Address, token: Address, operators: readonly Address[]) =>
    call(escrow, "collectRelayerFees", [token, operators]),

  /** All or none of these calls of Escrow, by the same sender, in one transaction. */
  multicall: (escrow: Address, calls: readonly Call[]) => call(escrow, "multicall", [calls.map(({ data }) => data)]),
} as const;

function words(signature: CompactSignature): { r: Hex; s: Hex; v: number } {
  const bytes = expandSignature(signature);
  return { r: signature.r, s: `0x${bytes.slice(66, 130)}`, v: Number.parseInt(bytes.slice(130), 16) };
}
