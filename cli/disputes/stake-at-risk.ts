import type { Address } from "viem";
import { contractsOf } from "../../sdk/contracts.ts";
import { readSettings } from "../../sdk/setting.ts";
import { type SlashParts, slashParts } from "../../sdk/slash-math.ts";
import type { Context } from "../context.ts";

/** What a fault of this share could take of an operator now. MILL's smallest unit. */
export async function stakeAtRisk(context: Context, operator: Address, shareBps: bigint): Promise<SlashParts> {
  const { client, deployment } = context;
  const [stake, { delegatedSlashCapBps }] = await Promise.all([
    client.readContract({ ...contractsOf(deployment).staking, functionName: "operatorStake", args: [operator] }),
    readSettings(client, deployment, ["delegatedSlashCapBps"]),
  ]);
  const own = stake.own + stake.ownThawing + stake.pending;
  return slashParts(own, stake.delegated + stake.delegatedThawing, shareBps, delegatedSlashCapBps);
}
