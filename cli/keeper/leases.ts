import { contractAt } from "../../sdk/contract-at.ts";
import { readContractEvents } from "../../sdk/contract-events.ts";
import { contractsOf } from "../../sdk/contracts.ts";
import type { LeaseTerms } from "../../sdk/lease.ts";
import { leaseCalls } from "../../sdk/lease-calls.ts";
import { type LeaseSlot, leaseReader } from "../../sdk/lease-reader.ts";
import type { Duty, Task } from "./duty.ts";

/** Report no-shows, complete what has run out, and make final what nobody can dispute any more. */
export const keepLeases: Duty = async ({ client, deployment }, now) => {
  const { leases } = contractsOf(deployment);
  const [opened, final] = await Promise.all([
    readContractEvents(client, leases, "LeaseOpened"),
    readContractEvents(client, leases, "LeaseFinal"),
  ]);
  const done = new Set(final.map(({ args }) => args.leaseId));
  const reader = leaseReader(client, deployment);
  const address = contractAt(deployment, "Leases");
  const tasks: Task[] = [];
  for (const { args } of opened) {
    if (done.has(args.leaseId)) continue;
    const step = due(args.terms, await reader.slot(args.leaseId), now);
    if (step === undefined) continue;
    tasks.push({ what: `${step.what} ${args.leaseId}`, call: leaseCalls[step.call](address, args.terms) });
  }
  return tasks;
};

type Due = { readonly what: string; readonly call: "reportNoShow" | "complete" | "finalize" };

function due({ offer, bound }: LeaseTerms, slot: LeaseSlot, now: bigint): Due | undefined {
  const from = (...seconds: number[]) => now >= BigInt(seconds.reduce((sum, each) => sum + each, 0));
  if (slot.state === "open" && from(bound.openedAt, offer.startWindowSeconds, bound.noShowDelaySeconds)) {
    return { what: "report the no-show of", call: "reportNoShow" };
  }
  if (slot.state === "running" && from(slot.endsAt)) return { what: "complete", call: "complete" };
  if (slot.state === "ended" && slot.claim !== "pending" && from(slot.endedAt, bound.claimWindowSeconds)) {
    return { what: "finalize", call: "finalize" };
  }
  return undefined;
}
