import { type Address, type Hex, hashTypedData, parseAbi } from "viem";
import type { TokenDomain } from "./permit.ts";
import type { HashSigner } from "./voucher.ts";

/** An ERC-3009 authorization: `to`, and nobody else, may receive `value` of the token from `from`. */
export type Authorization = {
  readonly token: Address;
  readonly from: Address;
  /** Escrow. */
  readonly to: Address;
  /** In the token's smallest unit. */
  readonly value: bigint;
  /** Timestamp, seconds: good after this second. */
  readonly validAfter: bigint;
  /** Timestamp, seconds: good before this second. */
  readonly validBefore: bigint;
  /** 32 bytes that `from` has not used at this token, in no order: random ones. */
  readonly nonce: Hex;
};

/** What a token with ERC-3009 can be asked. */
export const erc3009Abi = parseAbi([
  "function authorizationState(address authorizer, bytes32 nonce) view returns (bool)",
]);

/** EIP-712 types, as wallets take them. */
export const authorizationTypes = {
  ReceiveWithAuthorization: [
    { name: "from", type: "address" },
    { name: "to", type: "address" },
    { name: "value", type: "uint256" },
    { name: "validAfter", type: "uint256" },
    { name: "validBefore", type: "uint256" },
    { name: "nonce", type: "bytes32" },
  ],
} as const;

/** The hash to sign. */
export function authorizationDigest(domain: TokenDomain, authorization: Authorization): Hex {
  const { token, ...message } = authorization;
  return hashTypedData({
    domain: { ...domain, verifyingContract: token },
    types: authorizationTypes,
    primaryType: "ReceiveWithAuthorization",
    message,
  });
}

/** The signature of `from`: 65 bytes r, s, v. */
export function signAuthorization(signer: HashSigner, domain: TokenDomain, authorization: Authorization): Promise<Hex> {
  return signer.sign({ hash: authorizationDigest(domain, authorization) });
}
