import type { Command } from "commander";
import { parseAmount } from "../../../sdk/amount.ts";
import { contractsOf } from "../../../sdk/contracts.ts";
import { readSettings } from "../../../sdk/setting.ts";
import { stakeCalls } from "../../../sdk/stake-calls.ts";
import { answer } from "../../answer.ts";
import type { Context } from "../../context.ts";
import { mill } from "../../mill.ts";
import { readStake } from "../../operator/stake-facts.ts";
import { duration } from "../../output/format.ts";
import type { Report } from "../../output/report.ts";
import { runPlan } from "../../transact/run-plan.ts";

export function addUnstake(operator: Command): void {
  operator
    .command("unstake")
    .summary("start to take own stake out: it thaws first, and still answers meanwhile")
    .argument("[amount]", "whole MILL, or all that is free", "all")
    .action(answer(["calldata"], (context, [amount]: [string]) => unstake(context, amount)));
}

async function unstake(context: Context, text: string): Promise<Report> {
  const { client, deployment, self } = context;
  const [stake, { thawSeconds }] = await Promise.all([
    readStake(context, self()),
    readSettings(client, deployment, ["thawSeconds"]),
  ]);
  const amount = text === "all" ? stake.free : parseAmount(text, 18);
  if (amount === 0n) {
    return { json: { amount }, text: "Nothing to do: no own stake is free. Bonds and required stake wait for leases." };
  }
  return runPlan(context, {
    facts: [
      ["free", `${mill(stake.free)} of ${mill(stake.own)}`],
      ["stays", `${mill(stake.bonded)} bonded, ${mill(stake.locked)} locked, until those leases are final`],
      ["thaws for", `${duration(thawSeconds)}; slashes still reach it, rewards and votes do not count it`],
    ],
    json: { amount, thawSeconds },
    steps: [
      {
        what: `thaw ${mill(amount)}`,
        call: stakeCalls.requestThaw(contractsOf(deployment).staking.address, amount),
      },
    ],
    next: `Take it with \`millrace operator withdraw-stake\` in ${duration(thawSeconds)}.`,
  });
}
