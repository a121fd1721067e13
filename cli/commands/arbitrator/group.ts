import type { Command } from "commander";
import { addCase } from "./case.ts";
import { addArbitratorList } from "./list.ts";
import { addRule } from "./rule.ts";

const afterHelp = `
You decide whether, never how much: the amounts follow from the kind of fault.
  millrace arbitrator list
  millrace arbitrator case 1
  millrace arbitrator rule 1 --upheld --out ruling.json
  millrace arbitrator rule 1 --upheld --merge ruling.json --yes      by the next member`;

export function addArbitrator(program: Command): void {
  const arbitrator = program.command("arbitrator").summary("read cases and rule").addHelpText("after", afterHelp);
  for (const add of [addArbitratorList, addCase, addRule]) add(arbitrator);
}
