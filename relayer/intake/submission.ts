import type { Address, Hex } from "viem";
import { z } from "zod";

const maxSalt = 2n ** 160n - 1n;
const maxCumulative = 2n ** 96n - 1n;
const maxNonce = 2n ** 256n - 1n;

const address = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/, "expected an address: 0x and 40 hex digits")
  .transform((text) => text.toLowerCase() as Address)
  .meta({ description: "An address, in any case" });

// Bounded in length before it becomes a number, so that a megabyte of digits costs nothing.
const decimal = (digits: number, most: bigint, least: bigint) =>
  z
    .string()
    .regex(new RegExp(`^(0|[1-9]\\d{0,${digits - 1}})$`), `expected a decimal number of at most ${digits} digits`)
    .transform((text) => BigInt(text))
    .refine((value) => value >= least && value <= most, `expected a number from ${least} to ${most}`);

/** A voucher as a client sends it. Whatever is optional lets the relayer say more exactly what is wrong. */
export const submissionSchema = z
  .strictObject({
    operator: address,
    token: address,
    salt: decimal(49, maxSalt, 0n).meta({
      description: "uint160(keccak256(abi.encode(payer, controller, nonce))), decimal",
    }),
    cumulative: decimal(29, maxCumulative, 1n).meta({
      description: "Everything earned since the channel was opened, in the token's smallest unit, decimal",
    }),
    signature: z
      .string()
      .max(1_024)
      .regex(/^0x([0-9a-fA-F]{2})*$/, "expected hex bytes")
      .transform((text) => text as Hex)
      .meta({ description: "65 bytes (r, s, v) or 64 bytes (r, vs as in ERC-2098)" }),
    signer: address.optional().meta({ description: "Checked against the recovered signer, if given" }),
    payer: address.optional().meta({ description: "With `nonce`: the salt is checked" }),
    controller: address.optional().meta({ description: "Zero for a plain channel" }),
    nonce: decimal(78, maxNonce, 0n).optional(),
    chainId: z.int().positive().optional().meta({ description: "Checked against this relayer's chain, if given" }),
    escrow: address.optional().meta({ description: "Checked against this relayer's Escrow, if given" }),
  })
  .meta({ id: "VoucherSubmission", title: "A signed voucher" });

export type Submission = z.infer<typeof submissionSchema>;
