import { BrowserProvider, decodeBytes32String, isCallException } from "ethers";
import type { EthereumProvider } from "hardhat/types/providers";
import { MillraceError } from "../sdk/error.ts";
import { type Parameters, Parameters__factory } from "../typechain-types/index.ts";
import { firstBlock, type Journal } from "./journal.ts";
import type { DeploymentArguments } from "./parameters/arguments.ts";
import type { DeploymentStep } from "./step.ts";

type Definition = DeploymentArguments["definitions"][number];

/** A setting whose value on chain isn't the one of the network's file. */
export type SettingChange = {
  readonly id: string;
  readonly from: bigint;
  readonly to: bigint;
  /** What it comes to: `changed` by the deployer, or it `differs` until the owner changes it. */
  readonly step: DeploymentStep;
};

/** The contract `Parameters` in the journal. */
const PARAMETERS = "Parameters#Parameters";

/**
 * The definitions to deploy `Parameters` with. One that an earlier run deployed has to be given the same again for
 * Ignition to know it: its bounds are for ever, its values are changed by transactions.
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

/** What differs between the network's file and what an earlier run put on chain. */
export async function settingChanges(
  provider: EthereumProvider,
  { definitions, deployer }: DeploymentArguments,
  earlier: Journal,
): Promise<SettingChange[]> {
  const address = earlier.addresses.get(PARAMETERS);
  if (address === undefined) return [];
  const parameters = await connect(provider, address);
  const kind = (await parameters.owner()) === deployer ? "changed" : "differs";
  const found = await Promise.all(definitions.map(({ id }) => parameters.setting(id)));
  return definitions.flatMap(({ id, value: to }, index) => {
    const { value: from = to, defined = false } = found[index] ?? {};
    if (!defined || from === to) return [];
    const detail = `${decodeBytes32String(id)} ${from} → ${to}`;
    return [{ id, from, to, step: { kind, contract: "Parameters", detail } }];
  });
}

/**
 * Send what the deployer may change.
 * @throws MillraceError `setting-refused` when the contract's bounds, step or interval forbid it
 */
export async function applyChange(provider: EthereumProvider, change: SettingChange, earlier: Journal): Promise<void> {
  if (change.step.kind !== "changed") return;
  const parameters = await connect(provider, earlier.addresses.get(PARAMETERS) ?? "");
  try {
    // A call names the contract's error; estimating the transaction's gas would not.
    await parameters.check(change.id, change.to);
    await (await parameters.set(change.id, change.to)).wait();
  } catch (cause) {
    throw new MillraceError("The contract refuses this change of a setting.", {
      code: "setting-refused",
      found: `${change.step.detail}: ${isCallException(cause) ? (cause.revert?.name ?? cause.shortMessage) : cause}`,
      expected: "a value within the bounds, the largest step and the least interval of docs/parameters.md",
      cause,
    });
  }
}

async function connect(provider: EthereumProvider, address: string): Promise<Parameters> {
  const browser = new BrowserProvider(provider, undefined, { pollingInterval: 100 });
  return Parameters__factory.connect(address, await browser.getSigner());
}
