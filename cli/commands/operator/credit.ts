import type { Command } from "commander";
import { contractsOf } from "../../../sdk/contracts.ts";
import { stakeCalls } from "../../../sdk/stake-calls.ts";
import { answer } from "../../answer.ts";
import type { Context } from "../../context.ts";
import { mill } from "../../mill.ts";
import { factsText } from "../../output/layout.ts";
import type { Report } from "../../output/report.ts";
import { runPlan } from "../../transact/run-plan.ts";

export function addCredit(operator: Command): void {
  operator
    .command("credit")
    .summary("what disputes and slashes owe you (bonds returned or won), and take it")
    .option("--withdraw", "send it to your wallet")
    .action(answer(["calldata"], (context, _, options: { withdraw?: true }) => credit(context, options)));
}

/** What is owed to this account, and with `withdraw` the step that takes it. */
export async function credit(context: Context, { withdraw }: { withdraw?: true }): Promise<Report> {
  const { client, deployment, self } = context;
  const { staking } = contractsOf(deployment);
  const amount = await client.readContract({ ...staking, functionName: "creditOf", args: [self()] });
  const json = { account: self(), credit: amount };
  const text = factsText([["credit", mill(amount)]]);
  if (withdraw !== true) return { json, text };
  if (amount === 0n) return { json, text: `${text}\n\nNothing to do: nothing is owed to this account.` };
  return runPlan(context, {
    facts: [["credit", mill(amount)]],
    json,
    steps: [{ what: `withdraw ${mill(amount)}`, call: stakeCalls.withdrawCredit(staking.address) }],
  });
}
