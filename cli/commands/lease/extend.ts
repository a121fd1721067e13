import type { Command } from "commander";
import { leaseCalls } from "../../../sdk/lease-calls.ts";
import { recordedBondUp, recordedPriceUp } from "../../../sdk/lease-record.ts";
import { answer } from "../../answer.ts";
import type { Context } from "../../context.ts";
import { loadLease } from "../../leases/load.ts";
import { mill } from "../../mill.ts";
import { duration, money, time } from "../../output/format.ts";
import type { Report } from "../../output/report.ts";
import { parseDuration } from "../../parse-duration.ts";
import { runPlan } from "../../transact/run-plan.ts";

export function addLeaseExtend(lease: Command): void {
  lease
    .command("extend")
    .summary("add time to a running lease, out of the buyer's free balance")
    .description("By the buyer; an on-demand lease also by others, within what the buyer has allowed.")
    .argument("<time>", "how much longer: 90min, 10h, 2d")
    .argument("[lease]", "id or its beginning (default: the only one that is not final)")
    .action(answer(["calldata"], (context, args: [string, string | undefined]) => extend(context, args)));
}

async function extend(context: Context, [text, id]: [string, string | undefined]): Promise<Report> {
  const added = parseDuration(text, "The time");
  const { facts, leases } = await loadLease(context, id);
  const { found, slot, token, price, bond } = facts;
  const { leaseId, terms } = found;
  const longer = { terms, extendedSeconds: slot.extendedSeconds + added };
  const free = await context.reader.freeBalance(terms.buyer, terms.offer.token);
  const cost = recordedPriceUp(longer) - price;
  const endsAt = BigInt(slot.endsAt + added);
  return runPlan(context, {
    facts: [
      ["lease", leaseId],
      ["longer by", duration(BigInt(added))],
      ["ends", slot.endsAt === 0 ? "it has not started" : time(endsAt)],
      ["locked besides", money(cost, token)],
      ["bond besides", mill(recordedBondUp(longer) - bond)],
      ["the buyer's free balance", money(free, token)],
    ],
    steps: [{ what: `extend by ${duration(BigInt(added))}`, call: leaseCalls.extend(leases, terms, added) }],
    json: { leaseId, addedSeconds: added, cost, endsAt },
  });
}
