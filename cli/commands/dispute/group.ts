import type { Command } from "commander";
import { addDisputeContest } from "./contest.ts";
import { addDisputeList } from "./list.ts";
import { addDisputeOpen } from "./open.ts";
import { addDisputePayOut } from "./pay-out.ts";
import { addDisputeShow } from "./show.ts";
import { addDisputeSteps } from "./steps.ts";

const afterHelp = `
For what the chain cannot see. The evidence stays where you put it; its hash goes on chain:
  millrace dispute open LEASE --kind wrong-result --evidence report.pdf --place https://… --yes
  millrace dispute show 1        who must act until when, and what happens if nobody does
  millrace dispute execute 1     once the deadline has passed, by anyone
  millrace dispute pay-out 1     pay out what it took
  millrace credit withdraw       take what is owed to you`;

export function addDispute(program: Command): void {
  const dispute = program
    .command("dispute")
    .summary("claim a fault before an arbitrator")
    .addHelpText("after", afterHelp);
  for (const add of [addDisputeOpen, addDisputeShow, addDisputeList, addDisputeContest]) add(dispute);
  for (const add of [addDisputeSteps, addDisputePayOut]) add(dispute);
}
