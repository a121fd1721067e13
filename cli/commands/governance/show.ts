import type { Command } from "commander";
import type { MadeProposal } from "../../../sdk/proposal.ts";
import { formatQuantity } from "../../../sdk/quantity.ts";
import { answer } from "../../answer.ts";
import type { Context } from "../../context.ts";
import { callText, decodeCall } from "../../governance/decode.ts";
import { effectsOf } from "../../governance/effects.ts";
import { pickProposal, readStanding, type Standing } from "../../governance/proposals.ts";
import { time } from "../../output/format.ts";
import { type Fact, factsText } from "../../output/layout.ts";
import type { Report } from "../../output/report.ts";

export function addShow(group: Command): void {
  group
    .command("show")
    .summary("a proposal: its calls decoded, what they would change, its votes")
    .argument("<id>", "the id, its first digits, or latest")
    .action(answer([], (context, [id]: [string]) => show(context, id)));
}

async function show(context: Context, text: string): Promise<Report> {
  const proposal = await pickProposal(context, text);
  const standing = await readStanding(context, proposal);
  const calls = proposal.targets.map((to, i) => decodeCall(context.deployment, to, proposal.calldatas[i] ?? "0x"));
  const isOver = ["executed", "canceled", "defeated", "expired"].includes(standing.state);
  const effects = isOver ? [] : (await Promise.all(calls.map((call) => effectsOf(context, call)))).flat();
  const facts: Fact[] = [
    ["proposal", String(proposal.id)],
    ["state", standing.state],
    ["proposer", proposal.proposer],
    ...standingFacts(proposal, standing),
    ...calls.map((call): Fact => ["calls", callText(call)]),
    ...effects.map(({ what, before, after }): Fact => ["changes", `${what}: ${before} → ${after}`]),
  ];
  const json = { ...proposal, ...standing, calls: calls.map((call) => ({ ...call, text: callText(call) })), effects };
  return { json, text: `${factsText(facts)}\n\n${proposal.description}` };
}

function standingFacts({ voteStart }: MadeProposal, { votes, quorum, deadline, executableFrom }: Standing): Fact[] {
  const mill = (amount: bigint) => formatQuantity(amount, "MILL wei");
  return [
    ["voting", `after ${time(voteStart)}, until ${time(deadline)}`],
    ["votes", `${mill(votes.for)} for, ${mill(votes.against)} against, ${mill(votes.abstain)} abstain`],
    ...(quorum === undefined ? [] : [["quorum", `${mill(quorum)} for or abstaining`] as const]),
    ...(executableFrom === 0n ? [] : [["executable", `from ${time(executableFrom)}`] as const]),
  ];
}
