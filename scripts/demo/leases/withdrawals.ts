import type { PrivateKeyAccount } from "viem";
import { escrowAbi } from "../../../sdk/abi/escrow.ts";
import { stakingAbi } from "../../../sdk/abi/staking.ts";
import { escrowCalls } from "../../../sdk/escrow-calls.ts";
import { stakeCalls } from "../../../sdk/stake-calls.ts";
import { inParallel } from "../../parallel.ts";
import type { Chain } from "../chain.ts";
import type { Cast } from "./cast.ts";
import type { Deed } from "./clock.ts";
import type { Place } from "./place.ts";

const width = 8;

/** What everybody can take now: operators their earnings, buyers what is left of their money, both what disputes owe. */
export async function withdrawals(chain: Chain, { operators, buyers }: Cast, place: Place): Promise<Deed[]> {
  const { escrow, staking, token } = place;
  const read = { address: escrow, abi: escrowAbi } as const;
  const earned = async (by: PrivateKeyAccount): Promise<Deed[]> => {
    const [net] = await chain.readContract({ ...read, functionName: "earnings", args: [by.address, token.address] });
    return net === 0n ? [] : [{ by, call: escrowCalls.withdrawEarnings(escrow, token.address) }];
  };
  const left = async (by: PrivateKeyAccount): Promise<Deed[]> => {
    const args = [by.address, token.address] as const;
    const free = await chain.readContract({ ...read, functionName: "freeBalance", args });
    return free === 0n ? [] : [{ by, call: escrowCalls.withdraw(escrow, token.address, free, by.address) }];
  };
  const credited = async (by: PrivateKeyAccount): Promise<Deed[]> => {
    const args = [by.address] as const;
    const credit = await chain.readContract({ address: staking, abi: stakingAbi, functionName: "creditOf", args });
    return credit === 0n ? [] : [{ by, call: stakeCalls.withdrawCredit(staking) }];
  };
  const all = [
    await inParallel(operators, width, earned),
    await inParallel(buyers, width, left),
    await inParallel([...operators, ...buyers], width, credited),
  ];
  return all.flat(2);
}
