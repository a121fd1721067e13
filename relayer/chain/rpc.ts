import { classifyRpcFailure, type RpcFailure, type RpcOutcome } from "../core/rpc-outcome.ts";

/** One JSON-RPC request to one chain. */
export type Rpc = { readonly request: (method: string, params: readonly unknown[]) => Promise<unknown> };

/** A request that brought no result, with what that proves. */
export class RpcError extends Error {
  override readonly name = "RpcError";
  readonly method: string;
  /** What the transport saw. */
  readonly failure: RpcFailure;
  readonly outcome: RpcOutcome;
  /** The fault is the endpoint's, not the request's: another one may answer. */
  readonly endpointAtFault: boolean;

  constructor(method: string, endpoint: string, failure: RpcFailure) {
    super(`${method} at ${endpoint}: ${failure.message}`);
    this.method = method;
    this.failure = failure;
    this.outcome = classifyRpcFailure(failure);
    this.endpointAtFault = this.outcome.kind === "unknown";
  }
}

/** JSON-RPC over HTTP with one endpoint. No answer within `timeoutMs` is an unknown outcome. */
export function httpRpc(url: string, timeoutMs: number): Rpc {
  const name = endpointName(url);
  let lastId = 0;
  return {
    async request(method, params) {
      const id = ++lastId;
      const answer = await post(url, JSON.stringify({ jsonrpc: "2.0", id, method, params }), timeoutMs);
      if ("failure" in answer) throw new RpcError(method, name, answer.failure);
      const { body } = answer;
      if (body.id !== id && body.id !== null && body.error === undefined) {
        throw new RpcError(method, name, { via: "network", message: "the answer belongs to another request" });
      }
      if (body.error !== undefined) {
        const { code, message, data } = body.error;
        throw new RpcError(method, name, { via: "json", code, message: String(message), data });
      }
      return body.result;
    },
  };
}

type RpcBody = {
  readonly id?: number | null;
  readonly result?: unknown;
  readonly error?: { readonly code?: number; readonly message?: string; readonly data?: unknown };
};

async function post(
  url: string,
  body: string,
  timeoutMs: number,
): Promise<{ readonly body: RpcBody } | { readonly failure: RpcFailure }> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await response.text();
    const parsed = parse(text);
    // Some nodes answer a JSON-RPC error with an HTTP error status; the error itself says more.
    if (parsed !== undefined && (response.ok || parsed.error !== undefined)) return { body: parsed };
    return {
      failure: { via: "http", status: response.status, message: `HTTP ${response.status}: ${text.slice(0, 200)}` },
    };
  } catch (error) {
    return { failure: { via: "network", message: reasonOf(error) } };
  }
}

function parse(text: string): RpcBody | undefined {
  try {
    const body: unknown = JSON.parse(text);
    const answers = typeof body === "object" && body !== null && ("result" in body || "error" in body);
    return answers ? (body as RpcBody) : undefined;
  } catch {
    return undefined;
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}

/** Host and port only: an RPC address often carries a key in its path. */
export function endpointName(url: string): string {
  return new URL(url).host;
}
