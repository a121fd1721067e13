import hre from "hardhat";
import type { NetworkConnection } from "hardhat/types/network";

/**
 * A connection to the node of a network. Hardhat's own `local` is for nodes that hold keys; every other network is
 * `live`, whose address and deployer's key come from the keystore or the environment.
 * @param rpcUrl the node's address, if it isn't the configured one
 */
export async function connectTo(network: string, rpcUrl?: string): Promise<NetworkConnection<"l1">> {
  const name = network === "local" ? "local" : "live";
  if (rpcUrl === undefined) return hre.network.create({ network: name, chainType: "l1" });
  return hre.network.create({ network: name, chainType: "l1", override: { url: rpcUrl } });
}
