import type { Hex } from "viem";
import { z } from "zod";
import { type LeaseTerms, leaseClaims, leaseOutcomes, leaseStates } from "../../sdk/lease.ts";
import type { LeaseRecord } from "../../sdk/lease-record.ts";
import { leaseTermsSchema } from "../../sdk/lease-wire.ts";
import { decimal, toJson } from "../../sdk/wire.ts";
import type { FactValue } from "./market.ts";

const factSchema = z.object({
  state: z.enum(leaseStates),
  outcome: z.enum(leaseOutcomes),
  claim: z.enum(leaseClaims),
  startedAt: z.int(),
  endsAt: z.int(),
  endedAt: z.int(),
  outageSeconds: z.int(),
  extendedSeconds: z.int(),
  paid: decimal(96),
  refunded: decimal(96),
  channelClosed: z.boolean(),
  compensationBooked: decimal(128),
});

/** The part of a lease that changes, as it is kept. */
export function leaseFact({ leaseId: _, terms: __, ...moving }: LeaseRecord): FactValue {
  return toJson(moving) as FactValue;
}

/** The lease that a kept fact and its kept terms are of. */
export function leaseOfFact(leaseId: Hex, terms: LeaseTerms, value: unknown): LeaseRecord {
  return { leaseId, terms, ...factSchema.parse(value) };
}

/** The terms as they are kept. */
export function storedTerms(json: unknown): LeaseTerms {
  return leaseTermsSchema.parse(json);
}
