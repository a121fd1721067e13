import type { Command } from "commander";
import { formatAmount } from "../../../sdk/amount.ts";
import { answer } from "../../answer.ts";
import { type Context, parseAddress } from "../../context.ts";
import { type Checked, checkedFact, isEqual } from "../../explain/checked.ts";
import { type ExplainedScore, explainScore } from "../../explain/score.ts";
import { mill } from "../../mill.ts";
import { value } from "../../operator/next-tier.ts";
import { sectionsText } from "../../operator/sections.ts";
import { percent, short, time } from "../../output/format.ts";
import type { Report } from "../../output/report.ts";

export function addScore(explain: Command): void {
  explain
    .command("score")
    .summary("an operator's score: every lease in its record, the formula, and what the chain says")
    .argument("<operator>", "an address")
    .action(answer([], (context, [who]: [string]) => score(context, who)));
}

/** The report of `explain score`. */
export async function score(context: Context, who: string): Promise<Report> {
  const explained = await explainScore(context, parseAddress(who, "The operator"));
  const checks = scoreChecks(explained);
  const { operator, record, requiredStake } = explained;
  const isSame = checks.every(isEqual) && record.lines.every(isLineEqual);
  return { json: { operator, isSame, requiredStake, record, checks }, text: scoreText(explained, checks) };
}

/** Each number of the score, computed here and as the chain says. */
export function scoreChecks(explained: ExplainedScore): Checked[] {
  const { record, requiredStake, v, priorBps, stakeValueCents, score: computed, chain, now } = explained;
  const until = `the record above, faded until ${time(now)}`;
  const [inV, good, bad] = [v, record.good, record.bad].map((amount) => formatAmount(amount, 18));
  const sum = `(${priorBps} · ${inV} + 10000 · ${good}) / (${inV} + ${good} + ${bad})`;
  return [
    { what: "good", formula: until, computed: record.good, onChain: chain.good },
    { what: "bad", formula: until, computed: record.bad, onChain: chain.bad },
    { what: "served", formula: "what is good, never faded", computed: record.served, onChain: chain.standing.served },
    {
      what: "V",
      formula: `${stakeValueCents} cents · ${mill(requiredStake)} required stake / 1000 MILL`,
      ...{ computed: v, onChain: chain.standing.v },
    },
    { what: "score", formula: `⌊${sum}⌋`, computed, onChain: chain.standing.score },
  ];
}

function isLineEqual({ good, goodOnChain, bad, badOnChain }: ExplainedScore["record"]["lines"][number]): boolean {
  return good === goodOnChain && bad === badOnChain;
}

function scoreText({ operator, record }: ExplainedScore, checks: readonly Checked[]): string {
  const lines = record.lines.map((line) => {
    const what = line.fault === "none" ? `good ${value(line.goodValue)}` : `${line.fault}: bad ${value(line.badValue)}`;
    const after = `${value(line.good)} good and ${value(line.bad)} bad in all`;
    const differs = isLineEqual(line) ? "" : "  THE CHAIN SAYS OTHERWISE";
    return [`${time(line.at)} ${short(line.leaseId)}`, `${what}; ${after}${differs}`] as const;
  });
  const facts = checks.map((checked) => checkedFact(checked, checked.what === "score" ? percent : value));
  return `score = ⌊(prior · V + good) / (V + good + bad)⌋ of ${operator}; good fades, bad fades slower\n\n${sectionsText(
    [
      ["Record", lines.length === 0 ? [["no lease yet", "the score is the prior's"]] : lines],
      ["Score", facts],
    ],
  )}`;
}
