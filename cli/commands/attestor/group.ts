import type { Command } from "commander";
import { addSignNode } from "./sign-node.ts";
import { addSignOutage } from "./sign-outage.ts";
import { addVerify } from "./verify.ts";

const afterHelp = `
The first attestor signs and passes the file on, the next adds its signature:
  millrace attestor sign-node --operator 0x… --hardware serial-4711 --class A100 --units 8000 --expires 90d --out node.json
  millrace attestor sign-node --merge node.json --out node.json
  millrace attestor verify node.json

Nothing is sent: the operator registers the node with the file, the buyer reports the outage with it.`;

export function addAttestor(program: Command): void {
  const attestor = program
    .command("attestor")
    .summary("sign what you have seen of a host")
    .addHelpText("after", afterHelp);
  for (const add of [addSignNode, addSignOutage, addVerify]) add(attestor);
}
