import type { Address, Hex } from "viem";

/**
 * A voucher whose signature was recovered: it names exactly one channel, which need not exist. Addresses and hashes are
 * in lower case throughout the relayer, so that they compare as strings.
 */
export type SignedVoucher = {
  readonly channelId: Hex;
  readonly operator: Address;
  readonly token: Address;
  /** Recovered from the signature. */
  readonly signer: Address;
  readonly salt: bigint;
  /** Everything earned since the channel was opened, in the token's smallest unit. */
  readonly cumulative: bigint;
  /** 64 bytes, r and vs (ERC-2098). */
  readonly signature: Hex;
};

/** The part of a voucher that the relayer answers with, so that a client that lost its state can go on from it. */
export type HighestVoucher = Pick<SignedVoucher, "cumulative" | "signature">;

/**
 * The id of a voucher: its channel and its amount. It needs no row of its own, since what happened to an amount follows
 * from the channel: a higher voucher covers every lower one.
 */
export function voucherId(channelId: Hex, cumulative: bigint): string {
  return `${channelId}-${cumulative}`;
}

/** The parts of a voucher's id, or undefined if it is not one. */
export function parseVoucherId(id: string): { channelId: Hex; cumulative: bigint } | undefined {
  const match = /^(0x[0-9a-f]{64})-([1-9]\d{0,28})$/.exec(id);
  if (match?.[1] === undefined || match[2] === undefined) return undefined;
  return { channelId: match[1] as Hex, cumulative: BigInt(match[2]) };
}
