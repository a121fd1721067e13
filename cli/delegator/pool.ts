import type { Address } from "viem";
import { readContractEvents } from "../../sdk/contract-events.ts";
import { contractsOf } from "../../sdk/contracts.ts";
import type { Pool } from "../../sdk/pool-math.ts";
import type { Context } from "../context.ts";

/** What is staked behind an operator and not thawing: its tokens, and the shares of all its delegators together. */
export async function readPool({ client, deployment }: Context, operator: Address): Promise<Pool> {
  const { staking } = contractsOf(deployment);
  const [{ delegated }, events] = await Promise.all([
    client.readContract({ ...staking, functionName: "operatorStake", args: [operator] }),
    readContractEvents(client, staking, "Delegated", { operator }),
  ]);
  const delegators = [...new Set(events.map(({ args }) => args.delegator))];
  const positions = await Promise.all(
    delegators.map((delegator) =>
      client.readContract({ ...staking, functionName: "delegationOf", args: [operator, delegator] }),
    ),
  );
  return { tokens: delegated, shares: positions.reduce((sum, [shares]) => sum + shares, 0n) };
}
