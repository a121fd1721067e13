import type { Command } from "commander";
import { addDelegate } from "./delegate.ts";
import { addExportProposal } from "./export.ts";
import { addGuardian } from "./guardian.ts";
import { addList } from "./list.ts";
import { addParameters } from "./parameters.ts";
import { addPower } from "./power.ts";
import { addPropose } from "./propose.ts";
import { addShow } from "./show.ts";
import { addStages } from "./stages.ts";
import { addSubmitVote } from "./submit-vote.ts";
import { addVote } from "./vote.ts";

const afterHelp = `
The life of a proposal:
  millrace governance propose --set "protocolFeeBps=3 %" --description "Raise the fee" --yes
  millrace governance show latest
  millrace governance vote latest for --yes       after the voting delay
  millrace governance queue latest --yes          when voting is over
  millrace governance execute latest --yes        after the timelock's delay`;

export function addGovernance(program: Command): void {
  const group = program
    .command("governance")
    .summary("parameters, proposals, votes, and the guardian's pause")
    .addHelpText("after", afterHelp);
  for (const add of [addParameters, addPropose, addShow, addList, addVote, addSubmitVote, addStages]) add(group);
  for (const add of [addDelegate, addPower, addGuardian, addExportProposal]) add(group);
}
