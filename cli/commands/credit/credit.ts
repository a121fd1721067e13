import { contractsOf } from "../../../sdk/contracts.ts";
import { stakeCalls } from "../../../sdk/stake-calls.ts";
import type { Context } from "../../context.ts";
import { mill } from "../../mill.ts";
import { factsText } from "../../output/layout.ts";
import type { Report } from "../../output/report.ts";
import { runPlan } from "../../transact/run-plan.ts";

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
