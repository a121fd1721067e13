import type { Command } from "commander";
import { contractsOf } from "../../../sdk/contracts.ts";
import { stakeCalls } from "../../../sdk/stake-calls.ts";
import { answer } from "../../answer.ts";
import type { Context } from "../../context.ts";
import { mill } from "../../mill.ts";
import { factsText } from "../../output/layout.ts";
import type { Report } from "../../output/report.ts";
import { runPlan } from "../../transact/run-plan.ts";

/** What disputes owe to an account: bonds that came back or were won, bounties, a buyer's part of a slash. */
export function addCredit(program: Command): void {
  const credit = program.command("credit").summary("what disputes and slashes owe you, and take it");
  credit
    .command("show", { isDefault: true })
    .summary("how much it is")
    .action(answer([], (context) => show(context)));
  credit
    .command("withdraw")
    .summary("take all of it")
    .action(answer(["calldata"], (context) => withdraw(context)));
}

function creditOf({ client, deployment, self }: Context): Promise<bigint> {
  return client.readContract({ ...contractsOf(deployment).staking, functionName: "creditOf", args: [self()] });
}

async function show(context: Context): Promise<Report> {
  const credit = await creditOf(context);
  const facts = factsText([["owed to you", mill(credit)]]);
  const next = credit === 0n ? "" : "\n\nNext: millrace credit withdraw";
  return { json: { account: context.self(), credit }, text: `${facts}${next}` };
}

async function withdraw(context: Context): Promise<Report> {
  const credit = await creditOf(context);
  if (credit === 0n) return { json: { withdrawn: 0n }, text: "Nothing to do: nothing is owed to you." };
  return runPlan(context, {
    facts: [["to", context.self()]],
    steps: [
      {
        what: `withdraw ${mill(credit)}`,
        call: stakeCalls.withdrawCredit(contractsOf(context.deployment).staking.address),
      },
    ],
    json: { withdrawn: credit },
  });
}
