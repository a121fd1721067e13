import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type RpcRequest = { readonly id: number; readonly method: string; readonly params: readonly unknown[] };

/**
 * What happens to a request. `forward` asks the node and passes the answer on; `lose` asks the node and hangs up;
 * `error` answers in the node's place; `hang` never answers; `raw` answers with any bytes.
 */
export type Fault =
  | { readonly kind: "forward"; readonly change?: (result: unknown) => unknown }
  | { readonly kind: "lose" }
  | { readonly kind: "hang" }
  | { readonly kind: "drop" }
  | { readonly kind: "error"; readonly code: number; readonly message: string }
  | { readonly kind: "raw"; readonly status: number; readonly body: string };

/** The fault of a request, or undefined to let it through. */
export type FaultRule = (request: RpcRequest) => Fault | undefined;

/** A node that lies, hangs and forgets on demand: it stands between the relayer and the real one. */
export type RpcProxy = {
  readonly url: string;
  rule: FaultRule;
  /** Every request that came in. */
  readonly seen: RpcRequest[];
  readonly stop: () => Promise<void>;
};

export async function startRpcProxy(target: string): Promise<RpcProxy> {
  const seen: RpcRequest[] = [];
  const ask = async (body: string): Promise<Record<string, unknown>> => {
    const response = await fetch(target, { method: "POST", headers: { "content-type": "application/json" }, body });
    return (await response.json()) as Record<string, unknown>;
  };
  const answer = async (body: string, response: ServerResponse): Promise<void> => {
    const request = JSON.parse(body) as RpcRequest;
    seen.push(request);
    const fault = proxy.rule(request) ?? { kind: "forward" as const };
    const send = (status: number, text: string) => {
      response.writeHead(status, { "content-type": "application/json" }).end(text);
    };
    switch (fault.kind) {
      case "forward": {
        const result = await ask(body);
        if (fault.change !== undefined && "result" in result) result.result = fault.change(result.result);
        return send(200, JSON.stringify(result));
      }
      case "lose":
        await ask(body);
        return void response.destroy();
      case "drop":
        return void response.destroy();
      case "hang":
        return;
      case "error":
        return send(
          200,
          JSON.stringify({ jsonrpc: "2.0", id: request.id, error: { code: fault.code, message: fault.message } }),
        );
      case "raw":
        return send(fault.status, fault.body);
    }
  };
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => void answer(body, response).catch(() => response.destroy()));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const proxy: RpcProxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    rule: () => undefined,
    seen,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return proxy;
}
