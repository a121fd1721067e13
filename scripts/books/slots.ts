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

/** Where Staking keeps MILL: the slots of its state. A test holds them against the compiler's own answer. */
export const stakingSlots = {
  /** `operator → the words of {@link operatorWords}` */
  operators: 3n,
  /** `disputeId → the words of {@link slashWords}` */
  slashes: 10n,
  /** Bonds of disputes that have not been credited to anybody. */
  disputeBonds: 11n,
  /** `account → what it is owed by disputes and slashes` */
  credits: 12n,
} as const;

/** Where Emissions keeps what it minted and what was earned of it. A test holds them against the compiler's own answer. */
export const emissionsSlots = {
  /** What a unit of weight has earned, times 10¹⁸, in the low 112 bits. */
  line: 0n,
  /** What all have earned, times 10¹⁸, in the low 160 bits; what was minted in the 96 above. */
  supply: 2n,
  /** `operator → weight (64) | fraction (64) | what a unit of weight had earned when it was accrued (112)`, from below */
  accounts: 3n,
} as const;

/** Where FeeAuction keeps how much MILL is in all pots. A test holds it against the compiler's own answer. */
export const auctionSlots = { inPots: 3n } as const;

/** The words of an operator's record whose low 96 bits are MILL that Staking holds, by their place in the record. */
export const operatorWords = { own: 0n, pending: 3n, thawing: 4n, delegated: 5n, delegatedThawing: 6n } as const;

/** The words of a slash: two of them hold what was taken in their top 96 bits, the third what was paid in its low 96. */
export const slashWords = { ownTaken: 2n, delegatedTaken: 3n, paid: 4n } as const;

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

/** The slot that many words further, as for the fields of a struct. */
export function slotAfter(slot: Hex, words: bigint): Hex {
  return `0x${word(BigInt(slot) + words)}`;
}

/** The slot of `mapping[key]` for a mapping at `slot`; give several keys for nested mappings, outermost first. */
export function slotOf(slot: bigint, ...keys: readonly Hex[]): Hex {
  let at: Hex = `0x${word(slot)}`;
  for (const key of keys) at = keccak(word(key) + word(at));
  return at;
}
