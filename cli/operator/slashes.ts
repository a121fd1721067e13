import type { Address } from "viem";
import { readContractEvents } from "../../sdk/contract-events.ts";
import { contractsOf } from "../../sdk/contracts.ts";
import type { Context } from "../context.ts";

/** The states of a slash, in the order in which the contract counts them. */
export const slashStates = ["none", "frozen", "released", "booked"] as const;

/** What disputes may take or took of an operator. Amounts in MILL's smallest unit. */
export type SlashFacts = {
  readonly disputeId: bigint;
  readonly operator: Address;
  readonly challenger: Address;
  readonly buyer: Address;
  readonly state: (typeof slashStates)[number];
  readonly ownPart: bigint;
  readonly delegatedPart: bigint;
  readonly ownTaken: bigint;
  /** What of `ownTaken` was compensation that was owed to buyers. */
  readonly pendingTaken: bigint;
  readonly delegatedTaken: bigint;
  /** Of what was taken, paid out or burned. */
  readonly paid: bigint;
};

/** Every slash that a dispute has frozen of an operator, oldest first, whatever became of it. */
export async function readSlashes(context: Context, operator: Address): Promise<SlashFacts[]> {
  const { client, deployment } = context;
  const frozen = await readContractEvents(client, contractsOf(deployment).staking, "SlashFrozen", { operator });
  return Promise.all(frozen.map(({ args }) => readSlash(context, args.disputeId)));
}

export async function readSlash({ client, deployment }: Context, disputeId: bigint): Promise<SlashFacts> {
  const { staking } = contractsOf(deployment);
  const slash = await client.readContract({ ...staking, functionName: "slash", args: [disputeId] });
  return { disputeId, ...slash, state: slashStates[slash.state] ?? "none" };
}
