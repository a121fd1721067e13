import { formatAmount } from "../../sdk/amount.ts";
import { type TierAspect, type TierCheck, type TierRule, tierChecks } from "../../sdk/tier.ts";
import { mill } from "../mill.ts";
import { duration, percent } from "../output/format.ts";
import type { StandingFacts } from "./standing.ts";

/** Reference units with 18 decimals, at most six of them shown. */
export function value(amount: bigint): string {
  return `${formatAmount(amount - (amount % 10n ** 12n), 18)} reference units`;
}

const inWords: Readonly<Record<TierAspect, (amount: bigint) => string>> = {
  score: percent,
  served: value,
  stake: mill,
  age: duration,
};

const names: Readonly<Record<TierAspect, string>> = {
  score: "score",
  served: "value served",
  stake: "effective stake",
  age: "age of the record",
};

/** The tier above the current one, and what it asks for; undefined at the top. */
export function nextTier(rules: readonly TierRule[], { standing, currentTier }: StandingFacts) {
  const rule = rules.find(({ tier }) => tier === currentTier + 1);
  return rule === undefined ? undefined : { rule, checks: tierChecks(rule, standing) };
}

/** "score 50 %, needs 60 %" */
export function checkText({ what, has, needs }: TierCheck): string {
  return `${names[what]} ${inWords[what](has)}, needs ${inWords[what](needs)}`;
}
