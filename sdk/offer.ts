import { type Address, concatHex, encodeAbiParameters, type Hex, keccak256, toHex } from "viem";
import { domainSeparator, type EscrowDomain, escrowDomain } from "./domain.ts";
import type { HashSigner } from "./voucher.ts";

/** What an offer's kind promises, in the order in which the contract counts them. */
export const offerKinds = ["onDemand", "spot", "reserved"] as const;
export type OfferKind = (typeof offerKinds)[number];

/** How a lease is paid, in the order in which the contract counts them. */
export const meterings = ["byTime", "byVoucher"] as const;
export type Metering = (typeof meterings)[number];

/** The longest term and the longest time to start that `Offers` takes. */
export const mostOfferSeconds = 366 * 86_400;
export const mostStartWindowSeconds = 30 * 86_400;

/** What an operator offers; the same fields as `ILeases.Offer`, kind and metering as numbers. */
export type Offer = {
  readonly operator: Address;
  readonly nodeId: bigint;
  readonly token: Address;
  /** Per unit (a thousandth of a GPU) and hour, in the token's smallest unit. */
  readonly pricePerUnitHour: bigint;
  readonly minSeconds: number;
  /** At most {@link mostOfferSeconds}. */
  readonly maxSeconds: number;
  /** In MILL's smallest unit, for the lease's first duration. */
  readonly bondPerUnit: bigint;
  readonly promisedUptimeBps: number;
  /** Index in {@link offerKinds}. */
  readonly kind: number;
  /** Index in {@link meterings}. */
  readonly metering: number;
  /** Before a spot lease is taken back. */
  readonly noticeSeconds: number;
  /** From opening on; at most {@link mostStartWindowSeconds}. */
  readonly startWindowSeconds: number;
  /** Without a settled voucher before the operator may release; by voucher only. */
  readonly graceSeconds: number;
  /** Of what is left of the price; reserved only. */
  readonly earlyExitBps: number;
  /** Who may take it; the zero address for anyone. */
  readonly buyer: Address;
  /** How often it may be taken; 0 for any number. */
  readonly uses: number;
  /** The last second (timestamp) at which it can be taken. */
  readonly expiresAt: number;
  /** The operator's offer counter when it was signed. */
  readonly counter: bigint;
  /** Names the offer among the operator's. */
  readonly salt: bigint;
};

/** The fields of an offer with their ABI types, in their order. */
export const offerFields = [
  { name: "operator", type: "address" },
  { name: "nodeId", type: "uint256" },
  { name: "token", type: "address" },
  { name: "pricePerUnitHour", type: "uint96" },
  { name: "minSeconds", type: "uint32" },
  { name: "maxSeconds", type: "uint32" },
  { name: "bondPerUnit", type: "uint96" },
  { name: "promisedUptimeBps", type: "uint16" },
  { name: "kind", type: "uint8" },
  { name: "metering", type: "uint8" },
  { name: "noticeSeconds", type: "uint32" },
  { name: "startWindowSeconds", type: "uint32" },
  { name: "graceSeconds", type: "uint32" },
  { name: "earlyExitBps", type: "uint16" },
  { name: "buyer", type: "address" },
  { name: "uses", type: "uint32" },
  { name: "expiresAt", type: "uint40" },
  { name: "counter", type: "uint64" },
  { name: "salt", type: "uint256" },
] as const;

/** EIP-712 types, as wallets take them. */
export const offerTypes = { Offer: offerFields } as const;

const typeHash = keccak256(toHex(`Offer(${offerFields.map(({ name, type }) => `${type} ${name}`).join(",")})`));

/** The domain that offers are signed in: that of the contract `Offers`. */
export function offersDomain(chainId: number, offers: Address): EscrowDomain {
  return escrowDomain(chainId, offers);
}

/** EIP-712 `hashStruct` of an offer: all fields are static, so their ABI encoding is that of EIP-712. */
export function offerHash(offer: Offer): Hex {
  return keccak256(
    encodeAbiParameters([{ type: "bytes32" }, { type: "tuple", components: offerFields }], [typeHash, offer]),
  );
}

/** The hash to sign; equal to `Offers.offerDigest`. */
export function offerDigest(domain: EscrowDomain, offer: Offer): Hex {
  return keccak256(concatHex(["0x1901", domainSeparator(domain), offerHash(offer)]));
}

/** The signature of the operator, or of a key that it has named: 65 bytes r, s, v. */
export function signOffer(signer: HashSigner, domain: EscrowDomain, offer: Offer): Promise<Hex> {
  return signer.sign({ hash: offerDigest(domain, offer) });
}
