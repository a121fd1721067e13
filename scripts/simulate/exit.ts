import type { Address } from "viem";
import { escrowAbi } from "../../sdk/abi/escrow.ts";
import { stakingAbi } from "../../sdk/abi/staking.ts";
import { escrowCalls } from "../../sdk/escrow-calls.ts";
import { stakeCalls } from "../../sdk/stake-calls.ts";
import type { Action } from "./chain.ts";
import { DAY } from "./economy.ts";
import type { Person } from "./people.ts";
import { act, type Stage } from "./stage.ts";

/** Longer than a thaw. */
const THAW = 15 * DAY;

/** Everybody takes out all that the chain gives: stake through the thaw, credits, earnings and what is free in Escrow. */
export async function leave(stage: Stage, people: readonly Person[], keeper: Person): Promise<void> {
  const { chain, client } = stage;
  const [staking, escrow, token] = [stage.at("Staking"), stage.at("Escrow"), stage.usd.address];
  const stakeOf = (person: Person) =>
    client.readContract({ address: staking, abi: stakingAbi, functionName: "operatorStake", args: [person.address] });

  const thaws: Action[] = [];
  const stakes = await Promise.all(people.map(stakeOf));
  for (const [index, person] of people.entries()) {
    const own = stakes[index]?.own ?? 0n;
    if (own > 0n) thaws.push(act(person, "thaw", stakeCalls.requestThaw(staking, own)));
  }
  thaws.push(...(await undelegations(stage, people)));
  await chain.block(thaws, (await chain.now()) + 60);
  await chain.block(await compensations(stage, keeper), (await chain.now()) + THAW);

  const requests = await client.getContractEvents({
    ...{ address: staking, abi: stakingAbi, eventName: "ThawRequested", fromBlock: 0n },
  });
  const last: Action[] = [];
  for (const person of people) {
    last.push(...matured(stage, person, requests));
    const read = { address: escrow, abi: escrowAbi, args: [person.address, token] } as const;
    const [net] = await client.readContract({ ...read, functionName: "earnings" });
    if (net > 0n) last.push(act(person, "withdraw earnings", escrowCalls.withdrawEarnings(escrow, token)));
    const free = await client.readContract({ ...read, functionName: "freeBalance" });
    if (free > 0n) last.push(act(person, "withdraw", escrowCalls.withdraw(escrow, token, free, person.address)));
    const credit = { address: staking, abi: stakingAbi, functionName: "creditOf", args: [person.address] } as const;
    if ((await client.readContract(credit)) > 0n) {
      last.push(act(person, "withdraw credit", stakeCalls.withdrawCredit(staking)));
    }
  }
  await chain.block(last, (await chain.now()) + 60);
}

/** Whatever was booked for buyers and not paid yet. */
async function compensations(stage: Stage, keeper: Person): Promise<Action[]> {
  const staking = stage.at("Staking");
  const booked = await stage.client.getContractEvents({
    ...{ address: staking, abi: stakingAbi, eventName: "CompensationBooked", fromBlock: 0n },
  });
  return booked.map(({ args }) =>
    act(keeper, "pay compensation", stakeCalls.payCompensation(staking, args.compensationId ?? 0n), {
      // Paid before, or a slash took it.
      mayFail: true,
    }),
  );
}

async function undelegations(stage: Stage, people: readonly Person[]): Promise<Action[]> {
  const staking = stage.at("Staking");
  const entered = await stage.client.getContractEvents({
    ...{ address: staking, abi: stakingAbi, eventName: "Delegated", fromBlock: 0n },
  });
  const actions: Action[] = [];
  for (const person of people) {
    const own = entered.filter(({ args }) => args.delegator === person.address);
    for (const operator of new Set(own.map(({ args }) => args.operator))) {
      if (operator === undefined) continue;
      const position = { address: staking, abi: stakingAbi, args: [operator, person.address] } as const;
      const [shares] = await stage.client.readContract({ ...position, functionName: "delegationOf" });
      if (shares > 0n) actions.push(act(person, "undelegate", stakeCalls.requestUndelegate(staking, operator, shares)));
    }
  }
  return actions;
}

type ThawRequest = {
  readonly args: Readonly<Partial<Record<"operator" | "account", Address | undefined>>> & {
    readonly index?: bigint | undefined;
  };
};

/** All of these requests that are a person's; those that it has taken out are refused. */
function matured(stage: Stage, person: Person, requests: readonly ThawRequest[]): Action[] {
  const staking = stage.at("Staking");
  const own = requests.filter(({ args }) => args.account === person.address);
  return own.map(({ args: { operator, index } }) => {
    const isOwn = operator === person.address;
    const call = isOwn
      ? stakeCalls.withdraw(staking, index ?? 0n)
      : stakeCalls.withdrawDelegation(staking, operator ?? person.address, index ?? 0n, 0n);
    // Taken out before.
    return act(person, "take stake out", call, { mayFail: true });
  });
}
