import type { Command } from "commander";
import { answer } from "../answer.ts";
import type { Context } from "../context.ts";
import { money } from "../output/format.ts";
import { factsText } from "../output/layout.ts";
import { toJson } from "../output/print.ts";
import type { Report } from "../output/report.ts";
import { type SignOptions, signForChannel } from "../sign.ts";
import { voucherInJson } from "../voucher-file.ts";

export function addSign(program: Command): void {
  program
    .command("sign")
    .summary("sign a voucher and show it; nothing is sent")
    .argument("[channel]", "id or its beginning (default: the only one that is not closed)")
    .option("--add <amount>", "whole tokens on top of what was signed before")
    .option("--cumulative <amount>", "whole tokens, everything since the channel was opened")
    .action(answer([], (context, [id]: [string | undefined], options: SignOptions) => sign(context, id, options)));
}

async function sign(context: Context, id: string | undefined, options: SignOptions): Promise<Report> {
  const { voucher, facts } = await signForChannel(context, id, options);
  const { token } = context;
  const json = voucherInJson(voucher);
  const text = factsText([
    ["channel", facts.opening.channelId],
    ["signed for", `${money(voucher.cumulative, token)} of ${money(facts.state.deposited, token)}`],
    ["before", money(facts.owed, token)],
  ]);
  return { json, text: `${text}\n\n${toJson(json)}\n\nHand it to the operator, or to a relayer: millrace send FILE` };
}
