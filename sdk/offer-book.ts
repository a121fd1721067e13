import type { Address, Hex } from "viem";
import { z } from "zod";
import { type Metering, meterings, type Offer, type OfferKind, offerKinds } from "./offer.ts";
import { offerSchema } from "./offer-wire.ts";
import { addressText, decimal, hash32, signatureBytes } from "./wire.ts";

/** Which offers are looked for; what is left out does not matter. */
export type OfferFilter = {
  readonly classId?: number;
  readonly token?: Address;
  /** Per unit and hour, in the token's smallest unit. */
  readonly maxPricePerUnitHour?: bigint;
  readonly minTier?: number;
  readonly kind?: OfferKind;
  readonly metering?: Metering;
  readonly operator?: Address;
  /** Offers that this buyer may take: those for anyone, and those for it alone. Without it, those for anyone. */
  readonly buyer?: Address;
  /** Offers of nodes with at least so many free units (thousandths of a GPU). */
  readonly units?: number;
  /** How many at once, 1 to 100. */
  readonly limit?: number;
  /** `next` of the page before. */
  readonly cursor?: string;
};

/** An offer that can be taken now, as far as the relayer's copy of the chain goes. */
export type OfferEntry = {
  /** The offer's digest. */
  readonly id: Hex;
  readonly offer: Offer;
  readonly signature: Hex;
  readonly classId: number;
  /** The operator's tier. */
  readonly tier: number;
  /** Of the node, thousandths of a GPU. */
  readonly freeUnits: number;
};

export type SignedOffer = { readonly offer: Offer; readonly signature: Hex };

/** The filter as a query: `/v1/offers?...`. */
export const offerFilterSchema = z.strictObject({
  classId: number(32).optional(),
  token: addressText.optional(),
  maxPricePerUnitHour: decimal(96).optional(),
  minTier: number(8).optional(),
  kind: z.enum(offerKinds).optional(),
  metering: z.enum(meterings).optional(),
  operator: addressText.optional(),
  buyer: addressText.optional(),
  units: number(32).optional(),
  limit: number(7)
    .refine((limit) => limit >= 1 && limit <= 100, { error: "expected 1 to 100" })
    .optional(),
  cursor: z
    .string()
    .regex(/^\d{1,29}-0x[0-9a-f]{64}$/, { error: "expected `next` of the page before" })
    .optional(),
});

export const signedOfferSchema = z.strictObject({ offer: offerSchema, signature: signatureBytes });

export const offerPostedSchema = z.strictObject({ id: hash32, isDuplicate: z.boolean() });
export type OfferPosted = z.infer<typeof offerPostedSchema>;

export const offerEntrySchema = z.strictObject({
  id: hash32,
  offer: offerSchema,
  signature: signatureBytes,
  classId: z.int(),
  tier: z.int(),
  freeUnits: z.int(),
}) satisfies z.ZodType<OfferEntry>;

export const offerPageSchema = z.strictObject({ offers: z.array(offerEntrySchema), next: z.string().nullable() });
export type OfferPage = z.infer<typeof offerPageSchema>;

/** The path that asks for these offers. */
export function offersPath(filter: OfferFilter): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filter)) if (value !== undefined) query.set(name, String(value));
  return query.size === 0 ? "/v1/offers" : `/v1/offers?${query}`;
}

/** A small whole number in a query. */
function number(bits: number) {
  return decimal(bits).transform(Number);
}
