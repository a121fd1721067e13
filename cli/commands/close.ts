import type { Command } from "commander";
import type { Hex } from "viem";
import { parseAmount } from "../../sdk/amount.ts";
import { signClose } from "../../sdk/close.ts";
import { MillraceError } from "../../sdk/error.ts";
import { escrowCalls } from "../../sdk/escrow-calls.ts";
import { answer } from "../answer.ts";
import { type ChannelFacts, readChannelFacts } from "../channel-facts.ts";
import type { Context } from "../context.ts";
import { duration, money, time } from "../output/format.ts";
import { type Fact, factsText } from "../output/layout.ts";
import type { Report } from "../output/report.ts";
import { pickChannel } from "../pick-channel.ts";
import type { TransactionPlan } from "../transact/plan.ts";
import { runPlan } from "../transact/run-plan.ts";

type BothOptions = { readonly payerSignature: string; readonly operatorSignature: string };

export function addClose(program: Command): void {
  program
    .command("close")
    .summary("end a channel; the rest goes back to the payer")
    .description(
      "The operator closes at once, and gives up what is not settled. The payer first asks, and closes with the same " +
        "command when the challenge period is over; until then vouchers still settle.",
    )
    .argument("[channel]", "id or its beginning (default: the only one that is not closed)")
    .action(answer(["calldata"], (context, [id]: [string | undefined]) => close(context, id)));

  program
    .command("close-sign")
    .summary("sign to close a channel at once at exactly this amount")
    .argument("<cumulative>", "whole tokens, everything the operator earned since the channel was opened")
    .argument("[channel]", "id or its beginning")
    .action(answer([], (context, args: [string, string | undefined]) => closeSign(context, args)));

  program
    .command("close-both")
    .summary("close a channel at once, with the signatures of both sides")
    .argument("<cumulative>", "whole tokens, as both have signed")
    .argument("[channel]", "id or its beginning")
    .requiredOption("--payer-signature <hex>", "from the payer's `close-sign`")
    .requiredOption("--operator-signature <hex>", "from the operator's `close-sign`")
    .action(
      answer(["calldata"], (context, args: [string, string | undefined], options: BothOptions) =>
        closeBoth(context, args, options),
      ),
    );
}

async function close(context: Context, id: string | undefined): Promise<Report> {
  const facts = await readChannelFacts(context, await pickChannel(context, id));
  const { timestamp } = await context.client.getBlock();
  return runPlan(context, planClose(context, facts, timestamp));
}

/** Which step of closing comes now, for this account. @throws MillraceError `chain-refuses` if it is too early */
function planClose(context: Context, facts: ChannelFacts, now: bigint): TransactionPlan {
  const { token, escrow, self } = context;
  const { opening, state, owed } = facts;
  const rest = money(state.deposited - state.settled, token);
  const shown: Fact[] = [
    ["channel", opening.channelId],
    ["settled", `${money(state.settled, token)} of ${money(state.deposited, token)}`],
  ];
  const json = { channelId: opening.channelId };
  if (opening.terms.operator === self()) {
    const lost: Fact[] =
      owed > state.settled ? [["YOU GIVE UP", `${money(owed - state.settled, token)}, signed but not settled`]] : [];
    const call = escrowCalls.close(escrow, opening.terms);
    return { facts: [...shown, ...lost], json, steps: [{ what: `close; ${rest} goes back to the payer`, call }] };
  }
  if (!state.closing) {
    const wait = duration(state.challengeSeconds);
    const call = escrowCalls.requestClose(escrow, opening.terms);
    return {
      facts: [...shown, ["challenge period", wait]],
      json,
      steps: [{ what: "ask to close", call }],
      next: `Close it with the same command in ${wait}; until then vouchers still settle.`,
    };
  }
  if (state.closesAt > now) {
    throw new MillraceError("The challenge period is not over.", {
      code: "chain-refuses",
      found: `${duration(state.closesAt - now)} are left`,
      next: `Close again from ${time(state.closesAt)}.`,
    });
  }
  const call = escrowCalls.close(escrow, opening.terms);
  return {
    facts: shown,
    json,
    steps: [{ what: `close; ${rest} is free balance of the payer again`, call }],
    next: "Next: millrace withdraw",
  };
}

async function closeSign(context: Context, [text, id]: [string, string | undefined]): Promise<Report> {
  const { token, domain, account } = context;
  const { channelId } = await pickChannel(context, id);
  const cumulative = parseAmount(text, token.decimals);
  const signature = await signClose(account(), domain, { channelId, cumulative });
  const shown = factsText([
    ["channel", channelId],
    ["closed at", money(cumulative, token)],
    ["signed by", account().address],
    ["signature", signature],
  ]);
  return { json: { channelId, cumulative, signer: account().address, signature }, text: shown };
}

async function closeBoth(
  context: Context,
  [text, id]: [string, string | undefined],
  options: BothOptions,
): Promise<Report> {
  const { token, escrow } = context;
  const { opening, state } = await readChannelFacts(context, await pickChannel(context, id));
  const cumulative = parseAmount(text, token.decimals);
  const signatures = { payer: options.payerSignature as Hex, operator: options.operatorSignature as Hex };
  return runPlan(context, {
    facts: [
      ["channel", opening.channelId],
      ["the operator's", `${money(cumulative, token)}, ${money(cumulative - state.settled, token)} of it now`],
      ["the payer's", money(state.deposited - cumulative, token)],
    ],
    json: { channelId: opening.channelId, cumulative },
    steps: [{ what: "close by both", call: escrowCalls.closeByBoth(escrow, opening.terms, cumulative, signatures) }],
  });
}
