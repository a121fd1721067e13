import { type Address, type Hex, hashTypedData, isAddressEqual, recoverAddress } from "viem";
import { type EscrowDomain, escrowDomain } from "./domain.ts";
import { MillraceError } from "./error.ts";
import { type LeaseClaim, type LeaseOutcome, type LeaseTerms, leaseClaims, leaseIdOf, leaseOutcomes } from "./lease.ts";
import { type LeaseRecord, recordedPriceUp } from "./lease-record.ts";
import type { HashSigner } from "./voucher.ts";

/**
 * What became of a lease, for accounting and for whoever goes on from it. All but the last three fields is known from
 * the chain; `terms` holds the offer, the usage and the lease that this one continues.
 */
export type LeaseReceipt = {
  readonly leaseId: Hex;
  readonly terms: LeaseTerms;
  readonly outcome: LeaseOutcome;
  readonly claim: LeaseClaim;
  /** Timestamps (s); `startedAt` is 0 if it never started. */
  readonly startedAt: number;
  readonly endedAt: number;
  readonly outageSeconds: number;
  readonly extendedSeconds: number;
  /** In the payment token's smallest unit, fees included. */
  readonly paid: bigint;
  readonly refunded: bigint;
  /** Booked against the bond for the buyer, in MILL's smallest unit. */
  readonly compensationBooked: bigint;
  /** Hashes of what was computed, as operator and buyer agreed to take them. */
  readonly outputDigests: readonly Hex[];
  /** The operator's own words. */
  readonly note: string;
  /** When it was signed, timestamp (s): of two receipts of a lease the later one counts. */
  readonly issuedAt: number;
};

/** What the operator adds to what the chain knows. */
export type ReceiptAdditions = Pick<LeaseReceipt, "outputDigests" | "note" | "issuedAt">;

/** EIP-712 types, as wallets take them. The lease's id stands for its terms: it is their hash. */
export const receiptTypes = {
  LeaseReceipt: [
    { name: "leaseId", type: "bytes32" },
    { name: "outcome", type: "uint8" },
    { name: "claim", type: "uint8" },
    { name: "startedAt", type: "uint40" },
    { name: "endedAt", type: "uint40" },
    { name: "outageSeconds", type: "uint32" },
    { name: "extendedSeconds", type: "uint32" },
    { name: "paid", type: "uint96" },
    { name: "refunded", type: "uint96" },
    { name: "compensationBooked", type: "uint96" },
    { name: "outputDigests", type: "bytes32[]" },
    { name: "note", type: "string" },
    { name: "issuedAt", type: "uint40" },
  ],
} as const;

/** The domain that receipts are signed in: that of the contract `Leases`, which itself takes no signatures. */
export function receiptDomain(chainId: number, leases: Address): EscrowDomain {
  return escrowDomain(chainId, leases);
}

/**
 * The receipt of an ended lease, from what the chain knows and what the operator adds.
 * @throws MillraceError `lease-not-ended`
 */
export function receiptOf(record: LeaseRecord, additions: ReceiptAdditions): LeaseReceipt {
  if (record.state !== "ended" && record.state !== "final") {
    throw new MillraceError("The lease has not ended: there is nothing to receipt yet.", {
      code: "lease-not-ended",
      found: `${record.leaseId}: ${record.state}`,
      expected: "ended or final",
      next: "Sign it once the lease has ended.",
    });
  }
  const { leaseId, terms, outcome, claim, startedAt, endedAt } = record;
  const { outageSeconds, extendedSeconds, paid, refunded, compensationBooked } = record;
  return {
    ...{ leaseId, terms, outcome, claim, startedAt, endedAt },
    ...{ outageSeconds, extendedSeconds, paid, refunded, compensationBooked },
    outputDigests: additions.outputDigests,
    note: additions.note,
    issuedAt: additions.issuedAt,
  };
}

/** The hash to sign. */
export function receiptDigest(domain: EscrowDomain, receipt: LeaseReceipt): Hex {
  const { outcome, claim, ...rest } = receipt;
  const message = { ...rest, outcome: leaseOutcomes.indexOf(outcome), claim: leaseClaims.indexOf(claim) };
  return hashTypedData({ domain, types: receiptTypes, primaryType: "LeaseReceipt", message });
}

/** The signature of the operator, or of a key that it has named: 65 bytes r, s, v. */
export function signReceipt(signer: HashSigner, domain: EscrowDomain, receipt: LeaseReceipt): Promise<Hex> {
  return signer.sign({ hash: receiptDigest(domain, receipt) });
}

/**
 * Check a receipt without asking anybody: its id is the hash of its terms, its amounts fit into the price, and the
 * operator of the offer, or one of `keys` that the reader knows to be the operator's, has signed it.
 * @returns who signed
 * @throws MillraceError `receipt-terms`, `receipt-amounts`, `receipt-signer` or `bad-signature`
 */
export async function verifyReceipt(
  domain: EscrowDomain,
  receipt: LeaseReceipt,
  signature: Hex,
  keys: readonly Address[] = [],
): Promise<Address> {
  checkTerms(receipt);
  checkAmounts(receipt);
  const { operator } = receipt.terms.offer;
  const signer = await signerOf(receiptDigest(domain, receipt), signature);
  if ([operator, ...keys].some((accepted) => isAddressEqual(accepted, signer))) return signer;
  throw new MillraceError("The receipt is signed by neither its operator nor a known key.", {
    code: "receipt-signer",
    found: signer,
    expected: [operator, ...keys].join(" or "),
    next: "If the operator has named this key (Offers.keyUntil), give it among the known keys.",
  });
}

function checkTerms({ leaseId, terms }: LeaseReceipt): void {
  const computed = leaseIdOf(terms);
  if (computed === leaseId.toLowerCase()) return;
  throw new MillraceError("The receipt's terms are not those of its lease.", {
    code: "receipt-terms",
    found: `terms with the hash ${computed}`,
    expected: leaseId,
  });
}

/** The channel may hold more than the price: a buyer can top it up. It never pays more than it holds. */
function checkAmounts(receipt: LeaseReceipt): void {
  const price = recordedPriceUp(receipt);
  const all = receipt.paid + receipt.refunded;
  const inOrder = receipt.startedAt <= receipt.endedAt && receipt.endedAt !== 0;
  // Refunded is 0 until the channel is closed, and then it is all that was not paid.
  const fits = receipt.refunded === 0n ? receipt.paid >= 0n : all >= price;
  if (inOrder && fits) return;
  throw new MillraceError("The receipt contradicts itself.", {
    code: "receipt-amounts",
    found: `paid ${receipt.paid}, refunded ${receipt.refunded}, from ${receipt.startedAt} to ${receipt.endedAt}`,
    expected: `an end after the start, and paid and refunded together at least the price of ${price}`,
  });
}

function signerOf(hash: Hex, signature: Hex): Promise<Address> {
  return recoverAddress({ hash, signature }).catch((cause: unknown) => {
    throw new MillraceError("The signature of the receipt is no ECDSA signature.", {
      code: "bad-signature",
      found: signature.slice(0, 140),
      expected: "65 bytes (r, s, v)",
      cause,
    });
  });
}
