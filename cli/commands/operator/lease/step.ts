import type { Command } from "commander";
import { contractAt } from "../../../../sdk/contract-at.ts";
import { leaseCalls } from "../../../../sdk/lease-calls.ts";
import { answer } from "../../../answer.ts";
import type { Context } from "../../../context.ts";
import { readLeaseFacts } from "../../../leases/facts.ts";
import { pickLease } from "../../../leases/pick-lease.ts";
import { asIfBy, operatorOf } from "../../../operator/acting-as.ts";
import { type LeaseStep, leaseSteps } from "../../../operator/lease-steps.ts";
import { short } from "../../../output/format.ts";
import type { Report } from "../../../output/report.ts";
import { runPlan } from "../../../transact/run-plan.ts";

type StepOptions = { readonly operator?: string };

export function addSteps(lease: Command): void {
  for (const step of leaseSteps) {
    lease
      .command(step.name)
      .summary(step.summary)
      .argument("[lease]", "id or its beginning (default: the only one that is not final)")
      .option("--operator <address>", "whose lease, if this key is the hot key (default: this account)")
      .action(
        answer(["calldata"], (context, [id]: [string | undefined], options: StepOptions) =>
          take(context, step, id, options),
        ),
      );
  }
}

async function take(context: Context, step: LeaseStep, id: string | undefined, options: StepOptions): Promise<Report> {
  const operator = operatorOf(context, options.operator);
  const [found, { timestamp }] = await Promise.all([
    pickLease(asIfBy(context, operator), id),
    context.client.getBlock(),
  ]);
  const facts = await readLeaseFacts(context, found, timestamp);
  const { leaseId, terms } = found;
  const call = leaseCalls[step.name](contractAt(context.deployment, "Leases"), terms);
  return runPlan(context, {
    facts: [["lease", leaseId], ["buyer", terms.buyer], ["state", facts.slot.state], ...step.facts(facts, timestamp)],
    json: { leaseId, state: facts.slot.state },
    steps: [{ what: `${step.name} lease ${short(leaseId)}`, call }],
  });
}
