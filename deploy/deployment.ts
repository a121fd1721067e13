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
} from "@nomicfoundation/ignition-core";
import { ZeroAddress } from "ethers";
import hre from "hardhat";
import type { EthereumProvider } from "hardhat/types/providers";
import type { Deployment } from "../sdk/deployment.ts";
import { MillraceError } from "../sdk/error.ts";
import { CONTRACTS } from "./contracts.ts";
import { firstBlock, type Journal, readJournal } from "./journal.ts";
import { millraceModule } from "./modules/millrace.ts";
import type { DeploymentArguments } from "./parameters/arguments.ts";
import type { NetworkParameters } from "./parameters/network.ts";
import { prepare } from "./prepare.ts";
import { contractOf, futuresOf, progressListener } from "./progress.ts";
import { applyChange, constructorDefinitions, settingChanges } from "./settings.ts";
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

export type DeployResult = { readonly deployment: Deployment; readonly steps: readonly DeploymentStep[] };

/**
 * Put Millrace on a chain, or finish what an earlier run into the same journal began. The contracts must be built,
 * unless their code comes from elsewhere.
 * @throws MillraceError `wrong-chain`, `deployment-failed`, `setting-refused`, or what is wrong with the parameters
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

  const addresses = await deployContracts(options, args, earlier, report);
  for (const change of await settingChanges(provider, args, earlier)) {
    await applyChange(provider, change, earlier);
    report(change.step);
  }
  const block = earlier.folder === undefined ? nextBlock : await firstBlock(earlier.folder, provider);
  return { deployment: describe(network, args, block, addresses), steps };
}

/** @returns the address of every contract, by its name */
async function deployContracts(
  { provider, network, artifacts = new HardhatArtifactResolver(hre.artifacts) }: DeployOptions,
  args: DeploymentArguments,
  earlier: Journal,
  report: (step: DeploymentStep) => void,
): Promise<ReadonlyMap<string, string>> {
  const module = millraceModule(args);
  const futures = futuresOf(module);
  for (const [id, address] of earlier.addresses) {
    const future = futures.get(id);
    if (future !== undefined) report({ kind: "reused", contract: contractOf(future), address });
  }
  const definitions = await constructorDefinitions(provider, args, earlier);
  const result = await deploy({
    provider,
    ignitionModule: module,
    deploymentParameters: moduleParameters({ ...args, definitions: [...definitions] }),
    artifactResolver: artifacts,
    executionEventListener: progressListener(futures, report),
    accounts: [args.deployer],
    defaultSender: args.deployer,
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
  return new Map(Object.values(result.contracts).map(({ id, address }) => [id.slice(id.indexOf("#") + 1), address]));
}

function moduleParameters(args: DeploymentArguments): DeploymentParameters {
  const { deployer, guardian, genesis, definitions, relations, permit2, attestors, committee, appealCommittee } = args;
  return {
    Token: { genesis, wirer: deployer },
    Parameters: { owner: deployer, guardian, definitions, relations },
    Escrow: { permit2, wirer: deployer },
    Stake: { owner: deployer, wirer: deployer, attestors: attestors.members, threshold: attestors.threshold },
    Leases: { wirer: deployer },
    Incentives: { owner: deployer, ...args.emissions },
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
  { paymentTokens, permit2 }: DeploymentArguments,
  block: number,
  addresses: ReadonlyMap<string, string>,
): Deployment {
  const find = (name: string) => addresses.get(name) as Address;
  return {
    network,
    chainId,
    block,
    contracts: Object.fromEntries(Object.keys(CONTRACTS).map((name) => [name, find(name)])) as Deployment["contracts"],
    ...(permit2 === ZeroAddress ? {} : { permit2: permit2 as Address }),
    tokens: paymentTokens.map((token) => ({
      symbol: token.symbol,
      address: "deploy" in token ? find(token.deploy) : (token.address as Address),
      decimals: token.decimals,
    })),
  };
}
