import type { Address } from "viem";
import type { PaymentToken } from "../../sdk/deployment.ts";
import type { Context } from "../context.ts";
import { short } from "../output/format.ts";

/** The payment token of a lease or an offer; one that the addresses file does not name is shown in its smallest unit. */
export function tokenOf({ deployment }: Pick<Context, "deployment">, address: Address): PaymentToken {
  const known = deployment.tokens.find((token) => token.address.toLowerCase() === address.toLowerCase());
  return known ?? { symbol: `smallest units of ${short(address)}`, address, decimals: 0 };
}
