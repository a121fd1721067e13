import type { Hex } from "viem";
import { RpcError } from "../chain/rpc.ts";
import { decodePaid, encodeSettle } from "../chain/settle-call.ts";
import { gasLimitOf } from "../core/batch-limits.ts";
import type { DueVoucher } from "../store/due.ts";
import type { SenderContext } from "./context.ts";

/** A voucher, and what it would settle now, in the token's smallest unit. */
export type PayingVoucher = DueVoucher & { readonly pays: bigint };

export type Simulation =
  | {
      readonly kind: "pays";
      /** The groups without the claims that would be paid nothing; may be empty. */
      readonly groups: readonly (readonly PayingVoucher[])[];
      readonly unpaid: readonly DueVoucher[];
    }
  /** The call as a whole would fail. */
  | { readonly kind: "reverts"; readonly message: string };

/** Execute the settlement on the node without sending it, with the gas that it will have. */
export async function simulate(
  { chain, sender, escrow }: SenderContext,
  groups: readonly (readonly DueVoucher[])[],
): Promise<Simulation> {
  const claims = groups.reduce((sum, group) => sum + group.length, 0);
  const call = { from: sender, to: escrow, data: encodeSettle(groups), gas: gasLimitOf(groups.length, claims) };
  let answer: Hex;
  try {
    answer = await chain.call(call);
  } catch (error) {
    if (error instanceof RpcError && (error.outcome.kind === "reverted" || error.outcome.kind === "invalid")) {
      return { kind: "reverts", message: error.outcome.message };
    }
    throw error;
  }
  const paid = decodePaid(groups, answer);
  const all = groups.map((group, g) => group.map((voucher, c) => ({ ...voucher, pays: paid[g]?.[c] ?? 0n })));
  return {
    kind: "pays",
    groups: all.map((group) => group.filter(({ pays }) => pays > 0n)).filter((group) => group.length > 0),
    unpaid: all.flat().filter(({ pays }) => pays === 0n),
  };
}
