import type { EthereumProvider } from "hardhat/types/providers";
import { lookAt } from "../deploy/connection.ts";
import type { Deployment } from "../sdk/deployment.ts";
import { MillraceError } from "../sdk/error.ts";
import { unreachable } from "./unreachable.ts";

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
    throw unreachable(url, cause);
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
