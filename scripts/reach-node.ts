import type { EthereumProvider } from "hardhat/types/providers";
import { lookAt } from "../deploy/connection.ts";
import type { Deployment } from "../sdk/deployment.ts";
import { MillraceError } from "../sdk/error.ts";

/**
 * A node for reading, which answers.
 * @throws MillraceError `rpc-unreachable`
 */
export async function reachNode(url: string): Promise<EthereumProvider> {
  try {
    const { provider } = await lookAt(url);
    await provider.request({ method: "eth_chainId" });
    return provider;
  } catch (cause) {
    throw new MillraceError("The node does not answer.", {
      code: "rpc-unreachable",
      // No more than the host: an address often carries a key in its path.
      found: `${URL.canParse(url) ? new URL(url).host : "no address of a node"}: ${firstLine(cause)}`,
      expected: "a node's HTTP address, as in http://127.0.0.1:8545",
      next: "Start the node, or give another --rpc.",
      cause,
    });
  }
}

/** @throws MillraceError `wrong-chain` */
export async function checkChain(provider: EthereumProvider, { chainId, network }: Deployment): Promise<void> {
  const found = Number(await provider.request({ method: "eth_chainId" }));
  if (found === chainId) return;
  throw new MillraceError("The node is on another chain than the deployment.", {
    code: "wrong-chain",
    found: `chain ${found}`,
    expected: `chain ${chainId} (${network})`,
    next: "Give the --rpc of that chain, or the addresses file of this one.",
  });
}

function firstLine(cause: unknown): string {
  return (cause instanceof Error ? cause.message : String(cause)).split("\n")[0] ?? "";
}
