import { keccak_256 } from "@noble/hashes/sha3.js";
import { bytesToHex, hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import type { Hex } from "./rpc.ts";

/**
 * Where Escrow keeps money: the slots of its mappings, as the compiler lays out its state. A test holds them against
 * the compiler's own answer.
 */
export const escrowSlots = {
  /** `account → token → free balance` */
  free: 2n,
  /** `channelId → channel word` */
  channels: 3n,
  /** `token → operator → earnings word` */
  earnings: 4n,
  /** The address whose free balance the collected fees become. */
  feeCollector: 7n,
  /** `operator → token → the relayer's address and what it has accrued` */
  relayers: 9n,
} as const;

/** A 32-byte word as 64 hex digits. */
export function word(value: bigint | Hex): string {
  return BigInt(value).toString(16).padStart(64, "0");
}

export function keccak(hex: string): Hex {
  return `0x${bytesToHex(keccak_256(hexToBytes(hex)))}`;
}

/** The topic of an event, or the hash whose first four bytes select a function. */
export function keccakOfText(text: string): Hex {
  return `0x${bytesToHex(keccak_256(utf8ToBytes(text)))}`;
}

/** The slot of `mapping[key]` for a mapping at `slot`; give several keys for nested mappings, outermost first. */
export function slotOf(slot: bigint, ...keys: readonly Hex[]): Hex {
  let at: Hex = `0x${word(slot)}`;
  for (const key of keys) at = keccak(word(key) + word(at));
  return at;
}
