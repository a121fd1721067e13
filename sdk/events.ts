import type { Abi, Address, ContractEventName, GetContractEventsReturnType, PublicClient } from "viem";

/** Nodes limit how many blocks one question may span. */
const blockSpan = 10_000n;

/** Whose events, and the block from which they are to be read. */
export type EventSource<A extends Abi> = { readonly address: Address; readonly abi: A; readonly firstBlock: number };

/** All events of one kind of a contract, oldest first; `args` picks by indexed fields. */
export async function readEvents<const A extends Abi, N extends ContractEventName<A>>(
  client: PublicClient,
  { address, abi, firstBlock }: EventSource<A>,
  eventName: N,
  args: Readonly<Record<string, unknown>> = {},
): Promise<GetContractEventsReturnType<A, N, true>> {
  const latest = await client.getBlockNumber({ cacheTime: 0 });
  const events: unknown[] = [];
  for (let from = BigInt(firstBlock); from <= latest; from += blockSpan) {
    const last = from + blockSpan - 1n;
    const found = await client.getContractEvents({
      address,
      abi: abi as Abi,
      eventName: eventName as string,
      // The names of an event's fields are known where the event is named, not here.
      args: args as never,
      strict: true,
      fromBlock: from,
      toBlock: last < latest ? last : latest,
    });
    events.push(...found);
  }
  return events as unknown as GetContractEventsReturnType<A, N, true>;
}
