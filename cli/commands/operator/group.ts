import type { Command } from "commander";
import { addLeaseTimed } from "../lease/timed.ts";
import { addCalculator } from "./calculator.ts";
import { addCommission } from "./commission.ts";
import { addExplain } from "./explain.ts";
import { addExport } from "./export.ts";
import { addKey } from "./key.ts";
import { addList as addLeaseList } from "./lease/list.ts";
import { addSteps } from "./lease/step.ts";
import { addList as addNodeList } from "./node/list.ts";
import { addRegister } from "./node/register.ts";
import { addCancel } from "./offer/cancel.ts";
import { addList as addOfferList } from "./offer/list.ts";
import { addMake } from "./offer/make.ts";
import { addStake } from "./stake.ts";
import { addStatus } from "./status.ts";
import { addUnstake } from "./unstake.ts";
import { addWithdrawStake } from "./withdraw-stake.ts";

const afterHelp = `
From nothing to a lease:
  millrace operator calculator --class A100 --gpus 8 --price 2
  millrace operator stake 14080
  millrace operator node register ATTESTATION...    what attestors wrote with \`millrace attestor sign-node\`
  millrace operator offer make 2 --post
  millrace operator lease start LEASE               when a buyer has taken it; within the start window
  millrace operator lease complete LEASE            when the time is up
  millrace operator lease finalize LEASE            after the claim window: bond and stake are free again
  millrace earnings --withdraw

Keys and where money goes: \`operator key --help\`, \`millrace terms\`. What a score, a tier, a compensation or a slash is
made of: \`millrace explain\`.`;

/** `millrace operator …` */
export function addOperator(program: Command): void {
  const operator = program
    .command("operator")
    .summary("stake, nodes, offers, leases: what operators do beside channels")
    .addHelpText("after", afterHelp);
  operator.commandsGroup("Looking:");
  for (const add of [addStatus, addCalculator, addExplain, addExport]) add(operator);
  operator.commandsGroup("Stake:");
  for (const add of [addStake, addUnstake, addWithdrawStake, addCommission]) add(operator);
  operator.commandsGroup("Work:");
  const node = operator.command("node").summary("register, renew, retire and list nodes");
  for (const add of [addRegister, addNodeList]) add(node);
  const offer = operator.command("offer").summary("make, cancel and list offers");
  for (const add of [addMake, addCancel, addOfferList]) add(offer);
  const lease = operator.command("lease").summary("start leases, end them, and list them");
  for (const add of [addSteps, addLeaseTimed, addLeaseList]) add(lease);
  addKey(operator);
}
