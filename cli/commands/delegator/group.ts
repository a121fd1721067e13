import type { Command } from "commander";
import { addDelegate } from "./delegate.ts";
import { addStatus } from "./status.ts";
import { addUndelegate } from "./undelegate.ts";
import { addWithdraw } from "./withdraw.ts";

const afterHelp = `
  millrace delegator quote OPERATOR 1000       what it brings and risks, before anything is sent
  millrace delegator delegate OPERATOR 1000
  millrace delegator status
  millrace delegator undelegate OPERATOR       starts the thaw
  millrace delegator withdraw                  when it is over

Rewards make a share worth more; there is nothing to claim. A slash takes of own stake first.`;

/** `millrace delegator …` */
export function addDelegator(program: Command): void {
  const delegator = program
    .command("delegator")
    .summary("stake MILL behind an operator that somebody else runs")
    .addHelpText("after", afterHelp);
  for (const add of [addStatus, addDelegate, addUndelegate, addWithdraw]) add(delegator);
}
