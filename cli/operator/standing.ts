import type { Address } from "viem";
import { contractsOf } from "../../sdk/contracts.ts";
import { priorValue } from "../../sdk/quality-math.ts";
import { readSettings } from "../../sdk/setting.ts";
import type { Standing, TierRule } from "../../sdk/tier.ts";
import type { Context } from "../context.ts";

/** What the tiers ask for now, the lowest first. */
export async function readTierRules({ client, deployment }: Context): Promise<TierRule[]> {
  return Promise.all(
    ([1, 2, 3] as const).map(async (tier) => {
      const names = ["ScoreBps", "ServedTimes", "CoverBps", "AgeSeconds", "MultiplierBps"].map(
        (n) => `tier${tier}${n}`,
      );
      const settings = await readSettings(client, deployment, names);
      const [scoreBps = 0n, servedTimes = 0n, coverBps = 0n, ageSeconds = 0n, multiplierBps = 0n] =
        Object.values(settings);
      return { tier, scoreBps, servedTimes, coverBps, ageSeconds, multiplierBps };
    }),
  );
}

/** What an operator's leases, nodes and stake say of it. Values in reference units of 18 decimals. */
export type StandingFacts = {
  readonly standing: Standing;
  readonly good: bigint;
  readonly bad: bigint;
  /** Timestamp (s) of the first record; 0 without one. */
  readonly since: bigint;
  /** As stored at the last fault or refresh: it decides until somebody refreshes. */
  readonly tier: number;
  /** What a refresh would store now. */
  readonly currentTier: number;
  readonly units: bigint;
  readonly leasedUnits: bigint;
};

/** @param at timestamp of the block that is looked at, s */
export async function readStanding(
  { client, deployment }: Context,
  operator: Address,
  { number: blockNumber, timestamp }: { readonly number: bigint; readonly timestamp: bigint },
): Promise<StandingFacts> {
  const { quality, nodes, staking } = contractsOf(deployment);
  const args = [operator] as const;
  const [record, score, currentTier, capacity, { stakeValueCents }] = await Promise.all([
    client.readContract({ ...quality, functionName: "recordOf", args, blockNumber }),
    client.readContract({ ...quality, functionName: "scoreOf", args, blockNumber }),
    client.readContract({ ...quality, functionName: "currentTier", args, blockNumber }),
    client.readContract({ ...nodes, functionName: "capacity", args, blockNumber }),
    readSettings(client, deployment, ["stakeValueCents"]),
  ]);
  const { requiredStake, units, leasedUnits } = capacity;
  const effectiveStake = await client.readContract({
    ...staking,
    functionName: "effectiveStake",
    args: [operator, requiredStake],
    blockNumber,
  });
  const { good, bad, served, since, tier } = record;
  const ageSeconds = since === 0n ? undefined : timestamp - since;
  const v = priorValue(stakeValueCents, requiredStake);
  const standing = { score, served, effectiveStake, requiredStake, ageSeconds, v };
  return { standing, good, bad, since, tier, currentTier, units, leasedUnits };
}
