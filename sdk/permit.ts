import { type Address, type Hex, hashTypedData } from "viem";
import type { HashSigner } from "./voucher.ts";

/** An ERC-2612 permit: `owner` lets `spender` pull `value` of the token, until `deadline`. */
export type Permit = {
  readonly token: Address;
  readonly owner: Address;
  readonly spender: Address;
  /** In the token's smallest unit. */
  readonly value: bigint;
  /** The owner's next permit nonce at the token. */
  readonly nonce: bigint;
  /** Timestamp, seconds. */
  readonly deadline: bigint;
};

/** What the token answers to `eip712Domain()` (ERC-5267), or what its documentation says. */
export type TokenDomain = { readonly name: string; readonly version: string; readonly chainId: number };

/** EIP-712 types, as wallets take them. */
export const permitTypes = {
  Permit: [
    { name: "owner", type: "address" },
    { name: "spender", type: "address" },
    { name: "value", type: "uint256" },
    { name: "nonce", type: "uint256" },
    { name: "deadline", type: "uint256" },
  ],
} as const;

/** The hash to sign. */
export function permitDigest(domain: TokenDomain, permit: Permit): Hex {
  const { token, ...message } = permit;
  return hashTypedData({
    domain: { ...domain, verifyingContract: token },
    types: permitTypes,
    primaryType: "Permit",
    message,
  });
}

/** The owner's signature of the permit: 65 bytes r, s, v. */
export function signPermit(signer: HashSigner, domain: TokenDomain, permit: Permit): Promise<Hex> {
  return signer.sign({ hash: permitDigest(domain, permit) });
}
