import secp256k1 from "secp256k1";
import type { Address, Hex } from "viem";
import type { Refusal } from "../core/refusal.ts";
import { keccak } from "./keccak.ts";

const halfOrder = Buffer.from("7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0", "hex");

// Reused from call to call, since this is the hot path.
const publicKey = new Uint8Array(65);
const point = publicKey.subarray(1);

/** A signature as it came: 64 bytes r and s, and the parity of v. */
type Ecdsa = { readonly rs: Buffer; readonly parity: 0 | 1 };

export type Recovered = {
  readonly signer: Address;
  /** 64 bytes, r and vs (ERC-2098). */
  readonly signature: Hex;
};

/**
 * Who signed the digest. The same rules as Escrow's: ECDSA only, 65 or 64 bytes, s in the lower half, a signer that is
 * not zero.
 */
export function recover(digest: Uint8Array, signature: Hex): Recovered | Refusal {
  const parsed = parse(Buffer.from(signature.slice(2), "hex"));
  if ("code" in parsed) return parsed;
  const signer = signerOf(digest, parsed);
  if (signer === undefined) return { code: "signature_invalid" };
  const { rs, parity } = parsed;
  if (parity === 1) rs[32] = (rs[32] ?? 0) | 0x80;
  return { signer, signature: `0x${rs.toString("hex")}` };
}

/** `bytes` become the signature's. */
function parse(bytes: Buffer): Ecdsa | Refusal {
  if (bytes.length !== 64 && bytes.length !== 65) return { code: "signature_length", foundBytes: bytes.length };
  const rs = bytes.subarray(0, 64);
  const parity = bytes.length === 65 ? parityOf(bytes[64] ?? 255) : takeParity(rs);
  if (parity === undefined) return { code: "signature_invalid" };
  if (rs.compare(halfOrder, 0, 32, 32, 64) > 0) return { code: "signature_high_s" };
  return { rs, parity };
}

function parityOf(v: number): 0 | 1 | undefined {
  if (v === 27 || v === 0) return 0;
  if (v === 28 || v === 1) return 1;
  return undefined;
}

/** The top bit of s, which is cleared. */
function takeParity(rs: Buffer): 0 | 1 {
  const top = rs[32] ?? 0;
  rs[32] = top & 0x7f;
  return top >> 7 === 1 ? 1 : 0;
}

function signerOf(digest: Uint8Array, { rs, parity }: Ecdsa): Address | undefined {
  try {
    secp256k1.ecdsaRecover(rs, parity, digest, false, publicKey);
    return `0x${keccak(point).toString("hex", 12)}`;
  } catch {
    // r or s out of range, or a point that is not on the curve: Escrow recovers zero.
    return undefined;
  }
}
