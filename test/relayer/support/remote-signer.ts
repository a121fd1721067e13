import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Hex, PrivateKeyAccount } from "viem";

/** What a signer is asked to sign, as it comes over the wire. */
export type SignRequest = Readonly<Record<string, string>>;

/** How the signer answers: with a result, with a JSON-RPC error, not at all, or with an HTTP error. */
export type SignerAnswer =
  | { readonly result: unknown }
  | { readonly error: { readonly code: number; readonly message: string } }
  | "hang"
  | "bad-gateway";

/** A real little signer with one key, as web3signer is one, which can be made to misbehave. */
export type TestSigner = {
  readonly url: string;
  answer: (request: SignRequest) => Promise<SignerAnswer>;
  /** Every transaction that it was asked to sign, and the method that asked. */
  readonly asked: { readonly method: string; readonly request: SignRequest }[];
  readonly stop: () => Promise<void>;
};

/** Sign what was asked for, with changes that nobody asked for. */
export async function signed(account: PrivateKeyAccount, request: SignRequest, changes: object = {}): Promise<Hex> {
  return account.signTransaction({
    type: "eip1559",
    chainId: Number(request.chainId),
    nonce: Number(request.nonce),
    to: request.to as Hex,
    data: request.data as Hex,
    value: BigInt(request.value ?? 0),
    gas: BigInt(request.gas ?? 0),
    maxFeePerGas: BigInt(request.maxFeePerGas ?? 0),
    maxPriorityFeePerGas: BigInt(request.maxPriorityFeePerGas ?? 0),
    ...changes,
  });
}

export async function startSigner(account: PrivateKeyAccount, port = 0): Promise<TestSigner> {
  const asked: TestSigner["asked"] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", async () => {
      const { id, method, params } = JSON.parse(body) as { id: number; method: string; params: SignRequest[] };
      const isSigning = method.endsWith("_signTransaction");
      if (isSigning) asked.push({ method, request: params[0] ?? {} });
      const answer = isSigning ? await signer.answer(params[0] ?? {}) : { result: [account.address] };
      if (answer === "hang") return;
      if (answer === "bad-gateway") return void response.writeHead(502).end("<html>bad gateway</html>");
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify({ jsonrpc: "2.0", id, ...answer }));
    });
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const signer: TestSigner = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answer: async (request) => ({ result: await signed(account, request) }),
    asked,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return signer;
}
