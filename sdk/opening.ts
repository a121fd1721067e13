import type { Address, Hex, PublicClient } from "viem";
import type { ChannelTerms } from "./channel.ts";
import type { Deployment } from "./deployment.ts";
import { type EscrowEvent, readEscrowEvents } from "./escrow-events.ts";

/** How a channel came into being: everything that is needed to close it or to sign for it. */
export type Opening = {
  readonly channelId: Hex;
  readonly terms: ChannelTerms;
  readonly blockNumber: bigint;
};

/** Every channel that this account pays for or earns from, oldest first. */
export async function readOpenings(
  client: PublicClient,
  deployment: Pick<Deployment, "block" | "contracts">,
  by: { readonly payer: Address } | { readonly operator: Address } | { readonly channelId: Hex },
): Promise<Opening[]> {
  return (await readEscrowEvents(client, deployment, "ChannelOpened", by)).map(toOpening);
}

function toOpening({ args, blockNumber }: EscrowEvent<"ChannelOpened">): Opening {
  const { channelId, payer, controller, operator, token, signer, nonce } = args;
  return { channelId, terms: { payer, controller, operator, token, signer, nonce }, blockNumber };
}
