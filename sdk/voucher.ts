import { type Address, concatHex, type Hex, keccak256, pad, recoverAddress, toHex } from "viem";
import { domainSeparator, type EscrowDomain } from "./domain.ts";
import { type CompactSignature, compactSignature } from "./signature.ts";

/** The payer's statement that up to `cumulative` of a channel is earned. The newest replaces all older ones. */
export type Voucher = {
  readonly operator: Address;
  readonly token: Address;
  /** Binds payer, controller and nonce of the channel, 160 bits. */
  readonly salt: bigint;
  /** Everything earned since the channel was opened, in the token's smallest unit, 96 bits. */
  readonly cumulative: bigint;
};

/** A voucher on the wire to the chain: three words, the same fields as `IEscrow.Claim`. */
export type Claim = CompactSignature & {
  /** `salt << 96 | cumulative` */
  readonly saltAndCumulative: bigint;
};

/** Anything that signs a 32-byte hash with ECDSA; viem's local accounts do. */
export type HashSigner = { readonly sign: (parameters: { hash: Hex }) => Promise<Hex> };

/** EIP-712 types, as wallets take them. */
export const voucherTypes = {
  Voucher: [
    { name: "operator", type: "address" },
    { name: "token", type: "address" },
    { name: "salt", type: "uint160" },
    { name: "cumulative", type: "uint96" },
  ],
} as const;

export const voucherTypeHash = keccak256(
  toHex("Voucher(address operator,address token,uint160 salt,uint96 cumulative)"),
);

/** EIP-712 `hashStruct` of a voucher. */
export function voucherHash(voucher: Voucher): Hex {
  return keccak256(
    concatHex([
      voucherTypeHash,
      pad(voucher.operator, { size: 32 }),
      pad(voucher.token, { size: 32 }),
      toHex(voucher.salt, { size: 32 }),
      toHex(voucher.cumulative, { size: 32 }),
    ]),
  );
}

/** The hash to sign; equal to `Escrow.voucherDigest` and to viem's `hashTypedData`, without rebuilding the types. */
export function voucherDigest(domain: EscrowDomain, voucher: Voucher): Hex {
  return keccak256(concatHex(["0x1901", domainSeparator(domain), voucherHash(voucher)]));
}

/** The signer's signature of the voucher: 65 bytes r, s, v. */
export function signVoucher(signer: HashSigner, domain: EscrowDomain, voucher: Voucher): Promise<Hex> {
  return signer.sign({ hash: voucherDigest(domain, voucher) });
}

/** Who signed. A wrong signature gives another address, and so the id of a channel that does not exist. */
export function recoverVoucherSigner(domain: EscrowDomain, voucher: Voucher, signature: Hex): Promise<Address> {
  return recoverAddress({ hash: voucherDigest(domain, voucher), signature });
}

/**
 * The voucher as `settle` takes it.
 * @throws MillraceError `bad-signature` if the signature is not canonical ECDSA
 */
export function toClaim(voucher: Pick<Voucher, "salt" | "cumulative">, signature: Hex): Claim {
  return { saltAndCumulative: (voucher.salt << 96n) | voucher.cumulative, ...compactSignature(signature) };
}
