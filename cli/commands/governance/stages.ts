import type { Command } from "commander";
import { governorCalls } from "../../../sdk/governance-calls.ts";
import { governanceOf } from "../../../sdk/proposal.ts";
import { answer } from "../../answer.ts";
import type { Context } from "../../context.ts";
import { needState, type ProposalState, pickProposal } from "../../governance/proposals.ts";
import { time } from "../../output/format.ts";
import type { Report } from "../../output/report.ts";
import { runPlan } from "../../transact/run-plan.ts";

/** A step of a proposal's life that is a transaction of its own. */
type Stage = { readonly name: "queue" | "execute" | "cancel"; readonly from: ProposalState; readonly summary: string };

const stages: readonly Stage[] = [
  { name: "queue", from: "succeeded", summary: "put a proposal that has succeeded into the timelock" },
  { name: "execute", from: "queued", summary: "carry out a queued proposal once the timelock's delay is over" },
  { name: "cancel", from: "pending", summary: "take an own proposal back before voting begins" },
];

export function addStages(group: Command): void {
  for (const stage of stages) {
    group
      .command(stage.name)
      .summary(stage.summary)
      .argument("<id>", "the id, its first digits, or latest")
      .action(answer(["calldata"], (context, [id]: [string]) => run(context, stage, id)));
  }
}

async function run(context: Context, { name, from }: Stage, id: string): Promise<Report> {
  const proposal = await pickProposal(context, id);
  const { executableFrom } = await needState(context, proposal, [from]);
  const { governor } = governanceOf(context.deployment);
  return runPlan(context, {
    facts: [
      ["proposal", String(proposal.id)],
      ...(executableFrom === 0n ? [] : [["executable", `from ${time(executableFrom)}`] as const]),
    ],
    json: { proposalId: proposal.id },
    steps: [{ what: name, call: governorCalls[name](governor, proposal) }],
    ...(name === "queue" ? { next: "Next, after the timelock's delay: millrace governance execute" } : {}),
  });
}
