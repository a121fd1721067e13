import type { EthereumProvider } from "hardhat/types/providers";
import { MillraceError } from "../sdk/error.ts";
import { type DeploymentArguments, deploymentArguments } from "./parameters/arguments.ts";
import type { NetworkParameters } from "./parameters/network.ts";
import { preflight } from "./preflight.ts";

/**
 * What the contracts will be given, once everything is checked that can be without sending.
 * @throws MillraceError `wrong-chain`, or what is wrong with the parameters
 */
export async function prepare(provider: EthereumProvider, network: NetworkParameters): Promise<DeploymentArguments> {
  const chainId = Number(await provider.request({ method: "eth_chainId" }));
  if (chainId !== network.chainId) {
    throw new MillraceError("The node is on another chain than the network's parameters.", {
      code: "wrong-chain",
      found: `chain ${chainId}`,
      expected: `chain ${network.chainId} (${network.network})`,
      next: "Give the parameters of that network with --network or --parameters, or another --rpc.",
    });
  }
  const args = deploymentArguments(network, (await provider.request({ method: "eth_accounts" })) as string[]);
  await preflight(provider, network, args);
  return args;
}
