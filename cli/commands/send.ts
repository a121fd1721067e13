import type { Command } from "commander";
import { answer } from "../answer.ts";
import type { Context } from "../context.ts";
import { deliver } from "../deliver.ts";
import { money } from "../output/format.ts";
import type { Report } from "../output/report.ts";
import { confirm } from "../transact/confirm.ts";
import { readVouchers } from "../voucher-file.ts";

export function addSend(program: Command): void {
  program
    .command("send")
    .summary("hand signed vouchers to the relayer")
    .argument("[file]", "one voucher or an array of them, as `sign` shows it; - is standard input", "-")
    .action(answer([], (context, [file]: [string]) => send(context, file)));
}

async function send(context: Context, file: string): Promise<Report> {
  const { options, token } = context;
  const vouchers = readVouchers(file);
  const list = vouchers.map(({ operator, cumulative }) => `  ${money(cumulative, token)} in all to ${operator}`);
  if (options.dryRun === true) {
    return {
      json: { dryRun: true, vouchers: vouchers.length },
      text: `${list.join("\n")}\n\nNothing was sent: dry run.`,
    };
  }
  if (options.output === "pretty") console.error(list.join("\n"));
  await confirm(options, `Hand ${vouchers.length === 1 ? "it" : "them"} to the relayer?`);
  const answers = await deliver(context, vouchers);
  const ids = answers.map(({ id, isDuplicate }) => ({ id, isDuplicate }));
  return {
    json: { dryRun: false, vouchers: ids },
    text: `${ids.length} accepted, ${ids.filter((each) => each.isDuplicate).length} of them known already.`,
  };
}
