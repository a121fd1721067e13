import type { Address } from "viem";
import { readContractEvents } from "../../sdk/contract-events.ts";
import { contractsOf } from "../../sdk/contracts.ts";
import type { Context } from "../context.ts";
import { duration, time } from "../output/format.ts";

/** A request to leave that was not taken out yet. */
export type OpenThaw = {
  readonly operator: Address;
  readonly index: bigint;
  /** What taking it out brings, in MILL's smallest unit: less than was asked for once a slash or a freeze took some. */
  readonly tokens: bigint;
  /** Timestamp, s. */
  readonly maturesAt: bigint;
};

/** What of its own stake an operator is taking out, in the order of the requests. */
export async function readOwnThaws(context: Context, operator: Address): Promise<OpenThaw[]> {
  const { client, deployment } = context;
  const { staking } = contractsOf(deployment);
  const indices = await requestsOf(context, operator, operator);
  const thaws = await Promise.all(
    indices.map((index) => client.readContract({ ...staking, functionName: "thawOf", args: [operator, index] })),
  );
  return stillOpen(operator, indices, thaws);
}

/** What a delegator is taking out behind an operator. */
export async function readUndelegations(context: Context, operator: Address, delegator: Address): Promise<OpenThaw[]> {
  const { client, deployment } = context;
  const { staking } = contractsOf(deployment);
  const indices = await requestsOf(context, operator, delegator);
  const thaws = await Promise.all(
    indices.map((index) =>
      client.readContract({ ...staking, functionName: "undelegationOf", args: [operator, delegator, index] }),
    ),
  );
  return stillOpen(operator, indices, thaws);
}

async function requestsOf({ client, deployment }: Context, operator: Address, account: Address): Promise<bigint[]> {
  const { staking } = contractsOf(deployment);
  const requested = await readContractEvents(client, staking, "ThawRequested", { operator, account });
  // An operator that delegates to itself counts both kinds of request from 0.
  return [...new Set(requested.map(({ args }) => args.index))];
}

function stillOpen(
  operator: Address,
  indices: readonly bigint[],
  thaws: readonly { readonly tokens: bigint; readonly maturesAt: bigint }[],
): OpenThaw[] {
  return thaws
    .map(({ tokens, maturesAt }, i) => ({ operator, index: indices[i] ?? 0n, tokens, maturesAt }))
    .filter(({ maturesAt }) => maturesAt !== 0n);
}

/** "in 13 d 23 h, 2026-11-24 09:30:00 UTC", or that it can be taken. */
export function countdown(maturesAt: bigint, now: bigint): string {
  return maturesAt <= now ? "can be taken now" : `in ${duration(maturesAt - now)}, ${time(maturesAt)}`;
}
