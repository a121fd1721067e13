import type { Address } from "viem";
import { contractsOf } from "../../sdk/contracts.ts";
import { type Pool, sharesDown, tokensDown } from "../../sdk/pool-math.ts";
import { readSettings } from "../../sdk/setting.ts";
import { type SlashParts, slashParts } from "../../sdk/slash-math.ts";
import type { Context } from "../context.ts";
import { readSlashes, type SlashFacts } from "../operator/slashes.ts";
import { readStake, type StakeFacts } from "../operator/stake-facts.ts";
import { readStanding, type StandingFacts } from "../operator/standing.ts";
import { readPool } from "./pool.ts";

/** What delegating would bring and risk. MILL's smallest unit. */
export type DelegationQuote = {
  readonly operator: Address;
  readonly amount: bigint;
  readonly shares: bigint;
  /** What the shares are worth right after, rounded down. */
  readonly worth: bigint;
  readonly stake: StakeFacts;
  readonly standing: StandingFacts;
  readonly slashes: readonly SlashFacts[];
  /** How much of the delegated stake counts for the operator at most: `ratio · own`. */
  readonly most: bigint;
  readonly thawSeconds: bigint;
  /** What one slash for each kind of fault would take of this delegation, rounded up. */
  readonly slashTakes: readonly { readonly kind: string; readonly takes: bigint }[];
  /** The most that any one slash can take, bps of a delegation. */
  readonly capBps: bigint;
};

export async function readDelegationQuote(
  context: Context,
  operator: Address,
  amount: bigint,
): Promise<DelegationQuote> {
  const { client, deployment } = context;
  const block = await client.getBlock();
  const [pool, stake, standing, slashes, settings, faults] = await Promise.all([
    readPool(context, operator),
    readStake(context, operator),
    readStanding(context, operator, block),
    readSlashes(context, operator),
    readSettings(client, deployment, ["maxDelegationRatio", "thawSeconds", "delegatedSlashCapBps"]),
    readSettings(client, deployment, ["wrongResultBps", "wrongHardwareBps", "doubleSoldBps", "dataMisuseBps"]),
  ]);
  const shares = sharesDown(pool, amount);
  const after: Pool = { tokens: pool.tokens + amount, shares: pool.shares + shares };
  const own = stake.own + stake.ownThawing + stake.pending;
  const delegated = stake.delegated + stake.delegatedThawing + amount;
  return {
    ...{ operator, amount, shares, worth: tokensDown(after, shares), stake, standing, slashes },
    most: settings.maxDelegationRatio * stake.own,
    thawSeconds: settings.thawSeconds,
    slashTakes: Object.entries(faults).map(([name, shareBps]) => {
      const parts = slashParts(own, delegated, shareBps, settings.delegatedSlashCapBps);
      return { kind: name.replace("Bps", ""), takes: partOf(parts, amount, delegated) };
    }),
    capBps: settings.delegatedSlashCapBps,
  };
}

/** A delegation's part of what is taken of all delegated stake, rounded up. */
function partOf({ delegated }: SlashParts, amount: bigint, all: bigint): bigint {
  return all === 0n ? 0n : (delegated * amount + all - 1n) / all;
}

/** Where Staking is. */
export function stakingOf({ deployment }: Context): Address {
  return contractsOf(deployment).staking.address;
}
