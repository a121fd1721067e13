import type { Command } from "commander";
import { parseAmount } from "../../sdk/amount.ts";
import { escrowCalls } from "../../sdk/escrow-calls.ts";
import { answer } from "../answer.ts";
import { readChannelFacts } from "../channel-facts.ts";
import type { Context } from "../context.ts";
import { money } from "../output/format.ts";
import type { Report } from "../output/report.ts";
import { pickChannel } from "../pick-channel.ts";
import { runPlan } from "../transact/run-plan.ts";

export function addTopUp(program: Command): void {
  program
    .command("top-up")
    .summary("add free balance to a channel")
    .argument("<amount>", "whole tokens")
    .argument("[channel]", "id or its beginning (default: the only one that is not closed)")
    .action(answer(["calldata"], (context, args: [string, string | undefined]) => topUp(context, args)));
}

async function topUp(context: Context, [text, id]: [string, string | undefined]): Promise<Report> {
  const { token, escrow } = context;
  const amount = parseAmount(text, token.decimals);
  const opening = await pickChannel(context, id);
  const { state, left } = await readChannelFacts(context, opening);
  return runPlan(context, {
    facts: [
      ["channel", opening.channelId],
      ["deposited", `${money(state.deposited, token)}, ${money(state.deposited + amount, token)} after`],
      ["left to sign for", `${money(left, token)}, ${money(left + amount, token)} after`],
    ],
    steps: [{ what: `top up ${money(amount, token)}`, call: escrowCalls.topUp(escrow, opening.terms, amount) }],
    json: { channelId: opening.channelId, amount },
  });
}
