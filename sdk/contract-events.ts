import type { Abi, Address, ContractEventName, GetContractEventsReturnType, PublicClient } from "viem";

/** A contract's events, and the first block that can hold any. */
export type EventSource<A extends Abi> = { readonly address: Address; readonly abi: A; readonly fromBlock: number };

/** Nodes limit how many blocks one question may span. */
const blockSpan = 10_000n;

/** All events of one kind since the source's first block, oldest first; `args` picks by indexed fields. */
export async function readContractEvents<const A extends Abi, N extends ContractEventName<A>>(
  client: PublicClient,
  { address, abi, fromBlock }: EventSource<A>,
  eventName: N,
  args: Readonly<Record<string, unknown>> = {},
): Promise<GetContractEventsReturnType<A, N, true>> {
  const latest = await client.getBlockNumber({ cacheTime: 0 });
  const events: unknown[] = [];
  for (let from = BigInt(fromBlock); from <= latest; from += blockSpan) {
    const last = from + blockSpan - 1n;
    const found = await client.getContractEvents({
      address,
      abi: abi as Abi,
      eventName: eventName as string,
      args,
      strict: true,
      fromBlock: from,
      toBlock: last < latest ? last : latest,
    });
    events.push(...found);
  }
  // Typed above by the name; the generic call cannot follow it.
  return events as unknown as GetContractEventsReturnType<A, N, true>;
}
