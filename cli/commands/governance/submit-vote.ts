import type { Command } from "commander";
import { MillraceError } from "../../../sdk/error.ts";
import { governorCalls } from "../../../sdk/governance-calls.ts";
import { governanceOf } from "../../../sdk/proposal.ts";
import { answer } from "../../answer.ts";
import type { Context } from "../../context.ts";
import { needState, pickProposal } from "../../governance/proposals.ts";
import { readVote } from "../../governance/vote-file.ts";
import type { Report } from "../../output/report.ts";
import { runPlan } from "../../transact/run-plan.ts";

export function addSubmitVote(group: Command): void {
  group
    .command("submit-vote")
    .summary("submit a vote that somebody else has signed")
    .argument("[file]", "as `vote --sign-only` writes it; - is standard input", "-")
    .action(answer(["calldata"], (context, [file]: [string]) => submitVote(context, file)));
}

async function submitVote(context: Context, file: string): Promise<Report> {
  const { deployment } = context;
  const { governor } = governanceOf(deployment);
  const { signature, governor: signedFor, chainId, ...ballot } = readVote(file);
  if (signedFor !== governor || chainId !== deployment.chainId) {
    throw new MillraceError("The vote was signed for another governor.", {
      code: "bad-vote",
      found: `${signedFor} on chain ${chainId}`,
      expected: `${governor} on chain ${deployment.chainId}`,
    });
  }
  await needState(context, await pickProposal(context, String(ballot.proposalId)), ["active"]);
  return runPlan(context, {
    facts: [
      ["proposal", String(ballot.proposalId)],
      ["voter", ballot.voter],
    ],
    json: { proposalId: ballot.proposalId, voter: ballot.voter, support: ballot.support },
    steps: [
      { what: `submit the vote ${ballot.support}`, call: governorCalls.castVoteBySig(governor, ballot, signature) },
    ],
  });
}
