/** What a node's answer to a request proves. */
export type RpcOutcome =
  /** The call or transaction was executed and reverted. */
  | { readonly kind: "reverted"; readonly message: string }
  /** The node has these very bytes already. */
  | { readonly kind: "known"; readonly message: string }
  /** The nonce is used, by us or by someone else: the chain decides, not this answer. */
  | { readonly kind: "nonceUsed"; readonly message: string }
  /** Another transaction with this nonce is waiting and pays too much to be replaced by this one. */
  | { readonly kind: "underpriced"; readonly message: string }
  /** The account cannot pay for it now. */
  | { readonly kind: "insufficientFunds"; readonly message: string }
  /** These bytes can never be accepted by this chain. */
  | { readonly kind: "invalid"; readonly message: string }
  /** The node asks for patience, or has another fault of its own: nothing is proven. */
  | { readonly kind: "unknown"; readonly message: string };

/** How a request failed, as the transport saw it. */
export type RpcFailure =
  | { readonly via: "json"; readonly code: number | undefined; readonly message: string; readonly data?: unknown }
  | { readonly via: "http"; readonly status: number; readonly message: string }
  | { readonly via: "network"; readonly message: string };

// The order matters. A revert comes first, since the text that a contract reverts with may contain anything.
const patterns: readonly (readonly [Exclude<RpcOutcome["kind"], "unknown">, RegExp])[] = [
  ["reverted", /execution reverted|reverted with|vm exception|revert(ed)? opcode|\bout of gas\b|invalid opcode/i],
  ["known", /already known|alreadyknown|known transaction|already imported|already exists|already in (the )?mempool/i],
  [
    "underpriced",
    /underpriced|fee too low to replace|gas price too low to replace|could not replace|replacement not allowed|bump(ed)? (price|fee)|fee bump/i,
  ],
  [
    "nonceUsed",
    /nonce (is )?too low|noncetoolow|oldnonce|old nonce|nonce has already been used|invalid transaction nonce|nonce .*(lower|less) than|expected nonce to be/i,
  ],
  [
    "insufficientFunds",
    /insufficient (funds|balance)|doesn't have enough funds|not enough funds|insufficientfunds|upfront cost/i,
  ],
  [
    "invalid",
    /intrinsic gas|exceeds block gas limit|gas limit (is )?(too high|cap|exceed)|exceeds .*gas (limit|cap)|oversized data|invalid (sender|signature)|invalid chain ?id|incorrect chain|wrong chain|transaction type not supported|max priority fee per gas higher|negative value|initcode size/i,
  ],
];

/**
 * The one judge of RPC failures. Only what a node says in so many words proves anything; a time-out, a lost
 * connection, an HTTP error or a text we do not know leaves the outcome unknown.
 */
export function classifyRpcFailure(failure: RpcFailure): RpcOutcome {
  const { message } = failure;
  if (failure.via !== "json") return { kind: "unknown", message };
  // EIP-1474: code 3 is an execution error and carries the revert data.
  if (failure.code === 3) return { kind: "reverted", message };
  const match = patterns.find(([, pattern]) => pattern.test(message));
  return match === undefined ? { kind: "unknown", message } : { kind: match[0], message };
}
