import type { Command } from "commander";
import { parseAmount } from "../../../sdk/amount.ts";
import { contractsOf } from "../../../sdk/contracts.ts";
import { MillraceError } from "../../../sdk/error.ts";
import { stakeCalls } from "../../../sdk/stake-calls.ts";
import { answer } from "../../answer.ts";
import { approvalSteps } from "../../approval.ts";
import type { Context } from "../../context.ts";
import { mill, millToken } from "../../mill.ts";
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

/** @throws MillraceError `chain-refuses` if there is less MILL in the wallet */
export function checkWallet({ self }: Context, wallet: bigint, amount: bigint): void {
  if (wallet >= amount) return;
  throw new MillraceError("There is not enough MILL in the wallet.", {
    code: "chain-refuses",
    found: `${mill(wallet)} of ${self()}`,
    expected: `at least ${mill(amount)}`,
    next: "Name a smaller amount, or get MILL first.",
  });
}
