import { type Address, type Hex, hashTypedData, parseAbi } from "viem";
import type { HashSigner } from "./voucher.ts";

/** A `PermitTransferFrom` of Permit2: `spender` may pull `amount` of the token once. The owner has approved Permit2. */
export type Permit2Transfer = {
  readonly token: Address;
  /** Who signs. Not part of what is signed: Permit2 recovers it. */
  readonly owner: Address;
  /** Escrow. */
  readonly spender: Address;
  /** In the token's smallest unit. */
  readonly amount: bigint;
  /** 256 bits that the owner has not used at Permit2, in no order: random ones. */
  readonly nonce: bigint;
  /** Timestamp, seconds. */
  readonly deadline: bigint;
};

/** Where Permit2 is, on which chain. Its domain has no version. */
export type Permit2Domain = { readonly chainId: number; readonly verifyingContract: Address };

/** The errors that a deposit by Permit2 can meet there. */
export const permit2ErrorsAbi = parseAbi([
  "error InvalidAmount(uint256 maxAmount)",
  "error InvalidContractSignature()",
  "error InvalidNonce()",
  "error InvalidSignature()",
  "error InvalidSignatureLength()",
  "error InvalidSigner()",
  "error SignatureExpired(uint256 signatureDeadline)",
]);

/** EIP-712 types, as wallets take them. */
export const permit2Types = {
  PermitTransferFrom: [
    { name: "permitted", type: "TokenPermissions" },
    { name: "spender", type: "address" },
    { name: "nonce", type: "uint256" },
    { name: "deadline", type: "uint256" },
  ],
  TokenPermissions: [
    { name: "token", type: "address" },
    { name: "amount", type: "uint256" },
  ],
} as const;

/** The hash to sign. */
export function permit2Digest(domain: Permit2Domain, transfer: Permit2Transfer): Hex {
  const { token, amount, spender, nonce, deadline } = transfer;
  return hashTypedData({
    domain: { name: "Permit2", ...domain },
    types: permit2Types,
    primaryType: "PermitTransferFrom",
    message: { permitted: { token, amount }, spender, nonce, deadline },
  });
}

/** The owner's signature: 65 bytes r, s, v. */
export function signPermit2(signer: HashSigner, domain: Permit2Domain, transfer: Permit2Transfer): Promise<Hex> {
  return signer.sign({ hash: permit2Digest(domain, transfer) });
}
