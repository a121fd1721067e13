import { type Abi, type Hex, hexToString, type PublicClient, parseEventLogs } from "viem";
import { emissionsAbi } from "../../sdk/abi/emissions.ts";
import { feeAuctionAbi } from "../../sdk/abi/fee-auction.ts";
import { parametersAbi } from "../../sdk/abi/parameters.ts";
import { qualityAbi } from "../../sdk/abi/quality.ts";
import { type ContractName, contractAt } from "../../sdk/contract-at.ts";
import type { EmissionEvent } from "../../sdk/emission-audit.ts";
import type { RebateEvent } from "../../sdk/rebate-audit.ts";
import type { Context } from "../context.ts";

type Source = Pick<Context, "client" | "deployment">;

/** Nodes limit how many blocks one question may span. */
const blockSpan = 10_000n;

/** All that decided on rewards and rebates since the deployment, in the chain's order. */
export async function readHistory(context: Source): Promise<{ emissions: EmissionEvent[]; rebates: RebateEvent[] }> {
  const emissions: EmissionEvent[] = [];
  const rebates: RebateEvent[] = [];
  const timeOf = blockTimes(context.client);
  for (const { eventName, args, blockNumber } of await readLogs(context)) {
    const at = await timeOf(blockNumber);
    const emission = emissionEvent(eventName, args, at);
    if (emission !== undefined) emissions.push(emission);
    const rebate = rebateEvent(eventName, args, at);
    if (rebate !== undefined) rebates.push(rebate);
  }
  return { emissions, rebates };
}

// The fields of each event are those of its ABI.
type Arguments = Readonly<Record<string, unknown>>;
type Found = { readonly eventName: string; readonly args: Arguments; readonly blockNumber: bigint };

const sources: readonly { readonly name: ContractName; readonly abi: Abi }[] = [
  { name: "Emissions", abi: emissionsAbi },
  { name: "FeeAuction", abi: feeAuctionAbi },
  { name: "Quality", abi: qualityAbi },
  { name: "Parameters", abi: parametersAbi },
];

async function readLogs({ client, deployment }: Source): Promise<Found[]> {
  const address = sources.map(({ name }) => contractAt(deployment, name));
  const abi = sources.flatMap((source) => source.abi);
  const latest = await client.getBlockNumber({ cacheTime: 0 });
  const found: Found[] = [];
  for (let from = BigInt(deployment.block); from <= latest; from += blockSpan) {
    const last = from + blockSpan - 1n;
    const logs = await client.getLogs({ address, fromBlock: from, toBlock: last < latest ? last : latest });
    found.push(...(parseEventLogs({ abi, logs }) as unknown as Found[]));
  }
  return found;
}

/** Timestamps (s) of blocks, each asked for once. */
function blockTimes(client: PublicClient): (block: bigint) => Promise<bigint> {
  const known = new Map<bigint, bigint>();
  return async (blockNumber) => {
    const found = known.get(blockNumber) ?? (await client.getBlock({ blockNumber })).timestamp;
    known.set(blockNumber, found);
    return found;
  };
}

function emissionEvent(eventName: string, args: Arguments, at: bigint): EmissionEvent | undefined {
  if (eventName === "EpochBegun") return { kind: "epochBegun", at, ...args } as unknown as EmissionEvent;
  if (eventName === "WeightChanged") return { kind: "weightChanged", at, ...args } as unknown as EmissionEvent;
  if (eventName === "RewardAccrued") return { kind: "rewardAccrued", at, ...args } as unknown as EmissionEvent;
  return undefined;
}

function rebateEvent(eventName: string, args: Arguments, at: bigint): RebateEvent | undefined {
  const kinds = {
    TierChanged: "tierChanged",
    LotOpened: "lotOpened",
    FeesCollected: "feesCollected",
    LotSold: "lotSold",
    RebatePaid: "rebatePaid",
    PotBurned: "potBurned",
  } as const;
  if (eventName === "SettingDefined") return setting(args.id as Hex, args.value as bigint);
  if (eventName === "SettingChanged") return setting(args.id as Hex, args.newValue as bigint);
  const kind = kinds[eventName as keyof typeof kinds];
  return kind === undefined ? undefined : ({ kind, at, ...args } as unknown as RebateEvent);
}

function setting(id: Hex, value: bigint): RebateEvent {
  return { kind: "setting", id: hexToString(id, { size: 32 }), value };
}
