import type { CatalogueEntry } from "./problem-catalogue.ts";

/** The problems of offers, leases and receipts. */
export const marketProblems = {
  no_leases: {
    status: 404,
    title: "This deployment has no leases",
    side: "client",
    action: "Ask a relayer of a deployment with leases.",
  },
  malformed_offer: {
    status: 400,
    title: "The offer does not have the documented form",
    side: "client",
    action: "Correct the fields that `issues` names; the form is in /v1/openapi.json.",
  },
  offer_signature: {
    status: 422,
    title: "The offer is signed by neither its operator nor a key that it has named",
    side: "operator",
    action: "Sign exactly these fields with the operator's key, or name the key with Offers.setKey first.",
  },
  offer_invalid: {
    status: 422,
    title: "The offer contradicts itself",
    side: "operator",
    action: "Correct the field that `field` names, and sign again.",
  },
  offer_expired: {
    status: 422,
    title: "The offer has expired",
    side: "operator",
    action: "Sign one with a later expiresAt.",
  },
  offer_counter: {
    status: 422,
    title: "The offer is not of the operator's current counter",
    side: "operator",
    action: "Sign one with the counter that `expected` names: offers of other counters are withdrawn.",
  },
  offer_withdrawn: {
    status: 422,
    title: "The offer's salt was cancelled",
    side: "operator",
    action: "Sign one with another salt.",
  },
  offer_used_up: {
    status: 422,
    title: "The offer was taken as often as it may be",
    side: "operator",
    action: "Sign one with another salt.",
  },
  unknown_node: {
    status: 404,
    title: "No such node was registered",
    side: "operator",
    action: "Register the node first.",
  },
  node_retired: {
    status: 422,
    title: "The node was retired",
    side: "operator",
    action: "Register the hardware again, and offer the new node.",
  },
  node_of_another: {
    status: 422,
    title: "The node belongs to another operator",
    side: "operator",
    action: "Offer a node of your own.",
  },
  bond_too_small: {
    status: 422,
    title: "The bond is below the least of the node's class",
    side: "operator",
    action: "Sign one with at least the bond that `expected` names.",
  },
  too_many_offers: {
    status: 429,
    title: "The operator has as many offers here as it may",
    side: "operator",
    action: "Withdraw some (Offers.cancelOffer, or cancelAllOffers), or wait until they expire.",
  },
  unknown_lease: {
    status: 404,
    title: "No such lease was opened",
    side: "operator",
    action: "Check the terms; the lease's id is their hash.",
  },
  lease_not_ended: {
    status: 409,
    title: "The lease has not ended",
    side: "operator",
    action: "Send the receipt once it has.",
  },
  malformed_receipt: {
    status: 400,
    title: "The receipt does not have the documented form",
    side: "client",
    action: "Correct the fields that `issues` names; the form is in /v1/openapi.json.",
  },
  receipt_terms: {
    status: 422,
    title: "The receipt's terms are not those of its lease",
    side: "operator",
    action: "Take the terms from the event LeaseOpened: their hash is the lease's id.",
  },
  receipt_signature: {
    status: 422,
    title: "The receipt is signed by neither the lease's operator nor a key that it has named",
    side: "operator",
    action: "Sign exactly these fields with the operator's key, or name the key with Offers.setKey first.",
  },
  receipt_differs: {
    status: 409,
    title: "The receipt says something else than the chain",
    side: "operator",
    action: "Take what `expected` says for the fields that `fields` names, and sign again.",
  },
  receipt_ahead: {
    status: 422,
    title: "The receipt is dated in the future",
    side: "operator",
    action: "Date it with the present time, in seconds.",
  },
  receipt_older: {
    status: 409,
    title: "A receipt that is as new or newer is known",
    side: "operator",
    action: "Date a correction later than the one it replaces.",
  },
} as const satisfies Readonly<Record<string, CatalogueEntry>>;
