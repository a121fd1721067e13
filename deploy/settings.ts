import { BrowserProvider, decodeBytes32String } from "ethers";
import type { EthereumProvider } from "hardhat/types/providers";
import { type Parameters, Parameters__factory } from "../typechain-types/index.ts";
import { firstBlock, type Journal } from "./journal.ts";
import type { DeploymentArguments } from "./parameters/arguments.ts";
import type { DeploymentStep } from "./step.ts";

type Definition = DeploymentArguments["definitions"][number];

/** The contract `Parameters` in the journal. */
const PARAMETERS = "Parameters#Parameters";

/**
 * The definitions to deploy `Parameters` with. One that an earlier run deployed has to be given the same again for
 * Ignition to know it: its bounds are for ever, its values are changed by votes.
 */
export async function constructorDefinitions(
  provider: EthereumProvider,
  { definitions }: DeploymentArguments,
  earlier: Journal,
): Promise<readonly Definition[]> {
  const address = earlier.addresses.get(PARAMETERS);
  if (address === undefined || earlier.folder === undefined) return definitions;
  const parameters = await connect(provider, address);
  const events = await parameters.queryFilter(
    parameters.filters.SettingDefined(),
    await firstBlock(earlier.folder, provider),
  );
  return events.map(({ args: { id, value, minimum, maximum, maxStep, minIntervalSeconds } }) => {
    return { id, value, minimum, maximum, maxStep, minIntervalSeconds };
  });
}

/**
 * Settings whose value on chain isn't the one of the network's file. From the end of the first run only a vote can change
 * them.
 */
export async function settingDifferences(
  provider: EthereumProvider,
  { definitions }: DeploymentArguments,
  earlier: Journal,
): Promise<DeploymentStep[]> {
  const address = earlier.addresses.get(PARAMETERS);
  if (address === undefined) return [];
  const parameters = await connect(provider, address);
  const found = await Promise.all(definitions.map(({ id }) => parameters.setting(id)));
  return definitions.flatMap(({ id, value: to }, index) => {
    const { value: from = to, defined = false } = found[index] ?? {};
    if (!defined || from === to) return [];
    return [{ kind: "differs", contract: "Parameters", detail: `${decodeBytes32String(id)} ${from} → ${to}` }];
  });
}

async function connect(provider: EthereumProvider, address: string): Promise<Parameters> {
  const browser = new BrowserProvider(provider, undefined, { pollingInterval: 100 });
  return Parameters__factory.connect(address, await browser.getSigner());
}
