import type { Command } from "commander";
import { parseAmount } from "../../../sdk/amount.ts";
import { leaseCalls } from "../../../sdk/lease-calls.ts";
import { answer } from "../../answer.ts";
import type { Context } from "../../context.ts";
import { loadLease } from "../../leases/load.ts";
import { money, time } from "../../output/format.ts";
import type { Report } from "../../output/report.ts";
import { parseTime } from "../../parse-time.ts";
import { runPlan } from "../../transact/run-plan.ts";

export function addLeaseAllowExtension(lease: Command): void {
  lease
    .command("allow-extension")
    .summary("let others extend your on-demand lease, up to an amount and an end")
    .description("Whoever extends it spends your free balance, never more than this. An amount of 0 takes it back.")
    .argument("<amount>", "whole tokens in all")
    .argument("<until>", "the latest end: 2026-11-24T09:30:00Z")
    .argument("[lease]", "id or its beginning (default: the only one that is not final)")
    .action(answer(["calldata"], (context, args: [string, string, string | undefined]) => allow(context, args)));
}

async function allow(context: Context, [text, end, id]: [string, string, string | undefined]): Promise<Report> {
  const until = parseTime(end, "The latest end");
  const { facts, leases } = await loadLease(context, id);
  const { leaseId, terms } = facts.found;
  const amount = parseAmount(text, facts.token.decimals);
  const shown = money(amount, facts.token);
  return runPlan(context, {
    facts: [
      ["lease", leaseId],
      ["others may spend", `${shown} of your free balance, on this lease only`],
      ["until an end at", time(BigInt(until))],
    ],
    steps: [{ what: `allow ${shown}`, call: leaseCalls.allowExtension(leases, terms, amount, until) }],
    json: { leaseId, amount, until },
  });
}
