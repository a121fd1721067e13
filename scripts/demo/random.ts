import { type Hex, keccak256, toHex } from "viem";

/** Numbers from 0 (included) to 1, always the same for the same seed and name. */
export type Random = () => number;

/** A stream of its own for each use, so that one more draw in one place changes nothing elsewhere. */
export function randomOf(seed: string, name: string): Random {
  let state = Number(BigInt.asUintN(32, BigInt(keccak256(toHex(`${seed}/${name}`)))));
  // Mulberry32: plenty for a market that has to be the same again, not to be unpredictable.
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A whole number from `least` to `most`, both included. */
export function between(random: Random, least: number, most: number): number {
  return least + Math.floor(random() * (most - least + 1));
}

/** A private key for a role of the market. Anyone who knows the seed has it: for the local chain only. */
export function keyOf(seed: string, role: string): Hex {
  return keccak256(toHex(`millrace demo key/${seed}/${role}`));
}
