import type { Command } from "commander";
import { escrowCalls } from "../../sdk/escrow-calls.ts";
import { readEscrowEvents } from "../../sdk/escrow-events.ts";
import { answer } from "../answer.ts";
import type { Context } from "../context.ts";
import { money } from "../output/format.ts";
import { type Fact, factsText } from "../output/layout.ts";
import type { Report } from "../output/report.ts";
import { runPlan } from "../transact/run-plan.ts";

export function addEarnings(program: Command): void {
  program
    .command("earnings")
    .summary("what you earned as an operator, and take it")
    .option("--withdraw", "send all of it to the beneficiary")
    .action(
      answer(["calldata"], (context, _, { withdraw }: { withdraw?: true }) => earnings(context, withdraw === true)),
    );
}

async function earnings(context: Context, isWithdrawing: boolean): Promise<Report> {
  const { client, deployment, token, escrow, reader, self } = context;
  const operator = self();
  const [{ net, fees }, beneficiary, withdrawals] = await Promise.all([
    reader.earnings(operator, token.address),
    reader.beneficiaryOf(operator, token.address),
    readEscrowEvents(client, deployment, "EarningsWithdrawn", { operator, token: token.address }),
  ]);
  const withdrawn = withdrawals.reduce((sum, { args }) => sum + args.amount, 0n);
  const facts: Fact[] = [
    ["can be withdrawn", money(net, token)],
    ["withdrawn before", money(withdrawn, token)],
    ["protocol fees on it, not collected", money(fees, token)],
    ["goes to", beneficiary === operator ? "yourself" : beneficiary],
  ];
  const json = { operator, token: token.address, net, withdrawn, uncollectedFees: fees, beneficiary };
  if (!isWithdrawing) return { json, text: factsText(facts) };
  if (net === 0n) return { json, text: `${factsText(facts)}\n\nNothing to do: there is nothing to withdraw.` };
  const what = `withdraw ${money(net, token)} to ${beneficiary}`;
  return runPlan(context, {
    facts,
    json,
    steps: [{ what, call: escrowCalls.withdrawEarnings(escrow, token.address) }],
  });
}
