import type { Abi, Address, ContractEventName, GetContractEventsReturnType, Hex } from "viem";
import { disputesAbi } from "../../../sdk/abi/disputes.ts";
import { leasesAbi } from "../../../sdk/abi/leases.ts";
import { nodesAbi } from "../../../sdk/abi/nodes.ts";
import { qualityAbi } from "../../../sdk/abi/quality.ts";
import { stakingAbi } from "../../../sdk/abi/staking.ts";
import { connect } from "../../books/rpc.ts";
import type { Chain } from "../chain.ts";
import type { PlayedLeases } from "./play-leases.ts";

type Events<A extends Abi> = GetContractEventsReturnType<A, ContractEventName<A>, true, bigint, bigint>;

/** Everything that the contracts of the market have said, in the chain's order. */
export type History = {
  readonly leases: Events<typeof leasesAbi>;
  readonly staking: Events<typeof stakingAbi>;
  readonly disputes: Events<typeof disputesAbi>;
  readonly nodes: Events<typeof nodesAbi>;
  readonly quality: Events<typeof qualityAbi>;
  /** Timestamp (s) of a block. */
  readonly timeOf: (block: bigint) => number;
};

/** So many at once, so that an answer stays far below the 10 MB that viem reads. */
const blockSpan = 500n;

/** Read the events of the market's blocks. */
export async function readHistory(url: string, chain: Chain, played: PlayedLeases): Promise<History> {
  const { place, fromBlock, toBlock } = played;
  const read = async <const A extends Abi>(abi: A, address: Address): Promise<Events<A>> => {
    const events: unknown[] = [];
    for (let from = fromBlock; from <= toBlock; from += blockSpan) {
      const to = from + blockSpan - 1n < toBlock ? from + blockSpan - 1n : toBlock;
      events.push(...(await chain.getContractEvents({ abi, address, fromBlock: from, toBlock: to, strict: true })));
    }
    return events as Events<A>;
  };
  const times = await readTimes(url, fromBlock, toBlock);
  return {
    leases: await read(leasesAbi, place.leases),
    staking: await read(stakingAbi, place.staking),
    disputes: await read(disputesAbi, place.disputes),
    nodes: await read(nodesAbi, place.nodes),
    quality: await read(qualityAbi, place.quality),
    timeOf: (block) => times.get(block) ?? 0,
  };
}

async function readTimes(url: string, fromBlock: bigint, toBlock: bigint): Promise<Map<bigint, number>> {
  const numbers = Array.from({ length: Number(toBlock - fromBlock) + 1 }, (_, index) => fromBlock + BigInt(index));
  const blocks = (await connect(url)(
    numbers.map((number) => ({ method: "eth_getBlockByNumber", params: [`0x${number.toString(16)}`, false] })),
  )) as { readonly timestamp: Hex }[];
  return new Map(numbers.map((number, index) => [number, Number(blocks[index]?.timestamp ?? 0)]));
}
