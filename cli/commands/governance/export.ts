import { writeFileSync } from "node:fs";
import { type Command, Option } from "commander";
import type { Call } from "../../../sdk/call.ts";
import { MillraceError } from "../../../sdk/error.ts";
import { governorCalls } from "../../../sdk/governance-calls.ts";
import { governanceOf, type MadeProposal } from "../../../sdk/proposal.ts";
import { safeBatch } from "../../../sdk/safe-batch.ts";
import { answer } from "../../answer.ts";
import type { Context } from "../../context.ts";
import { callText, decodeCall } from "../../governance/decode.ts";
import { pickProposal, readStanding } from "../../governance/proposals.ts";
import { toJson } from "../../output/print.ts";
import type { Report } from "../../output/report.ts";

const steps = ["next", "calls", "queue", "execute", "cancel"] as const;
type ExportOptions = { readonly safe: string; readonly step: (typeof steps)[number] };

export function addExportProposal(group: Command): void {
  group
    .command("export")
    .summary("write what would be signed as a file for Safe's Transaction Builder")
    .argument("<id>", "the id, its first digits, or latest")
    .requiredOption("--safe <file>", "where to write it; a file that is there is not overwritten")
    .addOption(
      new Option("--step <step>", "next: what its state allows now; calls: what the timelock would call")
        .choices(steps)
        .default("next"),
    )
    .action(answer([], (context, [id]: [string], options: ExportOptions) => exportSafe(context, id, options)));
}

async function exportSafe(context: Context, id: string, { safe, step }: ExportOptions): Promise<Report> {
  const { deployment } = context;
  const proposal = await pickProposal(context, id);
  const calls = await callsFor(context, proposal, step);
  const batch = safeBatch(deployment.chainId, calls, {
    name: `Millrace proposal ${String(proposal.id).slice(0, 8)}`,
    description: calls.map(({ to, data }) => callText(decodeCall(deployment, to, data))).join("; "),
    createdAt: Date.now(),
  });
  try {
    writeFileSync(safe, `${toJson(batch)}\n`, { flag: "wx" });
  } catch (cause) {
    throw new MillraceError("The file cannot be written.", {
      code: "bad-file",
      found: safe,
      expected: "a name that is not taken, in a folder that can be written to",
      cause,
    });
  }
  return {
    json: { file: safe, proposalId: proposal.id, batch },
    text: `${calls.length} transaction${calls.length === 1 ? "" : "s"} in ${safe}`,
  };
}

async function callsFor(
  context: Context,
  proposal: MadeProposal,
  step: ExportOptions["step"],
): Promise<Pick<Call, "to" | "data">[]> {
  if (step === "calls") return proposal.targets.map((to, i) => ({ to, data: proposal.calldatas[i] ?? "0x" }));
  const { governor } = governanceOf(context.deployment);
  if (step !== "next") return [governorCalls[step](governor, proposal)];
  const { state } = await readStanding(context, proposal);
  if (state === "succeeded") return [governorCalls.queue(governor, proposal)];
  if (state === "queued") return [governorCalls.execute(governor, proposal)];
  throw new MillraceError("There is no next step for anyone to sign.", {
    code: "proposal-state",
    found: state,
    expected: "succeeded or queued",
    next: "For a vote or a proposal: add --output safe to `vote` or `propose`.",
  });
}
