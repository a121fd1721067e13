import type { Address } from "viem";
import { channelIdOfTerms } from "../../../sdk/channel.ts";
import { leaseChannel } from "../../../sdk/lease.ts";
import type { Snapshot } from "../../books/read.ts";
import { expectedOutcomes } from "./expected.ts";
import type { OperatorState } from "./holdings.ts";
import type { LeaseAccount } from "./lease-figures.ts";
import type { LeasePlan } from "./lease-plan.ts";

/** What the chain said in events and storage, to be held against the trace, the plan and one another. */
export type LeaseEvidence = {
  readonly plan: LeasePlan;
  readonly account: LeaseAccount;
  readonly operators: readonly OperatorState[];
  readonly addresses: readonly Address[];
  /** Own stake of each operator by the events that changed it, MILL wei. */
  readonly stakes: ReadonlyMap<Address, bigint>;
  readonly leases: Address;
  /** The books of everything at the end. */
  readonly snapshot: Snapshot;
};

/** Everything that does not add up in the market of leases, each a sentence; empty if all is well. */
export function findLeaseFaults(evidence: LeaseEvidence): string[] {
  const { plan, account, operators, addresses, stakes } = evidence;
  const { figures } = account;
  const { outcomes, compensation, slashes, disputes, units } = figures;
  const faults: string[] = [];
  const mustEqual = (what: string, found: bigint | number, wanted: bigint | number): void => {
    if (found !== wanted) faults.push(`${what}: found ${found}, expected ${wanted}.`);
  };
  const inTrace = (phase: string): number => plan.jobs.filter((job) => job.phase === phase).length;
  const course = (...names: string[]): number => plan.claims.filter((claim) => names.includes(claim.course)).length;
  const served = plan.leases.filter(({ origin, ending }) => origin !== "job" && ending === "complete").length;

  mustEqual("jobs that no node could hold", plan.unplaced, 0);
  mustEqual("leases opened, against the plan", outcomes.opened, plan.leases.length);
  mustEqual("leases not final", outcomes.notFinal, 0);
  mustEqual("leases abandoned, against rows that failed", outcomes.abandoned, inTrace("Failed"));
  mustEqual("no-shows, against rows that were never scheduled", outcomes.noShow, inTrace("Pending"));
  const { completed, stopped, reclaimed, outage, faultProven } = outcomes;
  const ranWell = completed + stopped + reclaimed + outage + faultProven - served;
  mustEqual("other leases, against rows that ran", ranWell, inTrace("Running") + inTrace("Succeeded"));
  faults.push(...differences(evidence));

  mustEqual("compensations booked for failures", compensation.booked, outcomes.abandoned + outcomes.noShow);
  mustEqual("compensations paid for failures", compensation.paid, compensation.booked);
  mustEqual("disputes opened", disputes.opened, plan.claims.length);
  mustEqual("disputes upheld", disputes.upheld, course("deserved", "deservedAppealed"));
  mustEqual("disputes rejected", disputes.rejected, course("false", "falseAppealed"));
  mustEqual("disputes not answered", disputes.unanswered, course("unanswered"));
  mustEqual("disputes appealed", disputes.appealed, course("falseAppealed", "deservedAppealed"));
  mustEqual("slashes booked, against disputes upheld", slashes.booked, disputes.upheld);
  mustEqual("slashes paid out or burned", slashes.bounty + slashes.toBuyers + slashes.burned, slashes.amount);
  mustEqual("nodes oversold", units.oversold, 0);
  mustEqual("units still under leases", units.stillLeased, 0);
  addresses.forEach((address, index) => {
    const [own, byEvents] = [operators[index]?.own ?? 0n, stakes.get(address) ?? 0n];
    // What rounding leaves of compensations that a slash has shrunk goes back to own stake without an event.
    const isDust = own > byEvents && own - byEvents <= BigInt(account.compensations.length);
    if (!isDust) mustEqual(`own stake of ${address}, by its events`, byEvents, own);
  });
  mustEqual("paid by leases, against Escrow's storage", figures.paid, settledOf(evidence));
  return faults;
}

/** Leases that came to something else than was planned. The first says enough. */
function differences({ plan, account }: LeaseEvidence): string[] {
  const expected = expectedOutcomes(plan);
  const found = new Map([...account.records.values()].map(({ terms, outcome }) => [Number(terms.nonce), outcome]));
  const wrong = expected.flatMap((outcome, index) => (found.get(index) === outcome ? [] : [index]));
  const [first] = wrong;
  if (first === undefined) return [];
  const example = `lease ${first} is ${found.get(first) ?? "not final"}, expected ${expected[first]}`;
  return [`outcomes that differ from the plan: ${wrong.length}, as in: ${example}.`];
}

/** What the channels of all leases have paid, from Escrow's storage. */
function settledOf({ account, leases, snapshot }: LeaseEvidence): bigint {
  const channels = snapshot.tokens[0]?.channels;
  let total = 0n;
  for (const { terms } of account.records.values()) {
    total += channels?.get(channelIdOfTerms(leaseChannel(leases, terms)))?.settled ?? 0n;
  }
  return total;
}
