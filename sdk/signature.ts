import { concatHex, type Hex, numberToHex, size, slice } from "viem";
import { MillraceError } from "./error.ts";

/** An ECDSA signature as a claim carries it (ERC-2098). */
export type CompactSignature = {
  readonly r: Hex;
  /** `s` with the parity of v in its top bit. */
  readonly vs: Hex;
};

const parityBit = 1n << 255n;
const halfOrder = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n;

/**
 * A signature of 65 bytes (r, s, v) or 64 (ERC-2098) in the compact form.
 * @throws MillraceError `bad-signature` for another length, a v that is not 0, 1, 27 or 28, or an s in the upper half
 */
export function compactSignature(signature: Hex): CompactSignature {
  const bytes = size(signature);
  if (bytes !== 64 && bytes !== 65) {
    throw new MillraceError("The signature has the wrong length.", {
      code: "bad-signature",
      found: `${bytes} bytes`,
      expected: "65 bytes (r, s, v) or 64 bytes (ERC-2098)",
    });
  }
  const r = slice(signature, 0, 32);
  const word = BigInt(slice(signature, 32, 64));
  if (bytes === 65) return { r, vs: numberToHex(checkedS(word) | parityOf(slice(signature, 64)), { size: 32 }) };
  checkedS(word & ~parityBit);
  return { r, vs: numberToHex(word, { size: 32 }) };
}

/** The 65 bytes r, s, v of a compact signature. */
export function expandSignature({ r, vs }: CompactSignature): Hex {
  const word = BigInt(vs);
  const v = word & parityBit ? "0x1c" : "0x1b";
  return concatHex([r, numberToHex(word & ~parityBit, { size: 32 }), v]);
}

function parityOf(v: Hex): bigint {
  const value = Number(v);
  if (value === 0 || value === 27) return 0n;
  if (value === 1 || value === 28) return parityBit;
  throw new MillraceError("The signature's v is not one that ECDSA knows.", {
    code: "bad-signature",
    found: String(value),
    expected: "27 or 28 (or 0 or 1)",
  });
}

function checkedS(s: bigint): bigint {
  if (s <= halfOrder) return s;
  throw new MillraceError("The signature's s is in the upper half of the curve order.", {
    code: "bad-signature",
    found: numberToHex(s),
    expected: `at most ${numberToHex(halfOrder)}`,
    next: "Sign with a library that gives canonical (low-s) signatures.",
  });
}
