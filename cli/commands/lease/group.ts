import type { Command } from "commander";
import { addLeaseAllowExtension } from "./allow-extension.ts";
import { addLeaseCompensation } from "./compensation.ts";
import { addLeaseContinue } from "./continue.ts";
import { addLeaseEnds } from "./end.ts";
import { addLeaseExtend } from "./extend.ts";
import { addLeaseList } from "./list.ts";
import { addLeaseOpen } from "./open.ts";
import { addLeasePay } from "./pay.ts";
import { addLeaseQuote } from "./quote.ts";
import { addLeaseReportOutage } from "./report-outage.ts";
import { addLeaseRunway } from "./runway.ts";
import { addLeaseShow } from "./show.ts";
import { addLeaseTimed } from "./timed.ts";

const afterHelp = `
A lease from the offer to the end:
  millrace offers search --units 1000
  millrace lease quote OFFER --units 1000 --duration 10h
  millrace lease open OFFER --units 1000 --duration 10h --yes
  millrace lease show
  millrace lease stop --yes
  millrace lease compensation --pay --yes

What it can cost, what comes back and what a failure brings is in docs/buyers.md.`;

export function addLease(program: Command): void {
  const lease = program.command("lease").summary("GPU time with a warranty").addHelpText("after", afterHelp);
  lease.commandsGroup("Looking:");
  for (const add of [addLeaseQuote, addLeaseList, addLeaseShow, addLeaseRunway]) add(lease);
  lease.commandsGroup("Using:");
  for (const add of [addLeaseOpen, addLeasePay, addLeaseExtend, addLeaseAllowExtension, addLeaseContinue]) add(lease);
  lease.commandsGroup("Ending and claiming:");
  for (const add of [addLeaseEnds, addLeaseReportOutage, addLeaseCompensation, addLeaseTimed]) add(lease);
}
