import {
  errorDeploymentResultToExceptionMessage,
  HardhatArtifactResolver,
} from "@nomicfoundation/hardhat-ignition/helpers";
import {
  type ArtifactResolver,
  type DeployConfig,
  type DeploymentParameters,
  DeploymentResultType,
  deploy,
  type IgnitionModule,
} from "@nomicfoundation/ignition-core";
import { ZeroAddress } from "ethers";
import hre from "hardhat";
import type { EthereumProvider } from "hardhat/types/providers";
import type { Deployment } from "../sdk/deployment.ts";
import { MillraceError } from "../sdk/error.ts";
import { checkWallets } from "./check-wallets.ts";
import { CONTRACTS } from "./contracts.ts";
import { firstBlock, type Journal, readJournal } from "./journal.ts";
import { millraceModule } from "./modules/millrace.ts";
import { vestingModule } from "./modules/vesting.ts";
import type { DeploymentArguments } from "./parameters/arguments.ts";
import type { NetworkParameters } from "./parameters/network.ts";
import { walletId } from "./parameters/wallet-id.ts";
import { prepare } from "./prepare.ts";
import { contractOf, futuresOf, progressListener } from "./progress.ts";
import { constructorDefinitions, settingDifferences } from "./settings.ts";
import type { DeploymentStep } from "./step.ts";

export type DeployOptions = {
  readonly provider: EthereumProvider;
  readonly network: NetworkParameters;
  /** The folder that records what is done, so that a second run resumes or reuses it. Without it nothing is kept. */
  readonly journal?: string | undefined;
  /** Where the contracts' code comes from: by default the build. */
  readonly artifacts?: ArtifactResolver;
  readonly onStep?: (step: DeploymentStep) => void;
};

type Addresses = ReadonlyMap<string, string>;

/** Addresses by name: of contracts, and of the wallets of locked shares. */
type Deployed = { readonly addresses: Addresses; readonly wallets: Addresses };

export type DeployResult = { readonly deployment: Deployment; readonly steps: readonly DeploymentStep[] };

/**
 * Put Millrace on a chain, or finish what an earlier run into the same journal began. The contracts must be built,
 * unless their code comes from elsewhere.
 * @throws MillraceError `wrong-chain`, `deployment-failed`, or what is wrong with the parameters
 */
export async function deployMillrace(options: DeployOptions): Promise<DeployResult> {
  const { provider, network } = options;
  const args = await prepare(provider, network);
  const earlier = await readJournal(options.journal);
  const nextBlock = Number(await provider.request({ method: "eth_blockNumber" })) + 1;
  const steps: DeploymentStep[] = [];
  const report = (step: DeploymentStep) => {
    steps.push(step);
    options.onStep?.(step);
  };

  const deployed = await deployContracts(options, args, earlier, report);
  for (const step of await settingDifferences(provider, args, earlier)) report(step);
  const block = earlier.folder === undefined ? nextBlock : await firstBlock(earlier.folder, provider);
  return { deployment: describe(network, args, block, deployed), steps };
}

/** @returns the address of every contract, by its name */
async function deployContracts(
  options: DeployOptions,
  args: DeploymentArguments,
  earlier: Journal,
  report: (step: DeploymentStep) => void,
): Promise<Deployed> {
  const run = (module: IgnitionModule, parameters: DeploymentParameters) =>
    runModule(options, module, { deployer: args.deployer, parameters, earlier, report });
  await checkWallets(options.provider, args.genesis, earlier);
  const wallets = await run(vestingModule(args.genesis), {});
  const genesis = args.genesis.map(({ holder, recipient, amount, vesting }) => ({
    recipient: vesting === undefined ? recipient : (wallets.get(walletId(holder)) ?? ""),
    amount,
  }));
  const definitions = [...(await constructorDefinitions(options.provider, args, earlier))];
  const parameters = moduleParameters({ ...args, definitions }, genesis);
  return { addresses: await run(millraceModule(args), parameters), wallets };
}

type Run = {
  readonly deployer: string;
  readonly parameters: DeploymentParameters;
  readonly earlier: Journal;
  readonly report: (step: DeploymentStep) => void;
};

