import { concatHex, type Hex, keccak256, toHex } from "viem";
import { domainSeparator, type EscrowDomain } from "./domain.ts";
import { type Voucher, voucherHash, voucherTypes } from "./voucher.ts";

/** EIP-712 types of one signature over many vouchers, as wallets take them. */
export const voucherBatchTypes = {
  ...voucherTypes,
  VoucherBatch: [{ name: "vouchers", type: "Voucher[]" }],
} as const;

/** Escrow settles at most this many vouchers under one signature. */
export const voucherBatchLimit = 256;

const typeHash = keccak256(
  toHex("VoucherBatch(Voucher[] vouchers)Voucher(address operator,address token,uint160 salt,uint96 cumulative)"),
);

/** The hash to sign for an array of vouchers, given their hashes in the array's order. */
export function voucherBatchDigest(domain: EscrowDomain, voucherHashes: readonly Hex[]): Hex {
  const batchHash = keccak256(concatHex([typeHash, keccak256(concatHex(voucherHashes))]));
  return keccak256(concatHex(["0x1901", domainSeparator(domain), batchHash]));
}

/** {@link voucherBatchDigest} of the vouchers themselves. */
export function voucherBatchDigestOf(domain: EscrowDomain, vouchers: readonly Voucher[]): Hex {
  return voucherBatchDigest(domain, vouchers.map(voucherHash));
}
