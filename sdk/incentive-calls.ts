import type { Address, Hex } from "viem";
import { emissionsAbi } from "./abi/emissions.ts";
import { feeAuctionAbi } from "./abi/fee-auction.ts";
import { callsOf } from "./call.ts";

const emissionsCall = callsOf(emissionsAbi);
const auctionCall = callsOf(feeAuctionAbi);

/** The calls of Emissions, all by anyone. `emissions` is its address. */
export const emissionsCalls = {
  /** Credit what the operators have earned, and have them weigh what they weigh now. None: only go on with the epochs. */
  poke: (emissions: Address, operators: readonly Address[]) => emissionsCall(emissions, "poke", [operators]),
  /** Credit what one operator has earned at its stored weight; costs less than a poke. */
  claim: (emissions: Address, operator: Address) => emissionsCall(emissions, "claim", [operator]),
} as const;

/** An ERC-2612 permit of the bidder for all that it pays at most. */
export type BidPermit = { readonly deadline: bigint; readonly v: number; readonly r: Hex; readonly s: Hex };

/** The calls of FeeAuction, all by anyone. `auction` is its address. */
export const auctionCalls = {
  /** Move protocol fees of the operators from Escrow into the lot of this epoch. */
  collect: (auction: Address, token: Address, operators: readonly Address[]) =>
    auctionCall(auction, "collect", [token, operators]),
  /** Buy of a lot, with an allowance of MILL. */
  bid: (auction: Address, lot: bigint, amount: bigint, mostMill: bigint) =>
    auctionCall(auction, "bid", [lot, amount, mostMill]),
  /** Buy of a lot, with a permit for `mostMill`. */
  bidWithPermit: (auction: Address, lot: bigint, amount: bigint, mostMill: bigint, permit: BidPermit) =>
    auctionCall(auction, "bidWithPermit", [lot, amount, mostMill, permit.deadline, permit.v, permit.r, permit.s]),
  /** Divide a lot of MILL, which is not sold. */
  redeem: (auction: Address, lot: bigint) => auctionCall(auction, "redeem", [lot]),
  /** Pay operators their rebates of a lot. */
  claimRebates: (auction: Address, lot: bigint, operators: readonly Address[]) =>
    auctionCall(auction, "claimRebates", [lot, operators]),
  /** Burn what nobody claimed of a lot's pot. */
  burnRest: (auction: Address, lot: bigint) => auctionCall(auction, "burnRest", [lot]),
} as const;
