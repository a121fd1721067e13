import type { Command } from "commander";
import { answer } from "../../answer.ts";
import type { Context } from "../../context.ts";
import { disputeFacts } from "../../disputes/facts.ts";
import { readSubmissions } from "../../disputes/history.ts";
import { pickDispute } from "../../disputes/pick-dispute.ts";
import { waitingFor } from "../../disputes/state-text.ts";
import { type Fact, factsText } from "../../output/layout.ts";
import type { Report } from "../../output/report.ts";

export function addDisputeShow(dispute: Command): void {
  dispute
    .command("show")
    .summary("how a dispute stands, and who must act until when")
    .argument("<dispute>", "its number")
    .action(answer([], (context, [id]: [string]) => show(context, id)));
}

async function show(context: Context, id: string): Promise<Report> {
  const dispute = await pickDispute(context, id);
  const [{ timestamp: now }, submissions] = await Promise.all([
    context.client.getBlock(),
    readSubmissions(context, dispute.disputeId),
  ]);
  const said = submissions.map(({ by, hash, place }): Fact => [`evidence of the ${by}`, `${hash} at ${place}`]);
  const isLate = now >= dispute.deadline && dispute.state !== "ended";
  return {
    json: { ...dispute, waitingFor: isLate ? undefined : waitingFor(dispute), canBeExecuted: isLate, submissions },
    text: factsText([...disputeFacts(dispute, now), ...said]),
  };
}
