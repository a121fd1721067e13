import { concatHex, type Hex, keccak256, toHex } from "viem";
import { domainSeparator, type EscrowDomain } from "./domain.ts";
import type { HashSigner } from "./voucher.ts";

/** The statement that payer and operator both sign to close a channel at once at exactly this amount. */
export type Close = {
  readonly channelId: Hex;
  /** Everything earned since the channel was opened, in the token's smallest unit, 96 bits. */
  readonly cumulative: bigint;
};

/** EIP-712 types, as wallets take them. */
export const closeTypes = {
  Close: [
    { name: "channelId", type: "bytes32" },
    { name: "cumulative", type: "uint96" },
  ],
} as const;

const typeHash = keccak256(toHex("Close(bytes32 channelId,uint96 cumulative)"));

/** The hash to sign; equal to viem's `hashTypedData`. */
export function closeDigest(domain: EscrowDomain, close: Close): Hex {
  const closeHash = keccak256(concatHex([typeHash, close.channelId, toHex(close.cumulative, { size: 32 })]));
  return keccak256(concatHex(["0x1901", domainSeparator(domain), closeHash]));
}

/** The signature of one side: 65 bytes r, s, v. */
export function signClose(signer: HashSigner, domain: EscrowDomain, close: Close): Promise<Hex> {
  return signer.sign({ hash: closeDigest(domain, close) });
}