/** Deploy what is left of a module. */
async function runModule(
  { provider, network, artifacts = new HardhatArtifactResolver(hre.artifacts) }: DeployOptions,
  module: IgnitionModule,
  { deployer, parameters, earlier, report }: Run,
): Promise<Addresses> {
  const futures = futuresOf(module);
  for (const [id, address] of earlier.addresses) {
    const future = futures.get(id);
    if (future !== undefined) report({ kind: "reused", contract: contractOf(future), address });
  }
  // Nothing is left of it. Ignition would stumble over what an earlier run has begun of another module.
  if ([...futures.keys()].every((id) => earlier.done.has(id))) return named(futures.keys(), earlier.addresses);
  const result = await deploy({
    provider,
    ignitionModule: module,
    deploymentParameters: parameters,
    artifactResolver: artifacts,
    executionEventListener: progressListener(futures, report),
    accounts: [deployer],
    defaultSender: deployer,
    config: pace(network),
    ...(earlier.folder === undefined ? {} : { deploymentDir: earlier.folder }),
  });
  if (result.type !== DeploymentResultType.SUCCESSFUL_DEPLOYMENT) {
    throw new MillraceError("The deployment did not succeed.", {
      code: "deployment-failed",
      found: errorDeploymentResultToExceptionMessage(result),
      next: "Run the command again to resume it; a contract that is on chain is not deployed twice.",
    });
  }
  return new Map(Object.values(result.contracts).map(({ id, address }) => [nameOf(id), address]));
}

/** A contract's name, from a future's id: `Parameters#Parameters`. */
function nameOf(id: string): string {
  return id.slice(id.indexOf("#") + 1);
}

function named(ids: Iterable<string>, addresses: Addresses): Addresses {
  return new Map([...ids].map((id) => [nameOf(id), addresses.get(id) ?? ""]));
}

function moduleParameters(
  args: DeploymentArguments,
  genesis: { readonly recipient: string; readonly amount: bigint }[],
): DeploymentParameters {
  const { deployer, guardian, definitions, relations, permit2, attestors, committee, appealCommittee } = args;
  return {
    Token: { genesis, wirer: deployer },
    Parameters: { owner: deployer, guardian, definitions, relations },
    Escrow: { permit2, wirer: deployer },
    Stake: { owner: deployer, wirer: deployer, attestors: attestors.members, threshold: attestors.threshold },
    Leases: { wirer: deployer },
    Incentives: { owner: deployer, ...args.emissions },
    Governance: { ...args.governance, wirer: deployer },
    Disputes: {
      owner: deployer,
      committee: committee.members,
      committeeThreshold: committee.threshold,
      appealCommittee: appealCommittee.members,
      appealCommitteeThreshold: appealCommittee.threshold,
    },
  };
}

/** A chain that needs one confirmation is a local one and answers at once. */
function pace({ confirmations }: NetworkParameters): Partial<DeployConfig> {
  return { requiredConfirmations: confirmations, blockPollingInterval: confirmations === 1 ? 20 : 1_000 };
}

type Address = Deployment["contracts"][string];

function describe(
  { network, chainId }: NetworkParameters,
  { paymentTokens, permit2, genesis }: DeploymentArguments,
  block: number,
  { addresses, wallets }: Deployed,
): Deployment {
  const find = (name: string) => addresses.get(name) as Address;
  return {
    network,
    chainId,
    block,
    contracts: Object.fromEntries(Object.keys(CONTRACTS).map((name) => [name, find(name)])) as Deployment["contracts"],
    ...(permit2 === ZeroAddress ? {} : { permit2: permit2 as Address }),
    vesting: genesis.flatMap(({ holder }) => {
      const wallet = wallets.get(walletId(holder));
      return wallet === undefined ? [] : [{ holder, wallet: wallet as Address }];
    }),
    tokens: paymentTokens.map((token) => ({
      symbol: token.symbol,
      address: "deploy" in token ? find(token.deploy) : (token.address as Address),
      decimals: token.decimals,
    })),
  };
}
