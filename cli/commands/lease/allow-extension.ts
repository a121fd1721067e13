import type { Command } from "commander";
import { parseAmount } from "../../../sdk/amount.ts";
import { MillraceError } from "../../../sdk/error.ts";
import { leaseCalls } from "../../../sdk/lease-calls.ts";
import { answer } from "../../answer.ts";
import type { Context } from "../../context.ts";
import { loadLease } from "../../leases/load.ts";
import { money, time } from "../../output/format.ts";
import type { Report } from "../../output/report.ts";
import { parseMoment } from "../../parse-time.ts";
import { runPlan } from "../../transact/run-plan.ts";

export function addLeaseAllowExtension(lease: Command): void {
  lease
    .command("allow-extension")
    .summary("let others extend your on-demand lease, up to an amount and an end")
    .description("Whoever extends it spends your free balance, never more than this. An amount of 0 takes it back.")
    .argument("<amount>", "whole tokens in all")
    .argument("<until>", "the latest end: 2026-11-24T09:30:00Z, or how long from now: 2d")
    .argument("[lease]", "id or its beginning (default: the only one that is not final)")
    .action(answer(["calldata"], (context, args: [string, string, string | undefined]) => allow(context, args)));
}

async function allow(context: Context, [text, end, id]: [string, string, string | undefined]): Promise<Report> {
  const { facts, leases, now } = await loadLease(context, id);
  const until = parseMoment(end, now, "The latest end");
  const { leaseId, terms } = facts.found;
  const amount = parseAmount(text, facts.token.decimals);
  const shown = money(amount, facts.token);
  if (amount > 0n) checkEnd(until, facts.slot.endsAt, now);
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

/** An end that is not after the lease's own, or after now, lets nobody extend it. @throws MillraceError `bad-date` */
function checkEnd(until: number, endsAt: number, now: bigint): void {
  const least = Math.max(endsAt, Number(now));
  if (until > least) return;
  throw new MillraceError("With this latest end nobody could extend the lease.", {
    code: "bad-date",
    found: time(BigInt(until)),
    expected: `later than ${time(BigInt(least))}, ${least === endsAt ? "when the lease ends" : "the chain's now"}`,
    next: "Name a later end, or an amount of 0 to take back what was allowed.",
  });
}
