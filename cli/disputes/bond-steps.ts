import { erc20PermitAbi } from "../../sdk/abi/erc20-permit.ts";
import { contractAt } from "../../sdk/contract-at.ts";
import { MillraceError } from "../../sdk/error.ts";
import { approvalSteps } from "../approval.ts";
import type { Context } from "../context.ts";
import { mill, millToken } from "../mill.ts";
import type { Step } from "../transact/plan.ts";

/**
 * What has to come before a call that pulls a bond in MILL: the approval of at most `most`, or nothing.
 * @param most what may be pulled, where the bond can rise until the call; else the bond
 * @throws MillraceError `too-little-mill` before anything is approved
 */
export async function bondSteps(context: Context, bond: bigint, most = bond): Promise<Step[]> {
  const token = millToken(context);
  const held = await context.client.readContract({
    ...{ address: token.address, abi: erc20PermitAbi },
    functionName: "balanceOf",
    args: [context.self()],
  });
  if (held < bond) {
    throw new MillraceError("Your wallet holds too little MILL for the bond.", {
      code: "too-little-mill",
      found: mill(held),
      expected: `at least ${mill(bond)}`,
      next: "Get MILL into this wallet first; the bond is back if you are right.",
    });
  }
  const staking = { name: "Staking", address: contractAt(context.deployment, "Staking") };
  return approvalSteps(context, token, staking, most);
}
