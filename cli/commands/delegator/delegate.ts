import type { Command } from "commander";
import { parseAmount } from "../../../sdk/amount.ts";
import { stakeCalls } from "../../../sdk/stake-calls.ts";
import { answer } from "../../answer.ts";
import { approvalSteps } from "../../approval.ts";
import { type Context, parseAddress } from "../../context.ts";
import { readDelegationQuote, stakingOf } from "../../delegator/quote.ts";
import { quoteFacts } from "../../delegator/quote-facts.ts";
import { mill, millToken } from "../../mill.ts";
import { checkWallet } from "../../operator/check-wallet.ts";
import { readWalletMill } from "../../operator/stake-facts.ts";
import { factsText } from "../../output/layout.ts";
import type { Report } from "../../output/report.ts";
import { parseWhole } from "../../parse-number.ts";
import { parsePercent } from "../../parse-percent.ts";
import { runPlan } from "../../transact/run-plan.ts";

type DelegateOptions = { readonly leastShares?: string; readonly slippage: string };

export function addDelegate(delegator: Command): void {
  delegator
    .command("quote")
    .summary("what delegating would bring and risk: worth, commission, record, what a slash could take")
    .argument("<operator>", "an address")
    .argument("<amount>", "whole MILL")
    .action(answer([], (context, args: [string, string]) => quote(context, args)));
  delegator
    .command("delegate")
    .summary("stake MILL behind an operator; approves exactly the amount first if need be")
    .argument("<operator>", "an address")
    .argument("<amount>", "whole MILL")
    .option("--slippage <percent>", "refuse if it buys fewer shares by more than this", "1")
    .option("--least-shares <number>", "instead: refuse if it buys fewer")
    .action(
      answer(["calldata"], (context, args: [string, string], options: DelegateOptions) =>
        delegate(context, args, options),
      ),
    );
}

async function quote(context: Context, [who, text]: [string, string]): Promise<Report> {
  const amount = parseAmount(text, 18);
  const found = await readDelegationQuote(context, parseAddress(who, "The operator"), amount);
  const { timestamp } = await context.client.getBlock();
  return { json: found, text: factsText(quoteFacts(found, timestamp)) };
}

async function delegate(context: Context, [who, text]: [string, string], options: DelegateOptions): Promise<Report> {
  const { client, self } = context;
  const operator = parseAddress(who, "The operator");
  const token = millToken(context);
  const amount = parseAmount(text, token.decimals);
  const [found, wallet, { timestamp }] = await Promise.all([
    readDelegationQuote(context, operator, amount),
    readWalletMill(context, self()),
    client.getBlock(),
  ]);
  checkWallet(context, wallet, amount);
  const staking = stakingOf(context);
  const leastShares = leastSharesOf(found.shares, options);
  const approvals = await approvalSteps(context, token, { name: "Staking", address: staking }, amount);
  return runPlan(context, {
    facts: [["wallet", `${mill(wallet)}, ${mill(wallet - amount)} after`], ...quoteFacts(found, timestamp)],
    json: { operator, amount, shares: found.shares, leastShares },
    steps: [
      ...approvals,
      {
        what: `delegate ${mill(amount)} to ${operator}`,
        call: stakeCalls.delegate(staking, operator, amount, leastShares),
      },
    ],
    next: "Next: millrace delegator status",
  });
}

function leastSharesOf(shares: bigint, { leastShares, slippage }: DelegateOptions): bigint {
  if (leastShares !== undefined) return parseWhole(leastShares, "--least-shares", { bits: 128 });
  return (shares * BigInt(10_000 - parsePercent(slippage, "--slippage"))) / 10_000n;
}
