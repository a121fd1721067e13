import type { Command } from "commander";
import { readProposals } from "../../../sdk/proposal.ts";
import { formatQuantity } from "../../../sdk/quantity.ts";
import { answer } from "../../answer.ts";
import type { Context } from "../../context.ts";
import { readStanding } from "../../governance/proposals.ts";
import { time } from "../../output/format.ts";
import { tableText } from "../../output/layout.ts";
import type { Report } from "../../output/report.ts";

export function addList(group: Command): void {
  group
    .command("list")
    .summary("all proposals, the newest first")
    .action(answer(["csv"], (context) => list(context)));
}

async function list(context: Context): Promise<Report> {
  const proposals = (await readProposals(context.client, context.deployment)).reverse();
  const standings = await Promise.all(proposals.map((proposal) => readStanding(context, proposal)));
  const json = proposals.map((proposal, index) => ({ ...proposal, ...standings[index] }));
  const columns = ["proposal", "state", "for", "against", "voting ends", "description"];
  const rows = proposals.map(({ id, description, voteEnd }, index) => {
    const { state = "", votes, deadline = voteEnd } = standings[index] ?? {};
    const [title = ""] = description.split("\n");
    const [yes, no] = [votes?.for ?? 0n, votes?.against ?? 0n].map((amount) => formatQuantity(amount, "MILL wei"));
    return [String(id), state, yes ?? "", no ?? "", time(deadline), title];
  });
  const shown = rows.map(([id = "", ...rest]) => [`${id.slice(0, 8)}…`, ...rest]);
  const text = rows.length === 0 ? "No proposal was ever made." : tableText({ columns, rows: shown });
  return { json, text, table: { columns, rows } };
}
