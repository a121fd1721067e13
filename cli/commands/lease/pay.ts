import type { Command } from "commander";
import { MillraceError } from "../../../sdk/error.ts";
import { answer } from "../../answer.ts";
import type { Context } from "../../context.ts";
import { loadLease } from "../../leases/load.ts";
import type { Report } from "../../output/report.ts";
import type { SignOptions } from "../../sign.ts";
import { pay } from "../pay.ts";

type PayOptions = SignOptions & { readonly wait?: string };

export function addLeasePay(lease: Command): void {
  lease
    .command("pay")
    .summary("by voucher: sign for what was served, and hand it to the relayer")
    .argument("[lease]", "id or its beginning (default: the only one that is not final)")
    .option("--add <amount>", "whole tokens on top of what was signed before")
    .option("--cumulative <amount>", "whole tokens, everything since the lease was opened")
    .option("--wait <seconds>", "wait so long until it is settled on chain")
    .action(answer([], (context, [id]: [string | undefined], options: PayOptions) => payLease(context, id, options)));
}

async function payLease(context: Context, id: string | undefined, options: PayOptions): Promise<Report> {
  const { facts } = await loadLease(context, id);
  if (facts.isByTime) {
    throw new MillraceError("This lease is paid by time: it settles by itself, without vouchers.", {
      code: "not-by-voucher",
      found: facts.found.leaseId,
      next: "Settle what it has earned with `millrace lease settle`, if you like.",
    });
  }
  return pay({ ...context, token: facts.token }, facts.channelId, options);
}
