import type { Address } from "viem";
import { contractsOf } from "../../sdk/contracts.ts";
import type { Context } from "../context.ts";

/** An operator's stake. Amounts in MILL's smallest unit. */
export type StakeFacts = Awaited<ReturnType<typeof readStake>>;

/** What Staking holds of an operator now. `free` is neither bonded nor locked; `credit` is what it can withdraw at once. */
export async function readStake({ client, deployment }: Context, operator: Address) {
  const { staking } = contractsOf(deployment);
  const args = [operator] as const;
  const [stake, free, credit, [bps, nextBps, effectiveAt]] = await Promise.all([
    client.readContract({ ...staking, functionName: "operatorStake", args }),
    client.readContract({ ...staking, functionName: "freeStake", args }),
    client.readContract({ ...staking, functionName: "creditOf", args }),
    client.readContract({ ...staking, functionName: "commissionOf", args }),
  ]);
  return { ...stake, free, credit, commission: { bps, nextBps, effectiveAt } };
}

/** MILL in an account's wallet. */
export function readWalletMill({ client, deployment }: Context, account: Address): Promise<bigint> {
  return client.readContract({ ...contractsOf(deployment).mill, functionName: "balanceOf", args: [account] });
}
