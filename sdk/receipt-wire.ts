import { z } from "zod";
import { leaseClaims, leaseOutcomes } from "./lease.ts";
import { leaseTermsSchema } from "./lease-wire.ts";
import type { LeaseReceipt } from "./receipt.ts";
import { decimal, hash32, integer } from "./wire.ts";

/** At most so many outputs fit into one receipt; a list of more is hashed into one. */
export const mostOutputDigests = 256;
/** Characters. */
export const longestNote = 2_000;

/** A receipt in JSON. {@link toJson} writes it. */
export const receiptSchema = z.strictObject({
  leaseId: hash32,
  terms: leaseTermsSchema,
  outcome: z.enum(leaseOutcomes),
  claim: z.enum(leaseClaims),
  startedAt: integer(40),
  endedAt: integer(40),
  outageSeconds: integer(32),
  extendedSeconds: integer(32),
  paid: decimal(96),
  refunded: decimal(96),
  compensationBooked: decimal(96),
  outputDigests: z.array(hash32).max(mostOutputDigests).readonly(),
  note: z.string().max(longestNote),
  issuedAt: integer(40),
}) satisfies z.ZodType<LeaseReceipt>;
