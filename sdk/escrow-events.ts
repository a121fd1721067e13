import type { ContractEventName, GetContractEventsReturnType, PublicClient } from "viem";
import { escrowAbi } from "./abi/escrow.ts";
import type { Deployment } from "./deployment.ts";
import { readEvents } from "./events.ts";

export type EscrowEventName = ContractEventName<typeof escrowAbi>;
export type EscrowEvent<N extends EscrowEventName> = GetContractEventsReturnType<typeof escrowAbi, N, true>[number];

/** All events of one kind since the deployment's first block, oldest first; `args` picks by indexed fields. */
export async function readEscrowEvents<N extends EscrowEventName>(
  client: PublicClient,
  deployment: Pick<Deployment, "block" | "contracts">,
  eventName: N,
  args: Readonly<Record<string, unknown>> = {},
): Promise<EscrowEvent<N>[]> {
  const from = { address: deployment.contracts.Escrow, abi: escrowAbi, firstBlock: deployment.block };
  return (await readEvents(client, from, eventName, args)) as EscrowEvent<N>[];
}
