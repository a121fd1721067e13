import type { Command } from "commander";
import { contractsOf } from "../../../sdk/contracts.ts";
import { readSettings } from "../../../sdk/setting.ts";
import { refreshTier } from "../../../sdk/stake-calls.ts";
import { effectiveStake, type Standing, tierChecks, tierReached } from "../../../sdk/tier.ts";
import { answer } from "../../answer.ts";
import { type Context, parseAddress } from "../../context.ts";
import { type Checked, checkedFact, isEqual } from "../../explain/checked.ts";
import { explainScore } from "../../explain/score.ts";
import { mill } from "../../mill.ts";
import { checkText } from "../../operator/next-tier.ts";
import { sectionsText } from "../../operator/sections.ts";
import { readStake } from "../../operator/stake-facts.ts";
import { readTierRules } from "../../operator/standing.ts";
import type { Fact } from "../../output/layout.ts";
import type { Report } from "../../output/report.ts";
import { runPlan } from "../../transact/run-plan.ts";

export function addTier(explain: Command): void {
  explain
    .command("tier")
    .summary("what each tier asks for, what the operator has, and what the chain says")
    .argument("<operator>", "an address")
    .option("--refresh", "bring the stored tier up to date; anyone can")
    .action(
      answer(["calldata"], (context, [who]: [string], { refresh }: { refresh?: true }) =>
        tier(context, who, refresh === true),
      ),
    );
}

/** The report of `explain tier`. */
export async function tier(context: Context, who: string, isRefreshing: boolean): Promise<Report> {
  const { client, deployment } = context;
  const operator = parseAddress(who, "The operator");
  const [explained, rules, stake, { maxDelegationRatio }] = await Promise.all([
    explainScore(context, operator),
    readTierRules(context),
    readStake(context, operator),
    readSettings(client, deployment, ["maxDelegationRatio"]),
  ]);
  const { chain, record, v, score, now } = explained;
  const { requiredStake } = chain.standing;
  const standing: Standing = {
    ...{ score, served: record.served, v, requiredStake },
    effectiveStake: effectiveStake(stake.own, stake.delegated, maxDelegationRatio, requiredStake),
    ageSeconds: record.since === undefined ? undefined : now - record.since,
  };
  const counted = `min(${mill(stake.own)} + min(${mill(stake.delegated)}, ${maxDelegationRatio} · own)`;
  const stakeCheck: Checked = {
    what: "effective stake",
    formula: `${counted}, 2 · ${mill(requiredStake)} required)`,
    computed: standing.effectiveStake,
    onChain: chain.standing.effectiveStake,
  };
  const tierCheck: Checked = {
    what: "tier",
    formula: "the highest of which all is reached",
    computed: BigInt(tierReached(rules, standing)),
    onChain: BigInt(chain.currentTier),
  };
  const checks = [stakeCheck, tierCheck];
  const tiers = rules.map((rule) => ({ tier: rule.tier, checks: tierChecks(rule, standing) }));
  const isSame = checks.every(isEqual) && standing.score === chain.standing.score;
  const json = { operator, isSame, storedTier: chain.tier, checks, tiers };
  if (isRefreshing && chain.tier !== chain.currentTier) {
    return runPlan(context, {
      facts: [["stored tier", `${chain.tier}, ${chain.currentTier} after`]],
      json,
      steps: [{ what: "refresh the tier", call: refreshTier(contractsOf(deployment).quality.address, operator) }],
    });
  }
  const stored = chain.tier === chain.currentTier ? "" : `; ${chain.currentTier} after --refresh`;
  const facts: Fact[] = [
    checkedFact(stakeCheck, mill),
    checkedFact(tierCheck, String),
    ["stored tier, which counts", `${chain.tier}${stored}`],
  ];
  const nothing = isRefreshing ? "\n\nNothing to do: the stored tier is up to date." : "";
  const text = sectionsText([
    ...tiers.map((each) => {
      const shown = each.checks.map((check): Fact => [check.isMet ? "reached" : "MISSING", checkText(check)]);
      return [`Tier ${each.tier}`, shown] as const;
    }),
    ["Together", record.since === undefined ? [["no record yet", "a first lease that ends well"], ...facts] : facts],
  ]);
  return { json, text: `${text}${nothing}` };
}
