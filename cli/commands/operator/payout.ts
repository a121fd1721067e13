import type { Command } from "commander";
import { contractsOf } from "../../../sdk/contracts.ts";
import { stakeCalls } from "../../../sdk/stake-calls.ts";
import { answer } from "../../answer.ts";
import type { Context } from "../../context.ts";
import { mill } from "../../mill.ts";
import { readSlash } from "../../operator/slashes.ts";
import { time } from "../../output/format.ts";
import type { Report } from "../../output/report.ts";
import { parseWhole } from "../../parse-number.ts";
import { runPlan } from "../../transact/run-plan.ts";

export function addPayout(operator: Command): void {
  const payout = operator
    .command("payout")
    .summary("have compensation or a slash paid out; anyone can, and it goes to whom it is owed");
  payout
    .command("compensation")
    .summary("send compensation to its buyer, a thaw period after it was booked")
    .argument("<number>", "as `millrace explain compensation` shows it")
    .action(answer(["calldata"], (context, [id]: [string]) => payCompensation(context, id)));
  payout
    .command("slash")
    .summary("credit bounty and buyer, and burn the rest, as far as the bucket of slashes allows")
    .argument("<dispute>", "the dispute's number")
    .action(answer(["calldata"], (context, [id]: [string]) => paySlash(context, id)));
}

async function payCompensation(context: Context, text: string): Promise<Report> {
  const { client, deployment } = context;
  const { staking } = contractsOf(deployment);
  const compensationId = parseWhole(text, "The compensation's number", { bits: 96 });
  const query = { ...staking, functionName: "compensation", args: [compensationId] } as const;
  const { buyer, amount, payableAt } = await client.readContract(query);
  return runPlan(context, {
    facts: [
      ["to the buyer", buyer],
      ["amount", mill(amount)],
      ["payable from", time(payableAt)],
    ],
    json: { compensationId, buyer, amount, payableAt },
    steps: [
      { what: `pay ${mill(amount)} to ${buyer}`, call: stakeCalls.payCompensation(staking.address, compensationId) },
    ],
  });
}

/** Pay out what a dispute took, by its number. */
export async function paySlash(context: Context, text: string): Promise<Report> {
  const { client, deployment } = context;
  const { staking } = contractsOf(deployment);
  const disputeId = parseWhole(text, "The dispute's number", { bits: 256 });
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
