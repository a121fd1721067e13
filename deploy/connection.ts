import hre from "hardhat";
import type { NetworkConnection } from "hardhat/types/network";

/**
 * A connection to the node of a network. Hardhat's own `local` is for nodes that hold keys; every other network is
 * `live`, whose address and deployer's key come from the keystore or the environment.
 * @param rpcUrl the node's address, if it isn't the configured one
 */
export async function connectTo(network: string, rpcUrl?: string): Promise<NetworkConnection<"l1">> {
  const name = configured(network);
  if (rpcUrl === undefined) return hre.network.create({ network: name, chainType: "l1" });
  return hre.network.create({ network: name, chainType: "l1", override: { url: rpcUrl } });
}

/** A connection for looking at a chain, which needs no key. */
export async function lookAt(rpcUrl: string): Promise<NetworkConnection<"l1">> {
  return hre.network.create({ network: "local", chainType: "l1", override: { url: rpcUrl } });
}

/** The address of a network's node as it is configured. */
export async function configuredUrl(network: string): Promise<string> {
  const config = hre.config.networks[configured(network)];
  if (config?.type !== "http") throw new Error(`hardhat.config.ts has no node for ${network}`);
  return config.url.getUrl();
}

function configured(network: string): "local" | "live" {
  return network === "local" ? "local" : "live";
}
