import type { Command } from "commander";
import { parseAmount } from "../../sdk/amount.ts";
import { channelIdOfTerms, plainTerms } from "../../sdk/channel.ts";
import { MillraceError } from "../../sdk/error.ts";
import { escrowCalls } from "../../sdk/escrow-calls.ts";
import { answer } from "../answer.ts";
import { type Context, parseAddress } from "../context.ts";
import { money } from "../output/format.ts";
import type { Report } from "../output/report.ts";
import { runPlan } from "../transact/run-plan.ts";

type OpenOptions = { readonly signer?: string; readonly nonce?: string };

export function addOpen(program: Command): void {
  program
    .command("open")
    .summary("lock free balance in a new channel to an operator")
    .argument("<operator>", "who earns, an address")
    .argument("<amount>", "whole tokens; 0 opens it empty")
    .option("--signer <address>", "whose vouchers count, a session key for example (default: this key)")
    .option("--nonce <number>", "tells channels to the same operator apart (default: the time now)")
    .action(
      answer(["calldata"], (context, args: [string, string], options: OpenOptions) => open(context, args, options)),
    );
}

async function open(context: Context, [who, text]: [string, string], options: OpenOptions): Promise<Report> {
  const { token, escrow, reader, self } = context;
  const amount = parseAmount(text, token.decimals);
  const terms = plainTerms({
    payer: self(),
    operator: parseAddress(who, "The operator"),
    token: token.address,
    signer: options.signer === undefined ? self() : parseAddress(options.signer, "--signer"),
    nonce: parseNonce(options.nonce ?? String(Date.now())),
  });
  const channelId = channelIdOfTerms(terms);
  const free = await reader.freeBalance(self(), token.address);
  return runPlan(context, {
    facts: [
      ["channel", channelId],
      ["operator", terms.operator],
      ["signer", terms.signer],
      ["locked", money(amount, token)],
      [
        "free balance",
        free < amount ? money(free, token) : `${money(free, token)}, ${money(free - amount, token)} after`,
      ],
    ],
    steps: [{ what: `open with ${money(amount, token)}`, call: escrowCalls.open(escrow, terms, amount) }],
    json: { channelId, terms, amount },
    next: `Channel ${channelId}\nNext: millrace pay --add AMOUNT`,
  });
}

function parseNonce(text: string): bigint {
  if (/^\d{1,77}$/.test(text)) return BigInt(text);
  throw new MillraceError("--nonce is not a number.", { code: "bad-nonce", found: text, expected: "a whole number" });
}
