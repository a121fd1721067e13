import { type Address, type Hex, hashTypedData } from "viem";
import { type EscrowDomain, escrowDomain } from "./domain.ts";
import type { HashSigner } from "./voucher.ts";

/** What members of a committee sign. */
export type Ruling = {
  /** The contract that asked: `Disputes`. */
  readonly arbitrable: Address;
  /** The dispute's number at the committee. */
  readonly arbitratorDisputeId: bigint;
  /** Index in {@link verdicts}; 0 refuses to rule. */
  readonly ruling: bigint;
};

/** EIP-712 types, as wallets take them. */
export const rulingTypes = {
  Ruling: [
    { name: "arbitrable", type: "address" },
    { name: "arbitratorDisputeId", type: "uint256" },
    { name: "ruling", type: "uint256" },
  ],
} as const;

/** The domain that rulings are signed in: that of the committee. */
export function committeeDomain(chainId: number, committee: Address): EscrowDomain {
  return escrowDomain(chainId, committee);
}

/** The hash to sign; equal to `CommitteeArbitrator.rulingDigest`. */
export function rulingDigest(domain: EscrowDomain, message: Ruling): Hex {
  return hashTypedData({ domain, types: rulingTypes, primaryType: "Ruling", message });
}

/** One member's signature of a ruling: 65 bytes r, s, v. */
export function signRuling(signer: HashSigner, domain: EscrowDomain, ruling: Ruling): Promise<Hex> {
  return signer.sign({ hash: rulingDigest(domain, ruling) });
}
