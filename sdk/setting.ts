import { type Hex, type PublicClient, stringToHex } from "viem";
import { parametersAbi } from "./abi/parameters.ts";
import { readContractEvents } from "./contract-events.ts";
import type { Deployment } from "./deployment.ts";

/** A setting's id: its name in ASCII. */
export function settingId(name: string): Hex {
  return stringToHex(name, { size: 32 });
}

/** Settings by name, in their units, as they are now: `{ thawSeconds }`. */
export async function readSettings<const N extends string>(
  client: PublicClient,
  { contracts }: Pick<Deployment, "contracts">,
  names: readonly N[],
): Promise<Record<N, bigint>> {
  const at = { address: contracts.Parameters, abi: parametersAbi } as const;
  const values = await Promise.all(
    names.map(
      async (name) =>
        [name, await client.readContract({ ...at, functionName: "value", args: [settingId(name)] })] as const,
    ),
  );
  return Object.fromEntries(values) as Record<N, bigint>;
}

/** What a setting was when the log at `moment` was written, from the events of its changes. */
export async function readSettingAt(
  client: PublicClient,
  deployment: Pick<Deployment, "block" | "contracts">,
  name: string,
  moment: { readonly blockNumber: bigint; readonly logIndex: number },
): Promise<bigint> {
  const { block: fromBlock, contracts } = deployment;
  const parameters = { address: contracts.Parameters, abi: parametersAbi, fromBlock } as const;
  const id = settingId(name);
  const changes = await readContractEvents(client, parameters, "SettingChanged", { id });
  const later = changes.find(
    ({ blockNumber, logIndex }) =>
      blockNumber > moment.blockNumber || (blockNumber === moment.blockNumber && logIndex > moment.logIndex),
  );
  if (later !== undefined) return later.args.oldValue;
  return client.readContract({ ...parameters, functionName: "value", args: [id] });
}
