import type { Address } from "viem";
import { stakingAbi } from "../../sdk/abi/staking.ts";
import { readContractEvents } from "../../sdk/contract-events.ts";
import { type Context, parseAddress } from "../context.ts";
import { contractNamed } from "./contracts.ts";

/** A position in Staking and what it would vote with, MILL wei. */
export type VotingPosition = { readonly operator: Address; readonly votes: bigint };

/** Every position that `account` ever entered: its own stake and its delegations. */
export async function positionsOf(context: Context, account: Address, snapshot: bigint): Promise<VotingPosition[]> {
  const { client, deployment } = context;
  const { address } = contractNamed(deployment, "Staking");
  const source = { address, abi: stakingAbi, fromBlock: deployment.block };
  const own = await readContractEvents(client, source, "Staked", { operator: account });
  const delegated = await readContractEvents(client, source, "Delegated", { delegator: account });
  const operators = new Set([...own, ...delegated].map(({ args }) => args.operator));
  return Promise.all([...operators].map((operator) => votesOf(context, operator, account, snapshot)));
}

/**
 * Which positions vote: those that count something, or the ones that are named.
 * @param choice `auto`, `none`, or operators with commas between
 */
export async function choosePositions(
  context: Context,
  choice: string,
  account: Address,
  snapshot: bigint,
): Promise<VotingPosition[]> {
  if (choice === "none") return [];
  if (choice === "auto") return (await positionsOf(context, account, snapshot)).filter(({ votes }) => votes > 0n);
  // The contract counts a position once, however often it is named.
  const operators = new Set(choice.split(",").map((text) => parseAddress(text.trim(), "A position's operator")));
  return Promise.all([...operators].map((operator) => votesOf(context, operator, account, snapshot)));
}

async function votesOf(
  context: Context,
  operator: Address,
  account: Address,
  snapshot: bigint,
): Promise<VotingPosition> {
  const { client, deployment } = context;
  const { address } = contractNamed(deployment, "Staking");
  const args = [operator, account, snapshot] as const;
  return { operator, votes: await client.readContract({ address, abi: stakingAbi, functionName: "votesOf", args }) };
}
