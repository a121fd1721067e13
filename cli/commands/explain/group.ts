import type { Command } from "commander";
import { addCompensation } from "./compensation.ts";
import { addScore } from "./score.ts";
import { addSlash } from "./slash.ts";
import { addTier } from "./tier.ts";

const afterHelp = `
Each shows the published formula with the numbers put in, computed here from the chain's events and the settings of
then, beside what the chain says, to the last unit. \`isSame\` in --output json is true where they agree.`;

/** `millrace explain …` */
export function addExplain(program: Command): void {
  const explain = program
    .command("explain")
    .summary("recompute a score, a tier, a compensation or a slash, and compare it with the chain")
    .addHelpText("after", afterHelp);
  for (const add of [addScore, addTier, addCompensation, addSlash]) add(explain);
}
