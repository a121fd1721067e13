import { readContractEvents } from "../../sdk/contract-events.ts";
import { contractsOf } from "../../sdk/contracts.ts";
import type { LeaseTerms } from "../../sdk/lease.ts";
import { leaseOutcomes } from "../../sdk/lease.ts";
import {
  abandonedCompensationUp,
  gradedCompensationUp,
  noShowCompensationUp,
  outageGrade,
} from "../../sdk/lease-math.ts";
import type { FoundLease } from "../../sdk/lease-reader.ts";
import { recordedBondUp } from "../../sdk/lease-record.ts";
import { unpackRates } from "../../sdk/warranty-rates.ts";
import type { Context } from "../context.ts";
import { mill } from "../mill.ts";
import type { Checked } from "./checked.ts";
import { isBefore, type Moment } from "./moment.ts";

/** One booking of compensation: why, and how much. */
export type ExplainedBooking = Checked & {
  readonly compensationId: bigint;
  readonly payableAt: bigint;
  /** True if a slash of the operator came before: it may have shrunk the bond, which events alone do not tell. */
  readonly isAfterSlash: boolean;
};

type Part = { readonly why: string; readonly formula: string; readonly amount: bigint };

/** Every compensation that a lease has booked, from its events and terms, beside what the chain says. */
export async function explainCompensation(
  context: Context,
  { leaseId, terms }: FoundLease,
): Promise<ExplainedBooking[]> {
  const { client, deployment } = context;
  const { staking } = contractsOf(deployment);
  const { operator } = terms.offer;
  const [events, booked, slashes] = await Promise.all([
    readLeaseEvents(context, leaseId),
    readContractEvents(client, staking, "CompensationBooked", { leaseId }),
    readContractEvents(client, staking, "SlashBooked", { operator }),
  ]);
  let before = 0n;
  return Promise.all(
    booked.map((event) => {
      const bookedBefore = before;
      before += event.args.amount;
      return explainOne(context, { terms, events, event, bookedBefore, slashes });
    }),
  );
}

type Events = Awaited<ReturnType<typeof readLeaseEvents>>;

/** The events of a lease that decide on compensation. */
async function readLeaseEvents({ client, deployment }: Context, leaseId: FoundLease["leaseId"]) {
  const { leases } = contractsOf(deployment);
  const [started, extended, outages, ended, ruled] = await Promise.all([
    readContractEvents(client, leases, "LeaseStarted", { leaseId }),
    readContractEvents(client, leases, "LeaseExtended", { leaseId }),
    readContractEvents(client, leases, "OutageReported", { leaseId }),
    readContractEvents(client, leases, "LeaseEnded", { leaseId }),
    readContractEvents(client, leases, "LeaseRuled", { leaseId }),
  ]);
  return { started: started[0], extended, outages, ended: ended[0], ruled: ruled[0] };
}

type Booking = {
  readonly terms: LeaseTerms;
  readonly events: Events;
  readonly event: Moment & {
    readonly transactionHash: string;
    readonly args: { readonly compensationId: bigint; readonly amount: bigint; readonly payableAt: bigint };
  };
  readonly bookedBefore: bigint;
  readonly slashes: readonly Moment[];
};

async function explainOne(context: Context, booking: Booking): Promise<ExplainedBooking> {
  const { event, bookedBefore, slashes } = booking;
  const bond = bondThen(booking);
  const left = bond - bookedBefore;
  const part = await partOf(context, booking, bond, left);
  const capped = part.amount > left;
  return {
    what: part.why,
    formula: capped ? `min(${part.formula}, ${mill(left)} left of the bond)` : part.formula,
    computed: capped ? left : part.amount,
    onChain: event.args.amount,
    compensationId: event.args.compensationId,
    payableAt: event.args.payableAt,
    isAfterSlash: slashes.some((slash) => isBefore(slash, event)),
  };
}

function secondsThen({ terms, events, event }: Booking): number {
  const before = events.extended.filter((each) => isBefore(each, event));
  return terms.durationSeconds + before.reduce((sum, { args }) => sum + Number(args.addedSeconds), 0);
}

function bondThen(booking: Booking): bigint {
  const { terms } = booking;
  return recordedBondUp({ terms, extendedSeconds: secondsThen(booking) - terms.durationSeconds });
}

/** Which row of the table of compensation it is. */
async function partOf({ client }: Context, booking: Booking, bond: bigint, left: bigint): Promise<Part> {
  const { terms, events, event } = booking;
  const rates = unpackRates(terms.bound.rates);
  const inSame = (other: { readonly transactionHash: string } | undefined) =>
    other?.transactionHash === event.transactionHash;
  const total = BigInt(secondsThen(booking));
  const outageAt = events.outages.findLastIndex((each) => isBefore(each, event) && inSame(each));
  const outage = events.outages[outageAt];
  if (outage !== undefined) {
    const before = events.outages[outageAt - 1]?.args.outageSeconds ?? 0n;
    const [from, to] = [outageGrade(before, total, terms), outageGrade(outage.args.outageSeconds, total, terms)];
    const formula = `⌈${mill(bond)} · ${to} / 10000⌉ − ⌈${mill(bond)} · ${from} / 10000⌉, ${outage.args.outageSeconds} s of outage in ${total} s`;
    return { why: "outage", formula, amount: gradedCompensationUp(bond, from, to) };
  }
  const outcome = inSame(events.ended) ? leaseOutcomes[events.ended?.args.outcome ?? 0] : undefined;
  if (outcome === "noShow") {
    const formula = `⌈${mill(bond)} · ${rates.noShowBps} / 10000⌉`;
    return { why: "no-show", formula, amount: noShowCompensationUp(bond, BigInt(rates.noShowBps)) };
  }
  if (outcome === "abandoned") {
    const { timestamp } = await client.getBlock({ blockNumber: event.blockNumber });
    const startedAt = (events.started?.args.endsAt ?? 0n) - BigInt(terms.durationSeconds);
    const rest = total - (timestamp - startedAt);
    const floor = BigInt(rates.abandonFloorBps);
    const formula = `⌈${mill(bond)} · max(${rest} / ${total}, ${floor} / 10000)⌉, ${rest} of ${total} s left`;
    return { why: "abandoned", formula, amount: abandonedCompensationUp(bond, rest, total, floor) };
  }
  const why = events.ruled?.args.proven === true ? "fault proven" : "dispute not answered";
  return { why, formula: `${mill(bond)} of bond − ${mill(bond - left)} booked before`, amount: left };
}
