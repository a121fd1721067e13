import { marketProblems } from "./market-problems.ts";

/** Who can do something about a problem. */
export type Side = "buyer" | "operator" | "client" | "relayer";

export type CatalogueEntry = {
  readonly status: number;
  readonly title: string;
  readonly side: Side;
  /** What that side does about it. */
  readonly action: string;
};

/** Every problem that the relayer answers with. A code never changes its meaning. */
export const problems = {
  invalid_json: {
    status: 400,
    title: "The body is not JSON",
    side: "client",
    action: "Send one JSON object as application/json.",
  },
  malformed_request: {
    status: 400,
    title: "The request does not have the documented form",
    side: "client",
    action: "Correct the fields that `issues` names; the form is in /v1/openapi.json.",
  },
  malformed_voucher: {
    status: 400,
    title: "The voucher does not have the documented form",
    side: "client",
    action: "Correct the fields that `issues` names; amounts and salts are decimal text.",
  },
  unauthorized: {
    status: 401,
    title: "Administration needs its key",
    side: "client",
    action: "Send the key as `Authorization: Bearer <key>`.",
  },
  not_found: {
    status: 404,
    title: "There is no such thing here",
    side: "client",
    action: "Check the path and the id.",
  },
  method_not_allowed: {
    status: 405,
    title: "The path exists, the method does not",
    side: "client",
    action: "Use the method that /v1/openapi.json lists.",
  },
  request_timeout: {
    status: 408,
    title: "The request did not arrive in time",
    side: "client",
    action: "Send the whole request at once.",
  },
  idempotency_key_in_use: {
    status: 409,
    title: "A request with this idempotency key is being worked on",
    side: "client",
    action: "Wait for its answer, or ask again in a second.",
  },
  body_too_large: {
    status: 413,
    title: "The body is too large",
    side: "client",
    action: "Send fewer vouchers in one request.",
  },
  too_many_vouchers: {
    status: 413,
    title: "There are too many vouchers in one request",
    side: "client",
    action: "Split the request.",
  },
  uri_too_long: {
    status: 414,
    title: "The address is too long",
    side: "client",
    action: "Check the id in the path.",
  },
  headers_too_large: {
    status: 431,
    title: "The headers are too large",
    side: "client",
    action: "Send fewer or shorter headers.",
  },
  unsupported_media_type: {
    status: 415,
    title: "The body is not declared as JSON",
    side: "client",
    action: "Send `Content-Type: application/json`.",
  },
  idempotency_key_reused: {
    status: 422,
    title: "This idempotency key belongs to another request",
    side: "client",
    action: "Use a new key for a new request; a voucher may be sent again without any key.",
  },
  rate_limited: {
    status: 429,
    title: "This sender sends too much",
    side: "client",
    action: "Wait as many seconds as Retry-After says.",
  },
  wrong_chain: {
    status: 422,
    title: "The voucher is for another chain",
    side: "client",
    action: "Send it to a relayer of its chain, or sign for this one.",
  },
  wrong_contract: {
    status: 422,
    title: "The voucher is for another Escrow",
    side: "client",
    action: "Sign for the Escrow that `expected` names.",
  },
  signature_length: {
    status: 422,
    title: "The signature has the wrong length",
    side: "buyer",
    action: "Send 65 bytes (r, s, v) or 64 bytes (r, vs).",
  },
  signature_high_s: {
    status: 422,
    title: "The signature's s is in the upper half",
    side: "buyer",
    action: "Sign with a library that gives canonical (low-s) signatures.",
  },
  signature_invalid: {
    status: 422,
    title: "The signature recovers nobody",
    side: "buyer",
    action: "Sign the voucher again; v must be 27 or 28 (or 0 or 1).",
  },
  wrong_signer: {
    status: 422,
    title: "The voucher was signed by someone else, or over other data",
    side: "buyer",
    action: "Sign exactly these fields under this chain and Escrow, with the channel's signer.",
  },
  salt_mismatch: {
    status: 422,
    title: "The salt is not that of payer, controller and nonce",
    side: "client",
    action: "Use the salt that `expected` names.",
  },
  unknown_token: {
    status: 422,
    title: "The token is not one that is settled here",
    side: "client",
    action: "Use a token of the deployment.",
  },
  unknown_channel: {
    status: 404,
    title: "No such channel was opened",
    side: "buyer",
    action:
      "Open the channel first. If it is open, then operator, token, salt, signer, chain or Escrow differ from what was signed: `signer` is who the signature recovers.",
  },
  channel_closed: {
    status: 422,
    title: "The channel is closed for good",
    side: "operator",
    action: "Stop serving on this channel; the buyer opens a new one.",
  },
  channel_by_amount: {
    status: 422,
    title: "The channel takes no vouchers",
    side: "client",
    action: "Its controller settles it by amount.",
  },
  close_too_near: {
    status: 422,
    title: "The channel closes before the voucher could be settled",
    side: "operator",
    action: "Stop serving on this channel, or settle the voucher yourself at once.",
  },
  lower_cumulative: {
    status: 409,
    title: "A higher voucher is known",
    side: "buyer",
    action: "Go on from `highest`, which carries the buyer's own signature; what is settled is in `settled`.",
  },
  over_deposit: {
    status: 422,
    title: "The voucher is above the deposit",
    side: "buyer",
    action: "Top the channel up, and send the voucher again once that is on chain.",
  },
  chain_behind: {
    status: 503,
    title: "The relayer does not know the chain's present state",
    side: "relayer",
    action: "Send it again in a few seconds; nothing was stored.",
  },
  overloaded: {
    status: 503,
    title: "The relayer has too much to do",
    side: "relayer",
    action: "Send it again as Retry-After says; nothing was stored.",
  },
  stopping: {
    status: 503,
    title: "The relayer is stopping",
    side: "relayer",
    action: "Send it again in a few seconds; what is sent twice counts once.",
  },
  storage_failed: {
    status: 503,
    title: "It is not known whether the voucher was stored",
    side: "relayer",
    action: "Send it again: what is sent twice counts once.",
  },
  internal: {
    status: 500,
    title: "The relayer has a fault",
    side: "relayer",
    action: "Send it again: what is sent twice counts once. The operator of the relayer finds the reason in its log.",
  },
  ...marketProblems,
} as const satisfies Readonly<Record<string, CatalogueEntry>>;

export type ProblemCode = keyof typeof problems;
