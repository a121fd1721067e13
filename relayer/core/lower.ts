import type { Hex } from "viem";

/** Hex in lower case, the form in which the relayer keeps and compares it. */
export function lower<T extends Hex>(hex: T): T {
  return hex.toLowerCase() as T;
}
