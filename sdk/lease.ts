import {
  type Address,
  decodeEventLog,
  encodeAbiParameters,
  encodeEventTopics,
  getAbiItem,
  type Hex,
  keccak256,
  type Log,
  toEventSelector,
} from "viem";
import { leasesAbi } from "./abi/leases.ts";
import type { ChannelTerms } from "./channel.ts";
import { MillraceError } from "./error.ts";
import { meterings, type Offer } from "./offer.ts";

/** Settings as they were when the lease was opened; the same fields as `ILeases.Bound`. */
export type LeaseBound = {
  /** Timestamp, s. */
  readonly openedAt: number;
  /** From the end of the start window until a no-show can be reported. */
  readonly noShowDelaySeconds: number;
  /** From the end until the lease can be made final. */
  readonly claimWindowSeconds: number;
  /** What failures cost, packed as in the contract; {@link unpackRates} reads them. */
  readonly rates: bigint;
  readonly feeBps: number;
  /** In MILL's smallest unit. */
  readonly requiredStakePerUnit: bigint;
};

/** All that a lease was opened under; the same fields as `ILeases.Terms`. Later calls bring them. */
export type LeaseTerms = {
  readonly offer: Offer;
  readonly bound: LeaseBound;
  readonly buyer: Address;
  /** Whose vouchers count; the zero address when metered by time. */
  readonly signer: Address;
  readonly units: number;
  /** Of the opening, without extensions. */
  readonly durationSeconds: number;
  /** The ended lease that this one goes on from, or zero. */
  readonly continues: Hex;
  readonly nonce: bigint;
};

/** What a buyer asks for; the same fields as `ILeases.Order`. */
export type LeaseOrder = {
  readonly offer: Offer;
  readonly signature: Hex;
  readonly units: number;
  readonly durationSeconds: number;
  readonly signer: Address;
  readonly continues: Hex;
  readonly nonce: bigint;
};

/** The states of a lease, in the order in which the contract counts them. */
export const leaseStates = ["none", "open", "running", "ended", "final"] as const;
export type LeaseState = (typeof leaseStates)[number];

/** How a lease ended, in the order in which the contract counts them. */
export const leaseOutcomes = [
  "none",
  "completed",
  "stopped",
  "cancelled",
  "reclaimed",
  "released",
  "abandoned",
  "noShow",
  "outage",
  "faultProven",
] as const;
export type LeaseOutcome = (typeof leaseOutcomes)[number];

/** What became of the one dispute that a lease can have, in the order in which the contract counts them. */
export const leaseClaims = ["none", "pending", "rejected", "proven", "unanswered"] as const;
export type LeaseClaim = (typeof leaseClaims)[number];

/** A lease that was opened, and where. */
export type OpenedLease = { readonly leaseId: Hex; readonly terms: LeaseTerms };

const termsParameter = getAbiItem({ abi: leasesAbi, name: "leaseIdOf" }).inputs;
const openedTopic = toEventSelector(getAbiItem({ abi: leasesAbi, name: "LeaseOpened" }));

/** The lease's id: the hash of its terms, equal to `Leases.leaseIdOf`. */
export function leaseIdOf(terms: LeaseTerms): Hex {
  return keccak256(encodeAbiParameters(termsParameter, [terms]));
}

/** The channel in Escrow that pays for the lease: its nonce is the lease's id. */
export function leaseChannel(leases: Address, terms: LeaseTerms): ChannelTerms {
  const { offer, buyer, signer } = terms;
  return {
    payer: buyer,
    controller: leases,
    operator: offer.operator,
    token: offer.token,
    signer: meterings[offer.metering] === "byTime" ? leases : signer,
    nonce: BigInt(leaseIdOf(terms)),
  };
}

/** The leases that a transaction opened, from its logs, in their order. */
export function openedLeases(
  leases: Address,
  logs: readonly Pick<Log, "address" | "topics" | "data">[],
): OpenedLease[] {
  return logs
    .filter(({ address, topics }) => address.toLowerCase() === leases.toLowerCase() && topics[0] === openedTopic)
    .map(({ topics, data }) => {
      const { args } = decodeEventLog({ abi: leasesAbi, eventName: "LeaseOpened", topics, data });
      return { leaseId: args.leaseId, terms: args.terms };
    });
}

/**
 * The one lease that a transaction opened.
 * @throws MillraceError `lease-not-opened` if it opened none or several
 */
export function openedLease(leases: Address, logs: readonly Pick<Log, "address" | "topics" | "data">[]): OpenedLease {
  const found = openedLeases(leases, logs);
  const [lease] = found;
  if (lease !== undefined && found.length === 1) return lease;
  throw new MillraceError("The transaction did not open one lease.", {
    code: "lease-not-opened",
    found: `${found.length} leases of ${leases}`,
    expected: "one",
  });
}

/** The topics by which a node finds the opening of a lease, or of all leases of an operator or a buyer. */
export function openedTopics(by: { leaseId?: Hex; operator?: Address; buyer?: Address }) {
  return encodeEventTopics({ abi: leasesAbi, eventName: "LeaseOpened", args: by });
}
