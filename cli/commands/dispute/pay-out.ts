import type { Command } from "commander";
import { contractsOf } from "../../../sdk/contracts.ts";
import { stakeCalls } from "../../../sdk/stake-calls.ts";
import { answer } from "../../answer.ts";
import type { Context } from "../../context.ts";
import { mill } from "../../mill.ts";
import { readSlash } from "../../operator/slashes.ts";
import type { Report } from "../../output/report.ts";
import { parseWhole } from "../../parse-number.ts";
import { runPlan } from "../../transact/run-plan.ts";

export function addDisputePayOut(dispute: Command): void {
  dispute
    .command("pay-out")
    .summary("pay out and burn what a dispute took, as far as the limit on payouts allows; by anyone")
    .argument("<dispute>", "its number")
    .action(answer(["calldata"], (context, [id]: [string]) => payOut(context, id)));
}

async function payOut(context: Context, text: string): Promise<Report> {
  const { client, deployment } = context;
  const { staking } = contractsOf(deployment);
  const disputeId = parseWhole(text, "The dispute", { least: 1, bits: 96 });
  const [slash, level] = await Promise.all([
    readSlash(context, disputeId),
    client.readContract({ ...staking, functionName: "payOutLevel" }),
  ]);
  const taken = slash.ownTaken + slash.delegatedTaken;
  const rest = taken - slash.paid;
  return runPlan(context, {
    facts: [
      ["taken", `${mill(taken)}, ${mill(slash.paid)} of it paid out before`],
      ["now", mill(rest < level ? rest : level)],
    ],
    json: { disputeId, taken, paidBefore: slash.paid, level },
    steps: [{ what: `pay out the slash of dispute ${disputeId}`, call: stakeCalls.payOut(staking.address, disputeId) }],
  });
}
