import type { Command } from "commander";
import { answer } from "../../answer.ts";
import type { Context } from "../../context.ts";
import type { Report } from "../../output/report.ts";
import { score } from "../explain/score.ts";
import { tier } from "../explain/tier.ts";

export function addExplain(operator: Command): void {
  operator
    .command("explain")
    .summary("an operator's score and tier: `millrace explain score` and `explain tier` together")
    .argument("<operator>", "an address")
    .action(answer([], (context, [who]: [string]) => explain(context, who)));
}

async function explain(context: Context, who: string): Promise<Report> {
  const [ofScore, ofTier] = await Promise.all([score(context, who), tier(context, who, false)]);
  return { json: { score: ofScore.json, tier: ofTier.json }, text: `${ofScore.text}\n\n${ofTier.text}` };
}
