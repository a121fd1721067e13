import path from "node:path";
import { createPublicClient, http } from "viem";
import { type Child, projectRoot, startChild } from "./child.ts";
import type { Lifetime } from "./lifetime.ts";
import { freePort } from "./port.ts";
import { waitFor } from "./wait.ts";

/** The local chain: Hardhat's node, in a process of its own. */
export type ChainNode = { readonly url: string; readonly child: Child };

/** Start it on a free port of 127.0.0.1 and wait until it answers. */
export async function startChainNode(directory: string, lifetime: Lifetime, mayOutlive: boolean): Promise<ChainNode> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = startChild({
    name: "the chain",
    args: [
      path.join(projectRoot, "node_modules/hardhat/dist/src/cli.js"),
      "node",
      "--hostname",
      "127.0.0.1",
      "--port",
      `${port}`,
    ],
    env: { HARDHAT_DISABLE_TELEMETRY: "true" },
    logFile: path.join(directory, "chain.log"),
    mayOutlive,
  });
  lifetime.onEnd(() => child.stop());
  const client = createPublicClient({ transport: http(url, { retryCount: 0 }) });
  const answers = async (): Promise<true | undefined> => {
    if (child.ended() !== undefined) throw new Error(`The chain ended with ${child.ended()}.\n${child.tail()}`);
    return client.getChainId().then(
      () => true,
      () => undefined,
    );
  };
  await waitFor(answers, { what: `the chain at ${url}`, timeoutMs: 240_000, everyMs: 50, hint: child.tail });
  return { url, child };
}
