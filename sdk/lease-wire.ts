import { z } from "zod";
import type { LeaseTerms } from "./lease.ts";
import { offerSchema } from "./offer-wire.ts";
import { addressText, decimal, hash32, integer } from "./wire.ts";

/** The terms of a lease in JSON; the fields have the widths of the contract. {@link toJson} writes them. */
export const leaseTermsSchema = z.strictObject({
  offer: offerSchema,
  bound: z.strictObject({
    openedAt: integer(40),
    noShowDelaySeconds: integer(32),
    claimWindowSeconds: integer(32),
    rates: decimal(128),
    feeBps: integer(16),
    requiredStakePerUnit: decimal(96),
  }),
  buyer: addressText,
  signer: addressText,
  units: integer(32),
  durationSeconds: integer(32),
  continues: hash32,
  nonce: decimal(256),
}) satisfies z.ZodType<LeaseTerms>;
