import { Wallet } from "ethers";
import hre from "hardhat";
import type { EthereumProvider } from "hardhat/types/providers";
import type { Given } from "../../../deploy/parameters/given.ts";
import { loadNetwork, type NetworkParameters, networkFile } from "../../../deploy/parameters/network.ts";

/** Roles held by accounts that nobody else has the keys of; drawn once for a run. */
export const ROLES: Given = {
  ...Object.fromEntries(
    ["OWNER", "GUARDIAN", "FEE_COLLECTOR", "TREASURY", "ECOSYSTEM", "TEAM"].map((r) => [r, fresh()]),
  ),
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
