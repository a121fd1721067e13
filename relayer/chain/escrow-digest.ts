import { encodeFunctionData, type Hex } from "viem";
import { escrowAbi } from "../../sdk/abi/escrow.ts";
import type { Voucher } from "../../sdk/voucher.ts";

/** Calldata that asks Escrow for the hash to sign. */
export function encodeVoucherDigest({ operator, token, salt, cumulative }: Voucher): Hex {
  return encodeFunctionData({
    abi: escrowAbi,
    functionName: "voucherDigest",
    args: [operator, token, salt, cumulative],
  });
}
