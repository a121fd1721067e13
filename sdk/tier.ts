/** What a tier asks for. */
export type TierRule = {
  readonly tier: 1 | 2 | 3;
  readonly scoreBps: bigint;
  /** Least value served in all, in V. */
  readonly servedTimes: bigint;
  /** Least effective stake over required stake. */
  readonly coverBps: bigint;
  /** Since the first record. */
  readonly ageSeconds: bigint;
  /** Of rewards. */
  readonly multiplierBps: bigint;
};

/** What an operator has of it. Values in reference units of 18 decimals, stake in MILL's smallest unit. */
export type Standing = {
  readonly score: bigint;
  readonly served: bigint;
  readonly effectiveStake: bigint;
  readonly requiredStake: bigint;
  /** Seconds since the first record; undefined without one. */
  readonly ageSeconds: bigint | undefined;
  /** V of all registered units. */
  readonly v: bigint;
};

export type TierCheck = {
  readonly what: TierAspect;
  readonly has: bigint;
  readonly needs: bigint;
  readonly isMet: boolean;
};
export type TierAspect = "score" | "served" | "stake" | "age";

/** Each thing that a tier asks for, beside what there is. `stake` is effective stake, `served` reference units. */
export function tierChecks(rule: TierRule, standing: Standing): TierCheck[] {
  const check = (what: TierAspect, has: bigint, needs: bigint) => ({ what, has, needs, isMet: has >= needs });
  return [
    check("score", standing.score, rule.scoreBps),
    check("served", standing.served, rule.servedTimes * standing.v),
    // Rounded up, so that having it is exactly `effective · 10⁴ ≥ cover · required`.
    check("stake", standing.effectiveStake, (rule.coverBps * standing.requiredStake + 9_999n) / 10_000n),
    check("age", standing.ageSeconds ?? 0n, rule.ageSeconds),
  ];
}

/** The highest tier of which all is reached, 0 without a record or capacity: the twin of `Quality.currentTier`. */
export function tierReached(rules: readonly TierRule[], standing: Standing): 0 | 1 | 2 | 3 {
  if (standing.ageSeconds === undefined || standing.requiredStake === 0n) return 0;
  return rules.findLast((rule) => tierChecks(rule, standing).every(({ isMet }) => isMet))?.tier ?? 0;
}

/** Stake that counts: `min(own + min(delegated, ratio · own), 2 · required)`, the twin of `Staking.effectiveStake`. */
export function effectiveStake(own: bigint, delegated: bigint, ratio: bigint, required: bigint): bigint {
  const counted = own + (delegated < ratio * own ? delegated : ratio * own);
  return counted < 2n * required ? counted : 2n * required;
}
