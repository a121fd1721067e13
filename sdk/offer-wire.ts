import { z } from "zod";
import { meterings, type Offer, offerKinds } from "./offer.ts";
import { addressText, decimal, integer } from "./wire.ts";

/** An offer in JSON; the fields have the widths of the contract. {@link toJson} writes it. */
export const offerSchema = z.strictObject({
  operator: addressText,
  nodeId: decimal(256),
  token: addressText,
  pricePerUnitHour: decimal(96),
  minSeconds: integer(32),
  maxSeconds: integer(32),
  bondPerUnit: decimal(96),
  promisedUptimeBps: integer(16),
  kind: z
    .int()
    .min(0)
    .max(offerKinds.length - 1),
  metering: z
    .int()
    .min(0)
    .max(meterings.length - 1),
  noticeSeconds: integer(32),
  startWindowSeconds: integer(32),
  graceSeconds: integer(32),
  earlyExitBps: integer(16),
  buyer: addressText,
  uses: integer(32),
  expiresAt: integer(40),
  counter: decimal(64),
  salt: decimal(256),
}) satisfies z.ZodType<Offer>;
