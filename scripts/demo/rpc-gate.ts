import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * A door between the relayer and the chain, through which everything passes unchanged. It lets the demo stop the
 * relayer exactly when the chain has taken a batch and the relayer has not heard of it yet.
 */
export type RpcGate = {
  readonly url: string;
  /** Call `then` once, in place of the next answer to a transaction that was handed to the chain. */
  readonly onNextTransaction: (then: () => void) => void;
  /** Whether that has happened, so that the door is not needed any more. */
  readonly isDone: () => boolean;
  readonly close: () => Promise<void>;
};

export async function openRpcGate(chainUrl: string): Promise<RpcGate> {
  let armed: (() => void) | undefined;
  let isDone = false;

  const pass = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readBody(request);
    const answer = await fetch(chainUrl, { method: "POST", headers: { "content-type": "application/json" }, body });
    const text = await answer.text();
    if (armed !== undefined && body.includes("eth_sendRawTransaction")) {
      const then = armed;
      armed = undefined;
      isDone = true;
      request.socket.destroy();
      then();
      return;
    }
    response.writeHead(answer.status, { "content-type": "application/json" }).end(text);
  };

  const server = createServer((request, response) => {
    pass(request, response).catch(() => request.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    onNextTransaction: (then) => {
      armed = then;
    },
    isDone: () => isDone,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}
