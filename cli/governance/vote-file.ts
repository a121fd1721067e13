import { readFileSync } from "node:fs";
import { type Address, getAddress, type Hex, isAddress } from "viem";
import { z } from "zod";
import { type Ballot, supports } from "../../sdk/ballot.ts";
import { MillraceError } from "../../sdk/error.ts";

const address = z
  .string()
  .refine((text) => isAddress(text, { strict: false }), { error: "expected an address" })
  .transform((text): Address => getAddress(text));
const hex = z
  .string()
  .regex(/^0x([0-9a-fA-F]{2})*$/, { error: "expected 0x and hex digits" })
  .transform((text) => text as Hex);
const decimal = z
  .string()
  .regex(/^\d+$/, { error: "expected a number in decimal" })
  .transform((text) => BigInt(text));

const schema = z.strictObject({
  governor: address,
  chainId: z.int().positive(),
  proposalId: decimal,
  support: z.enum(supports),
  voter: address,
  nonce: decimal,
  reason: z.string(),
  params: hex,
  signature: hex,
});

/** A signed vote, as `vote --sign-only` writes it. */
export type SignedVote = { readonly governor: Address; readonly chainId: number; readonly signature: Hex } & Ballot;

/** @throws MillraceError `bad-vote`; `-` is standard input */
export function readVote(file: string): SignedVote {
  try {
    const found: unknown = JSON.parse(readFileSync(file === "-" ? 0 : file, "utf8"));
    return schema.parse(found);
  } catch (cause) {
    const issues = cause instanceof z.ZodError ? cause.issues : [];
    const details = issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; ");
    throw new MillraceError("This file does not hold a signed vote.", {
      code: "bad-vote",
      found: details === "" ? `${file}: ${cause instanceof Error ? cause.message : String(cause)}` : details,
      expected: "what `millrace governance vote --sign-only` writes",
      cause,
    });
  }
}
