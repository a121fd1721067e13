import type { PrivateKeyAccount } from "viem";
import { nodesAbi } from "../../../sdk/abi/nodes.ts";
import { qualityAbi } from "../../../sdk/abi/quality.ts";
import { stakingAbi } from "../../../sdk/abi/staking.ts";
import { inParallel } from "../../parallel.ts";
import type { Chain } from "../chain.ts";
import type { PlayedLeases } from "./play-leases.ts";

/** What the contracts say of each operator at the end, in the plan's order. */
export type OperatorState = {
  readonly tier: number;
  /** Own stake that is not thawing, MILL wei. */
  readonly own: bigint;
  /** Thousandths of a GPU, of all its nodes; and of them under leases. */
  readonly units: bigint;
  readonly leasedUnits: bigint;
};

export function readOperators(chain: Chain, { cast, place }: PlayedLeases): Promise<OperatorState[]> {
  const { quality, staking, nodes } = place;
  return inParallel(cast.operators, 8, async ({ address }: PrivateKeyAccount) => {
    const args = [address] as const;
    const tier = await chain.readContract({ address: quality, abi: qualityAbi, functionName: "tierOf", args });
    const stake = await chain.readContract({ address: staking, abi: stakingAbi, functionName: "operatorStake", args });
    const capacity = await chain.readContract({ address: nodes, abi: nodesAbi, functionName: "capacity", args });
    return { tier, own: stake.own, units: capacity.units, leasedUnits: capacity.leasedUnits };
  });
}
