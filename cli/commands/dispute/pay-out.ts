import type { Command } from "commander";
import { answer } from "../../answer.ts";
import { paySlash } from "../operator/payout.ts";

export function addDisputePayOut(dispute: Command): void {
  dispute
    .command("pay-out")
    .summary("pay out and burn what a dispute took, as far as the limit on payouts allows; by anyone")
    .argument("<dispute>", "its number")
    .action(answer(["calldata"], (context, [id]: [string]) => paySlash(context, id)));
}
