import { existsSync } from "node:fs";
import path from "node:path";
import { HardhatArtifactResolver } from "@nomicfoundation/hardhat-ignition/helpers";
import { listTransactions, status } from "@nomicfoundation/ignition-core";
import hre from "hardhat";
import type { EthereumProvider } from "hardhat/types/providers";
import type { NetworkParameters } from "./parameters/network.ts";

/** What earlier runs into one journal did: future ids that are done, and the contracts among them. */
export type Journal = {
  /** Where it is kept; a deployment of one process's own network keeps none. */
  readonly folder: string | undefined;
  readonly done: ReadonlySet<string>;
  readonly addresses: ReadonlyMap<string, string>;
};

/**
 * The folder in which a chain's deployment is recorded. The genesis block is a part of its name, so a local chain that
 * was started anew never looks like the one before it.
 */
export async function journalFolder(network: NetworkParameters, provider: EthereumProvider): Promise<string> {
  const genesis = (await provider.request({ method: "eth_getBlockByNumber", params: ["0x0", false] })) as {
    hash: string;
  };
  const name = `${network.network}-${network.chainId}-${genesis.hash.slice(2, 10)}`;
  return path.join(hre.config.paths.ignition, "deployments", name);
}

/** Read what is recorded; nothing, if nothing was ever deployed there. */
export async function readJournal(folder: string | undefined): Promise<Journal> {
  if (folder === undefined || !existsSync(path.join(folder, "journal.jsonl"))) {
    return { folder, done: new Set(), addresses: new Map() };
  }
  const { successful, contracts } = await status(folder);
  return {
    folder,
    done: new Set(successful),
    addresses: new Map(Object.values(contracts).map(({ id, address }) => [id, address])),
  };
}

/** The number of the block that holds the first transaction of a recorded deployment. */
export async function firstBlock(folder: string, provider: EthereumProvider): Promise<number> {
  const transactions = await listTransactions(folder, new HardhatArtifactResolver(hre.artifacts));
  const receipts = await Promise.all(
    transactions.map(({ txHash }) => provider.request({ method: "eth_getTransactionReceipt", params: [txHash] })),
  );
  const blocks = receipts.flatMap((receipt) => (receipt === null ? [] : [Number((receipt as Receipt).blockNumber)]));
  return Math.min(...blocks);
}

type Receipt = { readonly blockNumber: string };
