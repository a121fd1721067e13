import type { Command } from "commander";
import { contractsOf } from "../../../../sdk/contracts.ts";
import { MillraceError } from "../../../../sdk/error.ts";
import { offerCalls } from "../../../../sdk/lease-calls.ts";
import { answer } from "../../../answer.ts";
import type { Context } from "../../../context.ts";
import type { Report } from "../../../output/report.ts";
import { parseWhole } from "../../../parse-number.ts";
import { runPlan } from "../../../transact/run-plan.ts";

type CancelOptions = { readonly all?: true };

export function addCancel(offer: Command): void {
  offer
    .command("cancel")
    .summary("withdraw an offer by its salt, or all; leases that run are not touched")
    .argument("[salt]", "as `offer list` shows it")
    .option("--all", "every offer signed until now")
    .action(
      answer(["calldata"], (context, [salt]: [string | undefined], options: CancelOptions) =>
        cancel(context, salt, options.all === true),
      ),
    );
}

async function cancel(context: Context, text: string | undefined, isAll: boolean): Promise<Report> {
  const offers = contractsOf(context.deployment).offers.address;
  if ((text === undefined) !== isAll) {
    throw new MillraceError("Which offers?", {
      code: "which-offers",
      found: isAll ? "a salt and --all" : "neither a salt nor --all",
      expected: "one of them",
    });
  }
  const facts = [["leases that were opened", "go on as agreed"]] as const;
  if (text === undefined) {
    const step = { what: "withdraw every offer signed until now", call: offerCalls.cancelAll(offers) };
    return runPlan(context, { facts, json: { all: true }, steps: [step] });
  }
  const salt = parseWhole(text, "The salt", { bits: 256 });
  const step = { what: `withdraw the offers with salt ${salt}`, call: offerCalls.cancel(offers, salt) };
  return runPlan(context, { facts, json: { salt }, steps: [step] });
}
