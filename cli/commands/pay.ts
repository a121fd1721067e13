import { setTimeout as sleep } from "node:timers/promises";
import type { Command } from "commander";
import type { Hex } from "viem";
import { MillraceError } from "../../sdk/error.ts";
import { answer } from "../answer.ts";
import type { Context } from "../context.ts";
import { deliver } from "../deliver.ts";
import { money } from "../output/format.ts";
import { factsText } from "../output/layout.ts";
import type { Report } from "../output/report.ts";
import { parseWhole } from "../parse-number.ts";
import { type SignOptions, signForChannel } from "../sign.ts";
import { confirm } from "../transact/confirm.ts";
import { voucherInJson } from "../voucher-file.ts";

type PayOptions = SignOptions & { readonly wait?: string };

export function addPay(program: Command): void {
  program
    .command("pay")
    .summary("sign a voucher and hand it to the relayer")
    .argument("[channel]", "id or its beginning (default: the only one that is not closed)")
    .option("--add <amount>", "whole tokens on top of what was signed before")
    .option("--cumulative <amount>", "whole tokens, everything since the channel was opened")
    .option("--wait <seconds>", "wait so long until it is settled on chain")
    .action(answer([], (context, [id]: [string | undefined], options: PayOptions) => pay(context, id, options)));
}

/** Sign a voucher of a channel and hand it to the relayer; amounts are of the context's token. */
export async function pay(context: Context, id: string | undefined, options: PayOptions): Promise<Report> {
  const { token } = context;
  // Before anything is handed over: what is wrong here must not be found out when the voucher is gone.
  const waitSeconds = options.wait === undefined ? undefined : Number(parseWhole(options.wait, "--wait", { bits: 20 }));
  const { voucher, facts } = await signForChannel(context, id, options);
  const { channelId } = facts.opening;
  const shown = factsText([
    ["channel", channelId],
    ["pay", money(voucher.cumulative - facts.owed, token)],
    ["signed for", `${money(voucher.cumulative, token)} of ${money(facts.state.deposited, token)}`],
  ]);
  const json = { channelId, voucher: voucherInJson(voucher) };
  if (context.options.dryRun === true) {
    return { json: { dryRun: true, ...json }, text: `${shown}\n\nNothing was sent: dry run.` };
  }
  if (context.options.output === "pretty") console.error(`${shown}\n`);
  await confirm(context.options, "Hand it to the relayer?");
  const [accepted] = await deliver(context, [voucher]);
  const settled =
    waitSeconds === undefined ? undefined : await waitUntilSettled(context, channelId, voucher.cumulative, waitSeconds);
  return {
    json: { dryRun: false, id: accepted?.id, isSettled: settled, ...json },
    text:
      settled === true
        ? "Accepted by the relayer, and settled on chain."
        : "Accepted by the relayer. Next: millrace status",
  };
}

/** @throws MillraceError `not-settled` if it takes longer */
async function waitUntilSettled(
  { reader, options }: Context,
  channelId: Hex,
  cumulative: bigint,
  waitSeconds: number,
): Promise<true> {
  if (options.output === "pretty") console.error(`Accepted. Waiting up to ${waitSeconds} s until it is settled.\n`);
  const deadlineMs = performance.now() + waitSeconds * 1_000;
  while ((await reader.channel(channelId)).settled < cumulative) {
    if (performance.now() > deadlineMs) {
      throw new MillraceError("The voucher is accepted, but not settled yet.", {
        code: "not-settled",
        found: `not settled after ${waitSeconds} s`,
        next: "Look again with `millrace status`; the relayer settles by value, age and number.",
      });
    }
    await sleep(250);
  }
  return true;
}
