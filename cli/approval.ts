import type { Address } from "viem";
import { erc20PermitAbi } from "../sdk/abi/erc20-permit.ts";
import type { PaymentToken } from "../sdk/deployment.ts";
import { tokenCalls } from "../sdk/stake-calls.ts";
import type { Context } from "./context.ts";
import { money } from "./output/format.ts";
import type { Step } from "./transact/plan.ts";

/** One approval of exactly the amount, or none if what is allowed is enough. */
export async function approvalSteps(
  { client, self }: Context,
  token: PaymentToken,
  spender: { readonly name: string; readonly address: Address },
  amount: bigint,
): Promise<Step[]> {
  const read = { address: token.address, abi: erc20PermitAbi } as const;
  const args = [self(), spender.address] as const;
  const allowance = await client.readContract({ ...read, functionName: "allowance", args });
  if (allowance >= amount) return [];
  const call = tokenCalls.approve(token.address, spender.address, amount);
  return [{ what: `allow ${spender.name} to take ${money(amount, token)}`, call }];
}
