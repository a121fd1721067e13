import type { Address } from "viem";
import { readContractEvents } from "../../sdk/contract-events.ts";
import { contractsOf } from "../../sdk/contracts.ts";
import type { Context } from "../context.ts";

/** What Emissions added to an operator's stake in all, commission included, in MILL's smallest unit. */
export async function readRewards({ client, deployment }: Context, operator: Address) {
  const added = await readContractEvents(client, contractsOf(deployment).staking, "RewardsAdded", { operator });
  return {
    own: added.reduce((sum, { args }) => sum + args.toOwn, 0n),
    delegated: added.reduce((sum, { args }) => sum + args.toDelegated, 0n),
  };
}
