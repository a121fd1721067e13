import type { Command } from "commander";
import { contractsOf } from "../../../sdk/contracts.ts";
import { stakeCalls } from "../../../sdk/stake-calls.ts";
import { answer } from "../../answer.ts";
import type { Context } from "../../context.ts";
import { operatorOf } from "../../operator/acting-as.ts";
import { readStake } from "../../operator/stake-facts.ts";
import { percent, time } from "../../output/format.ts";
import { type Fact, factsText } from "../../output/layout.ts";
import type { Report } from "../../output/report.ts";
import { parseWhole } from "../../parse-number.ts";
import { runPlan } from "../../transact/run-plan.ts";

export function addCommission(operator: Command): void {
  const commission = operator.command("commission").summary("your share of the rewards of what is staked behind you");
  commission
    .command("show", { isDefault: true })
    .summary("in force, and to come")
    .argument("[operator]", "an address (default: this account)")
    .action(answer([], (context, [who]: [string | undefined]) => show(context, who)));
  commission
    .command("set")
    .summary("lower at once, higher after the notice period")
    .argument("<bps>", "basis points: 1000 is 10 %")
    .action(answer(["calldata"], (context, [bps]: [string]) => set(context, bps)));
}

async function show(context: Context, who: string | undefined): Promise<Report> {
  const operator = operatorOf(context, who);
  const { commission } = await readStake(context, operator);
  const { bps, nextBps, effectiveAt } = commission;
  const facts: Fact[] = [
    ["operator", operator],
    ["commission", percent(bps)],
    ...(effectiveAt === 0n ? [] : [[`from ${time(effectiveAt)}`, percent(nextBps)] as const]),
  ];
  return { json: { operator, ...commission }, text: factsText(facts) };
}

async function set(context: Context, text: string): Promise<Report> {
  const bps = parseWhole(text, "The commission", { bits: 16 });
  const { commission } = await readStake(context, context.self());
  const staking = contractsOf(context.deployment).staking.address;
  return runPlan(context, {
    facts: [
      ["now", percent(commission.bps)],
      ["then", `${percent(bps)}, ${bps > commission.bps ? "after the notice period" : "at once"}`],
    ],
    json: { bps },
    steps: [{ what: `set the commission to ${percent(bps)}`, call: stakeCalls.setCommission(staking, bps) }],
  });
}
