import type { Address, Hex } from "viem";
import type { HighestVoucher } from "./voucher.ts";

/** Why a voucher was not taken. Every kind has one entry in the catalogue of problems (`http/problem-catalogue.ts`). */
export type Refusal =
  | { readonly code: "malformed_voucher"; readonly issues: readonly { path: string; message: string }[] }
  | { readonly code: "wrong_chain"; readonly found: number; readonly expected: number }
  | { readonly code: "wrong_contract"; readonly found: Address; readonly expected: Address }
  | { readonly code: "signature_length"; readonly foundBytes: number }
  | { readonly code: "signature_high_s" }
  | { readonly code: "signature_invalid" }
  | { readonly code: "wrong_signer"; readonly recovered: Address; readonly expected: Address }
  | { readonly code: "salt_mismatch"; readonly found: bigint; readonly expected: bigint }
  | { readonly code: "unknown_token"; readonly token: Address }
  | { readonly code: "unknown_channel"; readonly channelId: Hex; readonly signer: Address }
  | { readonly code: "channel_closed"; readonly channelId: Hex; readonly settled: bigint }
  | { readonly code: "channel_by_amount"; readonly channelId: Hex }
  | { readonly code: "close_too_near"; readonly channelId: Hex; readonly closesAt: number }
  | {
      readonly code: "lower_cumulative";
      readonly channelId: Hex;
      readonly settled: bigint;
      /** Absent if the chain has settled more than any voucher this relayer holds. */
      readonly highest: HighestVoucher | undefined;
    }
  | { readonly code: "over_deposit"; readonly channelId: Hex; readonly deposited: bigint };

export type RefusalCode = Refusal["code"];
