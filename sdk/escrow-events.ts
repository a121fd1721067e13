import type { ContractEventName, GetContractEventsReturnType, PublicClient } from "viem";
import { escrowAbi } from "./abi/escrow.ts";
import { readContractEvents } from "./contract-events.ts";
import type { Deployment } from "./deployment.ts";

export type EscrowEventName = ContractEventName<typeof escrowAbi>;
export type EscrowEvent<N extends EscrowEventName> = GetContractEventsReturnType<typeof escrowAbi, N, true>[number];

/** All events of one kind since the deployment's first block, oldest first; `args` picks by indexed fields. */
export function readEscrowEvents<N extends EscrowEventName>(
  client: PublicClient,
  { block, contracts }: Pick<Deployment, "block" | "contracts">,
  eventName: N,
  args: Readonly<Record<string, unknown>> = {},
): Promise<EscrowEvent<N>[]> {
  return readContractEvents(
    client,
    { address: contracts.Escrow, abi: escrowAbi, fromBlock: block },
    eventName,
    args,
  ) as Promise<EscrowEvent<N>[]>;
}
