import type { Address, ContractEventName, GetContractEventsReturnType, PublicClient } from "viem";
import { escrowAbi } from "./abi/escrow.ts";
import type { Deployment } from "./deployment.ts";

export type EscrowEventName = ContractEventName<typeof escrowAbi>;
export type EscrowEvent<N extends EscrowEventName> = GetContractEventsReturnType<typeof escrowAbi, N, true>[number];

/** Nodes limit how many blocks one question may span. */
const blockSpan = 10_000n;

/** All events of one kind since the deployment's first block, oldest first; `args` picks by indexed fields. */
export async function readEscrowEvents<N extends EscrowEventName>(
  client: PublicClient,
  deployment: Pick<Deployment, "block" | "contracts">,
  eventName: N,
  args: Readonly<Record<string, unknown>> = {},
): Promise<EscrowEvent<N>[]> {
  const address: Address = deployment.contracts.Escrow;
  const latest = await client.getBlockNumber({ cacheTime: 0 });
  const events: EscrowEvent<N>[] = [];
  for (let from = BigInt(deployment.block); from <= latest; from += blockSpan) {
    const last = from + blockSpan - 1n;
    const found = await client.getContractEvents({
      address,
      abi: escrowAbi,
      eventName,
      // The names of an event's fields are known where the event is named, not here.
      args: args as never,
      strict: true,
      fromBlock: from,
      toBlock: last < latest ? last : latest,
    });
    events.push(...(found as EscrowEvent<N>[]));
  }
  return events;
}
