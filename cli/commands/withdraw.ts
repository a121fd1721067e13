import type { Command } from "commander";
import { parseAmount } from "../../sdk/amount.ts";
import { escrowCalls } from "../../sdk/escrow-calls.ts";
import { answer } from "../answer.ts";
import { type Context, parseAddress } from "../context.ts";
import { money } from "../output/format.ts";
import type { Report } from "../output/report.ts";
import { runPlan } from "../transact/run-plan.ts";

export function addWithdraw(program: Command): void {
  program
    .command("withdraw")
    .summary("take free balance out of Escrow")
    .argument("[amount]", "whole tokens, or all", "all")
    .option("--to <address>", "where to (default: this account)")
    .action(
      answer(["calldata"], (context, [amount]: [string], { to }: { to?: string }) => withdraw(context, amount, to)),
    );
}

async function withdraw(context: Context, text: string, recipient: string | undefined): Promise<Report> {
  const { token, escrow, reader, self } = context;
  const to = recipient === undefined ? self() : parseAddress(recipient, "--to");
  const free = await reader.freeBalance(self(), token.address);
  const amount = text === "all" ? free : parseAmount(text, token.decimals);
  if (amount === 0n) {
    return {
      json: { withdrawn: 0n },
      text: "Nothing to do: there is no free balance. Money in channels comes back by `millrace close`.",
    };
  }
  return runPlan(context, {
    facts: [
      [
        "free balance",
        free < amount ? money(free, token) : `${money(free, token)}, ${money(free - amount, token)} after`,
      ],
      ["to", to],
    ],
    steps: [
      { what: `withdraw ${money(amount, token)}`, call: escrowCalls.withdraw(escrow, token.address, amount, to) },
    ],
    json: { token: token.address, amount, to },
  });
}
