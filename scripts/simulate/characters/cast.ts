import type { Action } from "../chain.ts";
import type { Character } from "../scene.ts";
import type { Seller } from "../seller.ts";

/** A character, and what it does before the first day. */
export type Cast = {
  readonly character: Character;
  /** Those of its people that sell on the open market. */
  readonly sellers: readonly Seller[];
  /** Getting its money, and staking. */
  readonly enter: readonly Action[];
  /** Getting its nodes. */
  readonly register: (now: number) => Promise<Action[]>;
};
