import { readFileSync } from "node:fs";
import type { Address, Hex } from "viem";
import { z } from "zod";
import { MillraceError } from "../sdk/error.ts";
import type { SignedVoucher } from "../sdk/relayer-vouchers.ts";

const address = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/)
  .transform((text) => text as Address);
const decimal = z.string().regex(/^\d+$/).transform(BigInt);

/** A signed voucher as it is handed from buyer to operator and to the relayer. */
const voucherSchema = z.object({
  operator: address,
  token: address,
  salt: decimal,
  cumulative: decimal,
  signature: z
    .string()
    .regex(/^0x([0-9a-fA-F]{128}|[0-9a-fA-F]{130})$/)
    .transform((text) => text as Hex),
});

const fileSchema = z.union([voucherSchema.transform((voucher) => [voucher]), z.array(voucherSchema).min(1)]);

/**
 * The voucher, or the vouchers, in a file; "-" is standard input.
 * @throws MillraceError `bad-voucher`
 */
export function readVouchers(file: string): SignedVoucher[] {
  try {
    return fileSchema.parse(JSON.parse(readFileSync(file === "-" ? 0 : file, "utf8")));
  } catch (cause) {
    throw new MillraceError("There is no voucher in it.", {
      code: "bad-voucher",
      found: `${file === "-" ? "standard input" : file}: ${cause instanceof z.ZodError ? z.prettifyError(cause) : cause}`,
      expected: "what `millrace sign --output json` writes, or an array of it",
      cause,
    });
  }
}

/** The voucher as JSON: numbers as decimal text. */
export function voucherInJson({ operator, token, salt, cumulative, signature }: SignedVoucher) {
  return { operator, token, salt: String(salt), cumulative: String(cumulative), signature };
}
