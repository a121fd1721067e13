import type { Hex } from "viem";
import { z } from "zod";
import { highestSchema, type Problem, problemSchema } from "./relayer-http.ts";
import type { Voucher } from "./voucher.ts";

export type SignedVoucher = Voucher & { readonly signature: Hex };

/** What the relayer said of one voucher. */
export type VoucherAnswer =
  | { readonly kind: "accepted"; readonly id: string; readonly isDuplicate: boolean }
  | { readonly kind: "refused"; readonly problem: Problem };

const amount = z.string().regex(/^\d+$/).transform(BigInt);

const acknowledgementSchema = z.object({ status: z.enum(["stored", "duplicate"]), id: z.string() });
export const voucherAnswersSchema = z.object({
  results: z.array(
    z.union([acknowledgementSchema, z.object({ status: z.literal("refused"), problem: problemSchema })]),
  ),
});
type Result = z.infer<typeof voucherAnswersSchema>["results"][number];

/** A channel as the relayer knows it. Amounts in the token's smallest unit. */
export const relayerChannelSchema = z.object({
  phase: z.string(),
  deposited: amount,
  settled: amount,
  unsettled: amount,
  /** The highest voucher it holds. */
  highest: highestSchema.nullable(),
  setAside: z.object({ reason: z.string() }).nullable(),
});
export type RelayerChannel = z.infer<typeof relayerChannelSchema>;

/** The voucher as the relayer takes it: numbers as decimal text. */
export function voucherOnTheWire(voucher: SignedVoucher): Record<string, string> {
  const { operator, token, salt, cumulative, signature } = voucher;
  return { operator, token, salt: String(salt), cumulative: String(cumulative), signature };
}

export function toVoucherAnswer(result: Result): VoucherAnswer {
  if (result.status === "refused") return { kind: "refused", problem: result.problem };
  return { kind: "accepted", id: result.id, isDuplicate: result.status === "duplicate" };
}
