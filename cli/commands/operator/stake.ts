import type { Command } from "commander";
import { parseAmount } from "../../../sdk/amount.ts";
import { contractsOf } from "../../../sdk/contracts.ts";
import { stakeCalls } from "../../../sdk/stake-calls.ts";
import { answer } from "../../answer.ts";
import { approvalSteps } from "../../approval.ts";
import type { Context } from "../../context.ts";
import { mill, millToken } from "../../mill.ts";
import { checkWallet } from "../../operator/check-wallet.ts";
import { readStake, readWalletMill } from "../../operator/stake-facts.ts";
import type { Report } from "../../output/report.ts";
import { runPlan } from "../../transact/run-plan.ts";

export function addStake(operator: Command): void {
  operator
    .command("stake")
    .summary("put MILL behind yourself; approves exactly the amount first if need be")
    .argument("<amount>", "whole MILL")
    .action(answer(["calldata"], (context, [amount]: [string]) => stake(context, amount)));
}

async function stake(context: Context, text: string): Promise<Report> {
  const { deployment, self } = context;
  const staking = contractsOf(deployment).staking.address;
  const token = millToken(context);
  const amount = parseAmount(text, token.decimals);
  const [wallet, { own }] = await Promise.all([readWalletMill(context, self()), readStake(context, self())]);
  checkWallet(context, wallet, amount);
  const approvals = await approvalSteps(context, token, { name: "Staking", address: staking }, amount);
  return runPlan(context, {
    facts: [
      ["wallet", `${mill(wallet)}, ${mill(wallet - amount)} after`],
      ["own stake", `${mill(own)}, ${mill(own + amount)} after`],
      ["can be lost", "all of it, to slashes and to compensation; it leaves through the thaw period only"],
    ],
    json: { operator: self(), amount },
    steps: [...approvals, { what: `stake ${mill(amount)}`, call: stakeCalls.stake(staking, amount) }],
    next: "Next: millrace operator node register",
  });
}
