import type { Command } from "commander";
import { zeroHash } from "viem";
import { answer } from "../../answer.ts";
import type { Context } from "../../context.ts";
import { type Booked, readCompensations } from "../../leases/compensations.ts";
import { type Possible, possibleSteps } from "../../leases/deadlines.ts";
import { type LeaseFacts, readLeaseFacts } from "../../leases/facts.ts";
import { leaseInJson } from "../../leases/lease-json.ts";
import { kindText, meteringText } from "../../leases/offer-facts.ts";
import { pickLease } from "../../leases/pick-lease.ts";
import { stateText } from "../../leases/state-text.ts";
import { mill } from "../../mill.ts";
import { duration, money, percent, time } from "../../output/format.ts";
import { type Fact, factsText } from "../../output/layout.ts";
import type { Report } from "../../output/report.ts";

export function addLeaseShow(lease: Command): void {
  lease
    .command("show")
    .summary("everything about a lease: money, bond, compensation, and what can be done until when")
    .argument("[lease]", "id or its beginning (default: the only one that is not final)")
    .action(answer([], (context, [id]: [string | undefined]) => show(context, id)));
}

async function show(context: Context, id: string | undefined): Promise<Report> {
  const { timestamp: now } = await context.client.getBlock();
  const found = await pickLease(context, id);
  const facts = await readLeaseFacts(context, found, now);
  const compensations = await readCompensations(context, found.leaseId, now);
  const steps = possibleSteps(facts);
  const next = steps.map((step): Fact => [step.step, `${step.who}${whenText(step, now)}`]);
  const more = steps.length === 0 ? "Nothing more can be done: it is final." : `Now or later\n${factsText(next)}`;
  return {
    json: { ...leaseInJson(facts), compensations, steps },
    text: `${factsText([...moneyFacts(facts, now), ...compensations.map(compensationFact)])}\n\n${more}`,
  };
}

function moneyFacts(facts: LeaseFacts, now: bigint): Fact[] {
  const { found, slot, token, channel, price, due, bond, bondLeft, releasableAt } = facts;
  const { terms } = found;
  const at = (seconds: number): string => (seconds === 0 ? "not yet" : time(BigInt(seconds)));
  const left =
    slot.state === "running" && BigInt(slot.endsAt) > now ? `, in ${duration(BigInt(slot.endsAt) - now)}` : "";
  const refund: Fact[] = channel.closed ? [["refunded", money(facts.refunded, token)]] : [];
  const outage: Fact[] =
    slot.outageSeconds === 0
      ? []
      : [
          [
            "outage",
            `${duration(BigInt(slot.outageSeconds))}, ${percent(BigInt(slot.bookedOutageBps))} of the bond booked`,
          ],
        ];
  return [
    ["lease", found.leaseId],
    ["state", stateText(facts)],
    ["buyer", terms.buyer],
    ["operator", terms.offer.operator],
    ["kind", `${kindText(terms.offer)}, metered ${meteringText(terms.offer)}`],
    ["size", `${terms.units} units (${terms.units / 1_000} GPU) of node ${terms.offer.nodeId}`],
    ["opened", at(terms.bound.openedAt)],
    ["started", at(slot.startedAt)],
    slot.endedAt === 0 ? ["ends", `${at(slot.endsAt)}${left}`] : ["ended", at(slot.endedAt)],
    ["locked", money(price, token)],
    [slot.state === "running" ? "used until now" : "used", money(due, token)],
    ["settled", `${money(channel.settled, token)}, ${percent(channel.feeBps)} of it is the protocol's fee`],
    ...refund,
    ["bond", `${mill(bondLeft)} of ${mill(bond)} left`],
    ...outage,
    ...(releasableAt === undefined
      ? []
      : [
          [
            "idle",
            `ends without compensation from ${time(releasableAt)} on, unless a voucher is settled before`,
          ] as const,
        ]),
    ["channel", facts.channelId],
    ...(terms.continues === zeroHash ? [] : [["goes on from", terms.continues] as const]),
  ];
}

function compensationFact({ compensationId, booked, worth, payableAt, state, paid }: Booked): Fact {
  const open = `${mill(worth)} of ${mill(booked)}, ${state}, payable from ${time(payableAt)}`;
  const over = state === "paid" ? `${mill(paid)} paid` : `${mill(booked)} returned to the operator by a ruling`;
  return [`compensation ${compensationId}`, state === "paid" || state === "returned" ? over : open];
}

function whenText({ from, until }: Possible, now: bigint): string {
  if (from !== undefined) return from <= now ? ", now" : `, from ${time(from)}, in ${duration(from - now)}`;
  if (until === undefined) return ", now";
  return until < now ? ", too late" : `, until ${time(until)}, for ${duration(until - now)}`;
}
