import { type Address, getAddress, type Hex, isAddress } from "viem";
import { z } from "zod";

// What the fields of JSON on the wire are: amounts and everything above 2^53 as decimal text, the rest as numbers.

/** A whole number as decimal text, of at most so many bits. */
export function decimal(bits: number) {
  return z
    .string()
    .regex(/^(0|[1-9]\d{0,77})$/, { error: "expected a whole number as decimal text, without leading zeros" })
    .transform(BigInt)
    .refine((value) => value < 1n << BigInt(bits), { error: `expected at most ${bits} bits` });
}

/** A whole number of at most so many bits, up to 48. */
export function integer(bits: number) {
  return z
    .int()
    .min(0)
    .max(2 ** bits - 1);
}

/** An address in any case; what comes out is checksummed. */
export const addressText = z
  .string()
  .refine((text) => isAddress(text, { strict: false }), { error: "expected an address: 0x and 40 hex digits" })
  .transform((text): Address => getAddress(text));

/** 32 bytes; what comes out is lower case. */
export const hash32 = z
  .string()
  .regex(/^0x[0-9a-fA-F]{64}$/, { error: "expected 0x and 64 hex digits" })
  .transform((text) => text.toLowerCase() as Hex);

/** A signature of any kind of signer, at most 1 kB: ECDSA has 65 bytes, a contract's own may have more. */
export const signatureBytes = z
  .string()
  .regex(/^0x([0-9a-fA-F]{2}){1,1024}$/, { error: "expected 0x and whole bytes in hex, at most 1,024 of them" })
  .transform((text) => text.toLowerCase() as Hex);

/** The value with each bigint as decimal text: what `JSON.stringify` takes. */
export function toJson(value: unknown): unknown {
  if (typeof value === "bigint") return value.toString();
  if (Array.isArray(value)) return value.map(toJson);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, toJson(part)]));
}
