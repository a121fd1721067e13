import { type Rpc, RpcError } from "./rpc.ts";

const restMs = 10_000;

type Endpoint = { readonly rpc: Rpc; restsUntil: number };

/**
 * Several endpoints of one chain. A request goes to the first that is not at rest, and on to the next if the endpoint
 * is at fault; an answer about the request itself ends it. An endpoint at fault rests for ten seconds, so one that
 * hangs does not slow down every request.
 */
export function failover(rpcs: readonly Rpc[], now: () => number = Date.now): Rpc {
  const endpoints: Endpoint[] = rpcs.map((rpc) => ({ rpc, restsUntil: 0 }));
  return {
    async request(method, params) {
      let last: unknown;
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

/** Those awake in their order, then those at rest: if all are at fault, all are tried. */
function inOrder(endpoints: readonly Endpoint[], time: number): Endpoint[] {
  const awake = endpoints.filter((endpoint) => endpoint.restsUntil <= time);
  return [...awake, ...endpoints.filter((endpoint) => endpoint.restsUntil > time)];
}
