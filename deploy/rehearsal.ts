import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { EthereumProvider } from "hardhat/types/providers";
import type { Deployment } from "../sdk/deployment.ts";
import { deployMillrace } from "./deployment.ts";
import type { NetworkParameters } from "./parameters/network.ts";
import { prepare } from "./prepare.ts";
import { forkChain } from "./rehearsal/fork.ts";
import { type PlannedTransaction, plannedTransaction } from "./rehearsal/transaction.ts";
import type { DeploymentStep } from "./step.ts";

export type RehearsalOptions = {
  /** The node, which is only read; its first account deploys. */
  readonly provider: EthereumProvider;
  /** Where the node is, for the copy of its chain. */
  readonly url: string;
  readonly network: NetworkParameters;
  /** The folder of earlier runs; it is left as it is. */
  readonly journal?: string | undefined;
  readonly onStep?: (step: DeploymentStep) => void;
};

/** What a deployment would do, found out by doing it on a copy of the chain. */
export type Rehearsal = {
  readonly deployer: string;
  readonly balanceWei: bigint;
  /** The block that the copy was made at. */
  readonly block: number;
  /** What the node asks for a unit of gas now, wei. A roll-up charges for its data on top. */
  readonly gasPriceWei: bigint;
  readonly transactions: readonly PlannedTransaction[];
  /** What is there already, or differs and is not for the deployer to change. */
  readonly kept: readonly DeploymentStep[];
  /** The addresses file, as the deployment would write it but for its block. */
  readonly deployment: Deployment;
};

/**
 * Run the whole deployment, or what is left of it, on a copy of the chain in this process. Nothing is sent to the node.
 * @throws MillraceError as {@link deployMillrace}, and `fork-failed`
 */
export async function rehearse(options: RehearsalOptions): Promise<Rehearsal> {
  const { provider, url, network } = options;
  const { deployer } = await prepare(provider, network);
  const number = async (method: string, ...params: unknown[]) =>
    BigInt((await provider.request({ method, params })) as string);
  const block = Number(await number("eth_blockNumber"));
  const accounts = (await provider.request({ method: "eth_accounts" })) as string[];
  const fork = await forkChain(url, block, network, accounts);
  try {
    const { deployment, steps } = await withCopy(options.journal, (journal) =>
      // The copy has a block as soon as something is sent, and no others after it.
      deployMillrace({ ...options, provider: fork.provider, network: { ...network, confirmations: 1 }, journal }),
    );
    const names = namesOf(deployment);
    return {
      deployer,
      balanceWei: await number("eth_getBalance", deployer, "latest"),
      block,
      gasPriceWei: await number("eth_gasPrice"),
      transactions: await Promise.all(fork.sent.map((hash) => plannedTransaction(fork.provider, hash, names))),
      kept: steps.filter(({ kind }) => kind === "reused" || kind === "differs"),
      deployment,
    };
  } finally {
    await fork.close();
  }
}

/** Names by address in lower case. Tokens and wallets that are deployed with the protocol are named by their artifacts. */
function namesOf({ contracts, tokens, vesting = [] }: Deployment): ReadonlyMap<string, string> {
  const deployed = [
    ...tokens.map(({ address }) => ["TestUSD", address] as const),
    ...vesting.map(({ wallet }) => ["MillVesting", wallet] as const),
  ];
  return new Map([...deployed, ...Object.entries(contracts)].map(([name, address]) => [address.toLowerCase(), name]));
}

async function withCopy<T>(journal: string | undefined, work: (copy: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), "millrace-rehearsal-"));
  try {
    const copy = path.join(folder, "journal");
    if (journal !== undefined) await cp(journal, copy, { recursive: true }).catch(ignoreMissing);
    return await work(copy);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Nothing was ever deployed there. */
function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== "ENOENT") throw error;
}
