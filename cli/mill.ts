import { contractAt } from "../sdk/contract-at.ts";
import type { PaymentToken } from "../sdk/deployment.ts";
import type { Context } from "./context.ts";
import { money } from "./output/format.ts";

/** MILL, as amounts of it are read and shown. */
export function millToken({ deployment }: Pick<Context, "deployment">): PaymentToken {
  return { symbol: "MILL", address: contractAt(deployment, "MillToken"), decimals: 18 };
}

/** What one MILL is in its smallest unit. */
export const oneMill = 10n ** 18n;

/** "12.5 MILL" */
export function mill(amount: bigint): string {
  return money(amount, { symbol: "MILL", address: "0x", decimals: 18 });
}
