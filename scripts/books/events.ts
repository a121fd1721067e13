import type { Hex, Rpc } from "./rpc.ts";
import { keccakOfText } from "./slots.ts";

/** One event, its indexed and other fields as 32-byte words. */
export type Log = {
  readonly address: Hex;
  readonly topic: Hex;
  readonly indexed: readonly Hex[];
  readonly data: readonly Hex[];
};

/** The events in which a key of one of Escrow's or Staking's mappings, or a wallet, can appear for the first time. */
export const topics = {
  transfer: keccakOfText("Transfer(address,address,uint256)"),
  deposited: keccakOfText("Deposited(address,address,uint256)"),
  channelOpened: keccakOfText("ChannelOpened(bytes32,address,address,address,address,address,uint256,uint256,uint256)"),
  staked: keccakOfText("Staked(address,uint256)"),
  delegated: keccakOfText("Delegated(address,address,uint256,uint256)"),
  credited: keccakOfText("Credited(address,uint256)"),
  slashBooked: keccakOfText("SlashBooked(uint256,address,uint256,uint256)"),
  relayerFeesCollected: keccakOfText("RelayerFeesCollected(address,address,address,uint256)"),
} as const;

/** Nodes limit how many blocks one question may span. */
const blockSpan = 10_000;

type RawLog = { readonly address: Hex; readonly topics: readonly Hex[]; readonly data: Hex };

/** All events of these topics that `addresses` emitted from block `from` to block `to`, both included. */
export async function readLogs(
  rpc: Rpc,
  filter: { readonly addresses: readonly Hex[]; readonly topics: readonly Hex[] },
  from: number,
  to: number,
): Promise<Log[]> {
  const spans: Log[][] = [];
  for (let start = from; start <= to; start += blockSpan) {
    const end = Math.min(start + blockSpan - 1, to);
    const range = { fromBlock: `0x${start.toString(16)}`, toBlock: `0x${end.toString(16)}` };
    const params = [{ ...range, address: filter.addresses, topics: [filter.topics] }];
    const [raw] = await rpc([{ method: "eth_getLogs", params }]);
    spans.push((raw as RawLog[]).map(toLog));
  }
  return spans.flat();
}

function toLog({ address, topics: [topic, ...indexed], data }: RawLog): Log {
  if (topic === undefined) throw new Error(`The node sent an anonymous event of ${address}, which was not asked for.`);
  const words = data.slice(2).match(/.{64}/g) ?? [];
  return { address: address.toLowerCase() as Hex, topic, indexed, data: words.map((each): Hex => `0x${each}`) };
}

/** The address in the low 20 bytes of a word. */
export function addressIn(word: Hex | undefined): Hex {
  if (word === undefined) throw new Error("An event has fewer fields than its signature says.");
  return `0x${word.slice(-40).toLowerCase()}`;
}
