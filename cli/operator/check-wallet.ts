import { MillraceError } from "../../sdk/error.ts";
import type { Context } from "../context.ts";
import { mill } from "../mill.ts";

/** @throws MillraceError `chain-refuses` if there is less MILL in the wallet */
export function checkWallet({ self }: Context, wallet: bigint, amount: bigint): void {
  if (wallet >= amount) return;
  throw new MillraceError("There is not enough MILL in the wallet.", {
    code: "chain-refuses",
    found: `${mill(wallet)} of ${self()}`,
    expected: `at least ${mill(amount)}`,
    next: "Name a smaller amount, or get MILL first (on a local chain: `millrace local fund --mill 1000`).",
  });
}
