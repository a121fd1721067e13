import type { Address } from "viem";
import { type Context, parseAddress } from "../context.ts";

/** The operator that is asked about: the one that is named, or this account. */
export function operatorOf({ self }: Context, text: string | undefined): Address {
  return text === undefined ? self() : parseAddress(text, "The operator");
}

/** The same context asking about another account. For questions only: what is signed is still signed by the key. */
export function asIfBy(context: Context, account: Address): Context {
  return { ...context, self: () => account };
}
