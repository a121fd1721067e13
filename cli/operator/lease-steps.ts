import { runningSecondsAt, totalSecondsOf } from "../../sdk/lease-due.ts";
import { abandonedCompensationUp } from "../../sdk/lease-math.ts";
import { unpackRates } from "../../sdk/warranty-rates.ts";
import type { LeaseFacts } from "../leases/facts.ts";
import { mill } from "../mill.ts";
import { duration, money, time } from "../output/format.ts";
import type { Fact } from "../output/layout.ts";

/** What only an operator does with a lease. */
export type LeaseStep = {
  readonly name: "start" | "reclaim" | "release" | "abandon";
  readonly summary: string;
  /** What it means for this lease at `now` (timestamp, s). */
  readonly facts: (lease: LeaseFacts, now: bigint) => Fact[];
};

/** What is earned until now and not settled. */
function dueFact({ due, channel, token }: LeaseFacts): Fact {
  return ["paid for it now", `${money(due - channel.settled, token)} of ${money(due, token)} earned, before fees`];
}

export const leaseSteps: readonly LeaseStep[] = [
  {
    name: "start",
    summary: "begin it, within the start window; by the hot key too",
    facts: ({ found, price, token, bond }) => {
      const { bound, offer, durationSeconds } = found.terms;
      return [
        ["start by", time(BigInt(bound.openedAt + offer.startWindowSeconds))],
        ["runs for", duration(BigInt(durationSeconds))],
        ["price", `${money(price, token)}, locked by the buyer`],
        ["bond", `${mill(bond)}: what you lose at most without a dispute`],
      ];
    },
  },
  {
    name: "reclaim",
    summary: "take a spot lease back with the promised notice; by the hot key too",
    facts: ({ found, slot }, now) => [
      ["ends", time(now + BigInt(found.terms.offer.noticeSeconds))],
      ["instead of", time(BigInt(slot.endsAt))],
    ],
  },
  {
    name: "release",
    summary: "end a lease by voucher that has brought none for the grace; by the hot key too",
    facts: ({ found }) => [
      ["grace", duration(BigInt(found.terms.offer.graceSeconds))],
      ["in two calls", "the first starts the clock; one after the grace ends the lease, if no voucher was settled"],
    ],
  },
  {
    name: "abandon",
    summary: "give a running lease up; costs compensation and hurts your record; by the operator's own key only",
    facts: (lease, now) => {
      const { terms } = lease.found;
      const total = totalSecondsOf(terms, lease.slot);
      const left = total - runningSecondsAt(lease.slot, now);
      const floor = BigInt(unpackRates(terms.bound.rates).abandonFloorBps);
      const lost = abandonedCompensationUp(lease.bond, left, total, floor);
      return [dueFact(lease), ["YOU LOSE", `${mill(lost < lease.bondLeft ? lost : lease.bondLeft)} to the buyer`]];
    },
  },
];
