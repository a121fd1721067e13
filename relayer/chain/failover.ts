import { type Rpc, RpcError } from "./rpc.ts";

const restMs = 10_000;

/** Why an endpoint is put aside, and what it was that showed it. */
export type Aside = {
  /**
   * `unchecked`: not known yet to be of this chain; `wrong`: it is not. Neither is ever asked for anything else.
   * `stale`, `differs`: it lags behind the others, or most of them have another block; asked only if no other answers.
   */
  readonly kind: "unchecked" | "wrong" | "stale" | "differs";
  readonly reason: string;
};

/** One of the RPC addresses of the chain. */
export type Endpoint = {
  /** Host and port. */
  readonly name: string;
  readonly rpc: Rpc;
  restsUntil: number;
  aside: Aside | undefined;
};

/**
 * Several endpoints of one chain. A request goes to the first that is not at rest, and on to the next if the endpoint
 * is at fault; an answer about the request itself ends it. An endpoint at fault rests for ten seconds, so one that
 * hangs does not slow down every request.
 */
export function failover(endpoints: readonly Endpoint[], now: () => number = Date.now): Rpc {
  return {
    async request(method, params) {
      let last: unknown = new RpcError(method, "all endpoints", {
        via: "network",
        message: "none is known to be of this chain",
      });
      for (const endpoint of inOrder(endpoints, now())) {
        try {
          const result = await endpoint.rpc.request(method, params);
          endpoint.restsUntil = 0;
          return result;
        } catch (error) {
          if (!(error instanceof RpcError) || !error.endpointAtFault) throw error;
          endpoint.restsUntil = now() + restMs;
          last = error;
        }
      }
      throw last;
    },
  };
}

/** Those awake in their order, then those at rest, then those put aside: if all are at fault, all are tried. */
function inOrder(endpoints: readonly Endpoint[], time: number): Endpoint[] {
  const usable = endpoints.filter(({ aside }) => aside?.kind !== "unchecked" && aside?.kind !== "wrong");
  const rank = ({ aside, restsUntil }: Endpoint) => (aside !== undefined ? 2 : restsUntil > time ? 1 : 0);
  return usable.toSorted((a, b) => rank(a) - rank(b));
}
