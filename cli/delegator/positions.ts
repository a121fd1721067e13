import type { Address } from "viem";
import { readContractEvents } from "../../sdk/contract-events.ts";
import { contractsOf } from "../../sdk/contracts.ts";
import type { Context } from "../context.ts";
import { type OpenThaw, readUndelegations } from "../operator/thaws.ts";

/** What a delegator has behind one operator. MILL's smallest unit. */
export type Position = {
  readonly operator: Address;
  readonly shares: bigint;
  /** What the shares are worth now, rounded down. */
  readonly worth: bigint;
  /** Put in and taken out since the beginning, from the chain's events. */
  readonly paidIn: bigint;
  readonly takenOut: bigint;
  /** `worth + thawing + takenOut − paidIn`: below zero if slashes took more than rewards brought. */
  readonly gained: bigint;
  readonly thaws: readonly OpenThaw[];
};

/** Behind every operator that it has ever delegated to. */
export async function readPositions(context: Context, delegator: Address): Promise<Position[]> {
  const { client, deployment } = context;
  const { staking } = contractsOf(deployment);
  const delegated = await readContractEvents(client, staking, "Delegated", { delegator });
  const operators = [...new Set(delegated.map(({ args }) => args.operator))];
  return Promise.all(
    operators.map(async (operator) => {
      const [[shares, worth], thaws, withdrawn] = await Promise.all([
        client.readContract({ ...staking, functionName: "delegationOf", args: [operator, delegator] }),
        readUndelegations(context, operator, delegator),
        readContractEvents(client, staking, "StakeWithdrawn", { operator, account: delegator }),
      ]);
      const mine = delegated.filter(({ args }) => args.operator === operator);
      const paidIn = mine.reduce((sum, { args }) => sum + args.amount, 0n);
      const takenOut = withdrawn.reduce((sum, { args }) => sum + args.tokens, 0n);
      const thawing = thaws.reduce((sum, { tokens }) => sum + tokens, 0n);
      return { operator, shares, worth, paidIn, takenOut, gained: worth + thawing + takenOut - paidIn, thaws };
    }),
  );
}
