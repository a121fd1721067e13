import { readContractEvents } from "../../sdk/contract-events.ts";
import { contractsOf } from "../../sdk/contracts.ts";
import { disputeStates } from "../../sdk/dispute.ts";
import { disputeCalls } from "../../sdk/dispute-calls.ts";
import { stakeCalls } from "../../sdk/stake-calls.ts";
import type { Duty, Task } from "./duty.ts";

/** End disputes whose time is up, or whose appeal is ruled. */
export const executeDisputes: Duty = async ({ client, deployment }, now) => {
  const { disputes, leases } = contractsOf(deployment);
  const [opened, ended, terms] = await Promise.all([
    readContractEvents(client, disputes, "DisputeOpened"),
    readContractEvents(client, disputes, "DisputeEnded"),
    readContractEvents(client, leases, "LeaseOpened"),
  ]);
  const over = new Set(ended.map(({ args }) => args.disputeId));
  const termsOf = new Map(terms.map(({ args }) => [args.leaseId, args.terms]));
  const tasks: Task[] = [];
  for (const { args } of opened) {
    const { disputeId, leaseId } = args;
    const found = termsOf.get(leaseId);
    if (over.has(disputeId) || found === undefined) continue;
    const { state, deadline } = await client.readContract({ ...disputes, functionName: "dispute", args: [disputeId] });
    if (disputeStates[state] !== "decided" && now < deadline) continue;
    const call = disputeCalls.execute(disputes.address, disputeId, found);
    tasks.push({ what: `execute dispute ${disputeId}`, call });
  }
  return tasks;
};

/** Send compensation to buyers, a thaw period after it was booked. */
export const payCompensations: Duty = async ({ client, deployment }, now) => {
  const { staking } = contractsOf(deployment);
  const [booked, paid, returned] = await Promise.all([
    readContractEvents(client, staking, "CompensationBooked"),
    readContractEvents(client, staking, "CompensationPaid"),
    readContractEvents(client, staking, "CompensationReturned"),
  ]);
  const done = new Set([...paid, ...returned].map(({ args }) => args.compensationId));
  return booked
    .filter(({ args }) => !done.has(args.compensationId) && now >= args.payableAt)
    .map(({ args: { compensationId } }) => ({
      what: `pay compensation ${compensationId}`,
      call: stakeCalls.payCompensation(staking.address, compensationId),
    }));
};

/** Pay out what slashes took, as far as the bucket allows. */
export const payOutSlashes: Duty = async ({ client, deployment }) => {
  const { staking } = contractsOf(deployment);
  const booked = await readContractEvents(client, staking, "SlashBooked");
  const tasks: Task[] = [];
  for (const { args } of booked) {
    const { disputeId } = args;
    const slash = await client.readContract({ ...staking, functionName: "slash", args: [disputeId] });
    if (slash.paid >= slash.ownTaken + slash.delegatedTaken) continue;
    tasks.push({
      what: `pay out the slash of dispute ${disputeId}`,
      call: stakeCalls.payOut(staking.address, disputeId),
    });
  }
  return tasks;
};
