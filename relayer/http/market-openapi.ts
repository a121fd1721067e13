import { z } from "zod";
import {
  offerEntrySchema,
  offerFilterSchema,
  offerPageSchema,
  offerPostedSchema,
  signedOfferSchema,
} from "../../sdk/offer-book.ts";
import {
  admissionSchema,
  receiptPostedSchema,
  relayerLeaseSchema,
  relayerOperatorSchema,
  relayerReceiptSchema,
  signedReceiptSchema,
} from "../../sdk/relayer-market.ts";
import { admissionQuerySchema } from "./market-routes.ts";
import { json, lookUp, operation, ref } from "./openapi-parts.ts";
import type { ProblemCode } from "./problem-catalogue.ts";

/** What goes over the wire, in the form in which the SDK's schemas take it. */
export const marketInputs: Readonly<Record<string, z.ZodType>> = {
  SignedOffer: signedOfferSchema,
  OfferPosted: offerPostedSchema,
  OfferEntry: offerEntrySchema,
  OfferPage: offerPageSchema,
  Admission: admissionSchema,
  SignedReceipt: signedReceiptSchema,
  ReceiptPosted: receiptPostedSchema,
  Lease: relayerLeaseSchema,
  LeaseReceipt: relayerReceiptSchema,
  Operator: relayerOperatorSchema,
};

// Whatever is posted may meet these.
const posting: readonly ProblemCode[] = [
  ...(["invalid_json", "malformed_request", "body_too_large", "unsupported_media_type", "no_leases"] as const),
  ...(["idempotency_key_in_use", "idempotency_key_reused", "chain_behind"] as const),
  ...(["signature_length", "signature_high_s", "signature_invalid"] as const),
];

const offerProblems: readonly ProblemCode[] = [
  ...posting,
  ...(["malformed_offer", "unknown_token", "offer_invalid", "offer_expired", "offer_counter"] as const),
  ...(["offer_withdrawn", "offer_used_up", "offer_signature", "unknown_node", "node_retired"] as const),
  ...(["node_of_another", "bond_too_small", "too_many_offers"] as const),
];

const receiptProblems: readonly ProblemCode[] = [
  ...posting,
  ...(["malformed_receipt", "receipt_terms", "unknown_lease", "lease_not_ended", "receipt_differs"] as const),
  ...(["receipt_signature", "receipt_ahead", "receipt_older"] as const),
];

export function marketPaths() {
  return {
    "/v1/offers": {
      post: withBody(
        operation(
          "Publish a signed offer; the same one may be posted again",
          { 200: json("It is in the book", "OfferPosted") },
          offerProblems,
        ),
        "SignedOffer",
      ),
      get: operation(
        "Offers that can be taken now, the cheapest first",
        { 200: json("A page", "OfferPage") },
        ["malformed_request", "no_leases", "chain_behind"],
        queryOf(offerFilterSchema),
      ),
    },
    "/v1/admission": {
      get: operation(
        "Whether a buyer is good for an amount, from this relayer's own copy of the chain",
        { 200: json("What the buyer has, and as of which block", "Admission") },
        ["malformed_request", "unknown_token", "chain_behind"],
        queryOf(admissionQuerySchema),
      ),
    },
    "/v1/receipts": {
      post: withBody(
        operation(
          "Publish what an operator signed of an ended lease; a later one replaces it",
          { 200: json("It is kept", "ReceiptPosted") },
          receiptProblems,
        ),
        "SignedReceipt",
      ),
    },
    "/v1/leases/{id}": { get: lookUp("What the chain says of a lease", "id", "Lease") },
    "/v1/leases/{id}/receipt": {
      get: lookUp("What the chain says of a lease, and its operator's signed receipt", "id", "LeaseReceipt"),
    },
  };
}

function withBody<T extends object>(described: T, schema: string) {
  return { ...described, requestBody: { required: true, content: { "application/json": { schema: ref(schema) } } } };
}

function queryOf(schema: z.ZodObject): object[] {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  return Object.entries(properties).map(([name, described]) => ({
    name,
    in: "query",
    required: required.includes(name),
    schema: described,
  }));
}
