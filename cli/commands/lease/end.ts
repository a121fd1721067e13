import type { Command } from "commander";
import { leaseCalls } from "../../../sdk/lease-calls.ts";
import { answer } from "../../answer.ts";
import type { Context } from "../../context.ts";
import { endFacts } from "../../leases/end-facts.ts";
import { loadLease } from "../../leases/load.ts";
import type { Report } from "../../output/report.ts";
import { runPlan } from "../../transact/run-plan.ts";

const ends = {
  cancel: "before it starts: the minimum is paid, the rest is back at once",
  stop: "while it runs: the time used is paid, at least the minimum, and the rest is back",
} as const;

/** The two ways in which a buyer ends a lease. */
export function addLeaseEnds(lease: Command): void {
  for (const name of ["cancel", "stop"] as const) {
    lease
      .command(name)
      .summary(`end a lease ${ends[name]}`)
      .argument("[lease]", "id or its beginning (default: the only one that is not final)")
      .action(answer(["calldata"], (context, [id]: [string | undefined]) => end(context, name, id)));
  }
}

async function end(context: Context, name: keyof typeof ends, id: string | undefined): Promise<Report> {
  const { facts, now, leases } = await loadLease(context, id);
  const { leaseId, terms } = facts.found;
  const byVoucher = `Its vouchers still settle for the challenge period; then: millrace close ${facts.channelId}`;
  return runPlan(context, {
    facts: endFacts(facts, now),
    steps: [{ what: `${name} the lease`, call: leaseCalls[name](leases, terms) }],
    json: { leaseId },
    next: facts.isByTime ? "Next: millrace withdraw, or another millrace lease open" : byVoucher,
  });
}
