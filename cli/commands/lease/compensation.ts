import type { Command } from "commander";
import { contractAt } from "../../../sdk/contract-at.ts";
import { stakeCalls } from "../../../sdk/stake-calls.ts";
import { answer } from "../../answer.ts";
import type { Context } from "../../context.ts";
import { type Booked, readCompensations } from "../../leases/compensations.ts";
import { boughtLeases, pickLease } from "../../leases/pick-lease.ts";
import { mill } from "../../mill.ts";
import { short, time } from "../../output/format.ts";
import { tableText } from "../../output/layout.ts";
import type { Report } from "../../output/report.ts";
import { runPlan } from "../../transact/run-plan.ts";

export function addLeaseCompensation(lease: Command): void {
  lease
    .command("compensation")
    .summary("what you are compensated with, when it is paid; and have it paid")
    .argument("[lease]", "id or its beginning (default: all that you pay for)")
    .option("--pay", "have everything paid whose time has come; anyone may, it goes to the buyer")
    .action(
      answer(["csv", "calldata"], (context, [id]: [string | undefined], { pay }: { pay?: true }) =>
        compensation(context, id, pay === true),
      ),
    );
}

async function compensation(context: Context, id: string | undefined, isPaying: boolean): Promise<Report> {
  const { timestamp: now } = await context.client.getBlock();
  const leases = id === undefined ? await boughtLeases(context) : [await pickLease(context, id)];
  const ids = leases.map(({ leaseId }) => leaseId);
  const booked = ids.length === 0 ? [] : await readCompensations(context, ids, now);
  const payable = booked.filter(({ state }) => state === "payable");
  if (!isPaying || payable.length === 0) return listed(booked, isPaying);
  const staking = contractAt(context.deployment, "Staking");
  return runPlan(context, {
    facts: [["paid to the buyer", mill(payable.reduce((sum, { worth }) => sum + worth, 0n))]],
    steps: payable.map(({ compensationId, worth }) => ({
      what: `pay compensation ${compensationId}: ${mill(worth)}`,
      call: stakeCalls.payCompensation(staking, compensationId),
    })),
    json: { compensations: payable },
  });
}

function listed(booked: readonly Booked[], isPaying: boolean): Report {
  const columns = ["compensation", "lease", "booked", "worth now", "paid", "state", "payable from"];
  const rows = (shorten: (hex: `0x${string}`) => string): string[][] =>
    booked.map((each) => [
      String(each.compensationId),
      shorten(each.leaseId),
      mill(each.booked),
      mill(each.worth),
      mill(each.paid),
      each.state,
      time(each.payableAt),
    ]);
  const nothing = isPaying ? "\n\nNothing to do: nothing can be paid now." : "";
  return {
    json: booked,
    table: { columns, rows: rows(String) },
    text:
      booked.length === 0
        ? `  No compensation was booked.${nothing}`
        : `${tableText({ columns, rows: rows(short) })}${nothing}`,
  };
}
