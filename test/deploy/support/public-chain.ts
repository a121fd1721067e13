import { setTimeout } from "node:timers/promises";
import { Wallet } from "ethers";
import hre from "hardhat";
import type { EthereumProvider } from "hardhat/types/providers";
import { lookAt } from "../../../deploy/connection.ts";
import type { Given } from "../../../deploy/parameters/given.ts";
import { loadNetwork, type NetworkParameters, networkFile } from "../../../deploy/parameters/network.ts";

const CLOSING_MS = 2_000;

/** Roles held by accounts that nobody else has the keys of; drawn once for a run. */
export const ROLES: Given = {
  ...Object.fromEntries(["GUARDIAN", "FEE_COLLECTOR", "TREASURY", "ECOSYSTEM", "TEAM"].map((r) => [r, fresh()])),
  ...Object.fromEntries(["ATTESTORS", "COMMITTEE", "APPEAL_COMMITTEE"].map((r) => [r, `${fresh()}, ${fresh()}`])),
};

export function fresh(): string {
  return Wallet.createRandom().address;
}

/** Base Sepolia's parameters, with a key for the deployer. A local chain has one confirmation at once. */
export async function publicNetwork(given: Given = ROLES): Promise<NetworkParameters> {
  return { ...(await loadNetwork(networkFile("base-sepolia"), given)), confirmations: 1 };
}

/** What an EDR chain needs to look like Base Sepolia: its chain id, and one account with a key of its own. */
export function looksPublic(key: string = Wallet.createRandom().privateKey) {
  return { chainId: 84_532, accounts: [{ privateKey: key, balance: 10n ** 20n }] };
}

/** Put a token with 6 decimals where USDC is, and code where Permit2 is. */
export async function putExternals(provider: EthereumProvider, network: NetworkParameters): Promise<void> {
  const { deployedBytecode } = await hre.artifacts.readArtifact("TestUSD");
  const [token] = network.paymentTokens;
  const usdc = token !== undefined && "address" in token ? token.address : undefined;
  for (const address of [usdc, network.permit2]) {
    await provider.request({ method: "hardhat_setCode", params: [address, deployedBytecode] });
  }
}

/** A node that looks like Base Sepolia's, on a free port, and a connection to it. */
export type PublicNode = {
  readonly url: string;
  readonly provider: EthereumProvider;
  readonly network: NetworkParameters;
  readonly stop: () => Promise<void>;
};

/** @param key the deployer's */
export async function startPublicNode(key?: string): Promise<PublicNode> {
  const chain = { network: "node", chainType: "l1", override: looksPublic(key) } as const;
  const server = await hre.network.createServer(chain, "127.0.0.1", 0);
  const { address, port } = await server.listen();
  const url = `http://${address}:${port}`;
  const connection = await lookAt(url);
  const network = await publicNetwork();
  await putExternals(connection.provider, network);
  await connection.provider.request({ method: "hardhat_mine", params: ["0x1"] });
  const stop = async () => {
    await connection.close();
    // A request that a test abandoned would keep the server from closing until it times out.
    await Promise.race([server.close(), setTimeout(CLOSING_MS, undefined, { ref: false })]);
  };
  return { url, provider: connection.provider, network, stop };
}
