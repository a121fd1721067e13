import type { Command } from "commander";
import { leaseReader } from "../../../sdk/lease-reader.ts";
import { answer } from "../../answer.ts";
import type { Context } from "../../context.ts";
import { checkedFact, isEqual } from "../../explain/checked.ts";
import { explainCompensation } from "../../explain/compensation.ts";
import { pickLease } from "../../leases/pick-lease.ts";
import { mill } from "../../mill.ts";
import { time } from "../../output/format.ts";
import { type Fact, factsText } from "../../output/layout.ts";
import type { Report } from "../../output/report.ts";

export function addCompensation(explain: Command): void {
  explain
    .command("compensation")
    .summary("why a lease was compensated and with how much, with the formula and what the chain says")
    .argument("<lease>", "id, or the beginning of the id of an own lease")
    .action(answer([], (context, [id]: [string]) => compensation(context, id)));
}

async function compensation(context: Context, id: string): Promise<Report> {
  const found = await pickLease(context, id);
  const [bookings, slot] = await Promise.all([
    explainCompensation(context, found),
    leaseReader(context.client, context.deployment).slot(found.leaseId),
  ]);
  const { offer, units, durationSeconds } = found.terms;
  const bond = `${units} units · ${mill(offer.bondPerUnit)}, for the first ${durationSeconds} s`;
  const facts: Fact[] = [
    ["lease", found.leaseId],
    ["outcome", `${slot.state}, ${slot.outcome}`],
    ["bond", bond],
    ...bookings.flatMap((booking): Fact[] => [
      checkedFact(booking, mill),
      ["", `compensation ${booking.compensationId}, payable from ${time(booking.payableAt)}`],
      ...(booking.isAfterSlash && !isEqual(booking) ? [["", "a slash had shrunk the bond before"] as const] : []),
    ]),
  ];
  const none = `No compensation was booked: it is ${slot.outcome === "none" ? slot.state : slot.outcome}.`;
  return {
    json: { leaseId: found.leaseId, isSame: bookings.every(isEqual), bookings },
    text: bookings.length === 0 ? `${factsText(facts)}\n\n${none}` : factsText(facts),
  };
}
