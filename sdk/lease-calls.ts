import type { Address, Hex } from "viem";
import { leasesAbi } from "./abi/leases.ts";
import { offersAbi } from "./abi/offers.ts";
import type { OutageAttestation } from "./attestation.ts";
import { type Call, callsOf } from "./call.ts";
import type { LeaseOrder, LeaseTerms } from "./lease.ts";

const call = callsOf(leasesAbi);
const offersCall = callsOf(offersAbi);

/** Every call of Leases, by who makes it. `leases` is its address. */
export const leaseCalls = {
  /** By the buyer. */
  open: (leases: Address, order: LeaseOrder) => call(leases, "open", [order]),
  cancel: (leases: Address, terms: LeaseTerms) => call(leases, "cancel", [terms]),
  stop: (leases: Address, terms: LeaseTerms) => call(leases, "stop", [terms]),
  extend: (leases: Address, terms: LeaseTerms, addedSeconds: number) => call(leases, "extend", [terms, addedSeconds]),
  allowExtension: (leases: Address, terms: LeaseTerms, amount: bigint, until: number) =>
    call(leases, "allowExtension", [terms, amount, until]),
  reportOutage: (leases: Address, terms: LeaseTerms, outage: OutageAttestation, signatures: readonly Hex[]) =>
    call(leases, "reportOutage", [terms, outage, signatures]),

  /** By the operator, or a key that it has named; `abandon` by the operator alone. */
  start: (leases: Address, terms: LeaseTerms) => call(leases, "start", [terms]),
  reclaim: (leases: Address, terms: LeaseTerms) => call(leases, "reclaim", [terms]),
  release: (leases: Address, terms: LeaseTerms) => call(leases, "release", [terms]),
  abandon: (leases: Address, terms: LeaseTerms) => call(leases, "abandon", [terms]),

  /** By anyone. */
  reportNoShow: (leases: Address, terms: LeaseTerms) => call(leases, "reportNoShow", [terms]),
  settle: (leases: Address, terms: LeaseTerms) => call(leases, "settle", [terms]),
  complete: (leases: Address, terms: LeaseTerms) => call(leases, "complete", [terms]),
  finalize: (leases: Address, terms: LeaseTerms) => call(leases, "finalize", [terms]),

  /** All or none of these calls of Leases, by the same sender, in one transaction. */
  multicall: (leases: Address, calls: readonly Call[]) => call(leases, "multicall", [calls.map(({ data }) => data)]),
} as const;

/** The calls of Offers, all by the operator. `offers` is its address. */
export const offerCalls = {
  cancel: (offers: Address, salt: bigint) => offersCall(offers, "cancelOffer", [salt]),
  cancelAll: (offers: Address) => offersCall(offers, "cancelAllOffers", []),
  /** `until` is a timestamp (s); 0 ends the key. */
  setKey: (offers: Address, key: Address, until: number) => offersCall(offers, "setKey", [key, until]),
} as const;
