import type { Hex } from "viem";
import type { Voucher } from "./voucher.ts";

/** What the relayer said of one voucher. */
export type VoucherAnswer =
  | { readonly kind: "accepted" }
  | { readonly kind: "refused"; readonly code: string; readonly detail: string };

/** A relayer's HTTP interface. */
export type RelayerClient = {
  /** Hand over vouchers, at most 1,000; the answers come in the same order. */
  readonly postVouchers: (vouchers: readonly (Voucher & { readonly signature: Hex })[]) => Promise<VoucherAnswer[]>;
};
