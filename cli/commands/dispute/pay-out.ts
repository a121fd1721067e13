import type { Command } from "commander";
import { contractsOf } from "../../../sdk/contracts.ts";
import { stakeCalls } from "../../../sdk/stake-calls.ts";
import { answer } from "../../answer.ts";
import type { Context } from "../../context.ts";
import { pickDispute } from "../../disputes/pick-dispute.ts";
import { mill } from "../../mill.ts";
import type { Report } from "../../output/report.ts";
import { runPlan } from "../../transact/run-plan.ts";

export function addDisputePayOut(dispute: Command): void {
  dispute
    .command("pay-out")
    .summary("pay out and burn what a dispute took, as far as the limit on payouts allows; by anyone")
    .argument("<dispute>", "its number")
    .action(answer(["calldata"], (context, [id]: [string]) => payOut(context, id)));
}

async function payOut(context: Context, id: string): Promise<Report> {
  const { client, deployment } = context;
  const { disputeId } = await pickDispute(context, id);
  const { staking } = contractsOf(deployment);
  const [slash, level] = await Promise.all([
    client.readContract({ ...staking, functionName: "slash", args: [disputeId] }),
    client.readContract({ ...staking, functionName: "payOutLevel" }),
  ]);
  const taken = slash.ownTaken + slash.delegatedTaken;
  const left = taken - slash.paid;
  const now = left < level ? left : level;
  return runPlan(context, {
    facts: [
      ["taken", `${mill(slash.ownTaken)} of own stake, ${mill(slash.delegatedTaken)} of delegated`],
      ["paid out before", mill(slash.paid)],
      ["paid out now", `about ${mill(now)}${now < left ? ", the rest when the limit has refilled" : ""}`],
    ],
    steps: [{ what: "pay out the slash", call: stakeCalls.payOut(staking.address, disputeId) }],
    json: { disputeId, taken, paidBefore: slash.paid },
    next: "Next: challenger and buyer take theirs with millrace credit withdraw",
  });
}
