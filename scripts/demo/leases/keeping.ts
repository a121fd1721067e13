import type { Address } from "viem";
import { leaseCalls } from "../../../sdk/lease-calls.ts";
import { refreshTier, stakeCalls } from "../../../sdk/stake-calls.ts";
import type { Receipt } from "./clock.ts";
import type { KnownLease } from "./lives.ts";
import { stakingEvents } from "./receipts.ts";
import type { Troupe } from "./troupe.ts";

/** What keepers do for everybody: finalize, pay compensation, bring tiers up to date. */
export type Keeping = {
  /** A lease has ended: make it final after its claim window, unless a dispute is to come, and pay what it booked. */
  readonly ended: (index: number, lease: KnownLease, receipt: Receipt) => void;
  /** Pay the compensation that this transaction booked, once it is payable. */
  readonly payBooked: (receipt: Receipt, lease: KnownLease) => void;
  /** Its dispute is over. */
  readonly ruled: (index: number, lease: KnownLease) => void;
};

const day = 86_400;
/** Ages of a record at which a tier can be reached, and a while. */
const agesSeconds = [3, 14, 30].map((days) => days * day + 7_200);

export function openKeeping(troupe: Troupe, now: () => number): Keeping {
  const { plan, place, schedule, keeper } = troupe;
  const disputed = new Set(plan.claims.map(({ lease }) => lease));
  const finalAt = new Map<number, number>();
  const withRecord = new Set<Address>();

  const finalize = ({ terms }: KnownLease, time: number): void => {
    schedule.atRound(time, () => ({
      by: keeper(),
      call: leaseCalls.finalize(place.leases, terms),
      done: () => watchTier(terms.offer.operator),
    }));
  };
  /** A tier also comes with age, when nothing is recorded. */
  const watchTier = (operator: Address): void => {
    if (withRecord.has(operator)) return;
    withRecord.add(operator);
    for (const age of agesSeconds) {
      schedule.atRound(now() + age, () => ({ by: keeper(), call: refreshTier(place.quality, operator) }));
    }
  };
  const payBooked = (receipt: Receipt, { leaseId }: KnownLease): void => {
    for (const event of stakingEvents(receipt, place.staking)) {
      if (event.eventName !== "CompensationBooked" || event.args.leaseId !== leaseId) continue;
      const { compensationId, payableAt } = event.args;
      schedule.atRound(Number(payableAt), () => ({
        by: keeper(),
        call: stakeCalls.payCompensation(place.staking, compensationId),
      }));
    }
  };
  return {
    payBooked,
    ended: (index, lease, receipt) => {
      payBooked(receipt, lease);
      const time = now() + lease.terms.bound.claimWindowSeconds;
      finalAt.set(index, time);
      if (!disputed.has(index)) finalize(lease, time);
    },
    ruled: (index, lease) => finalize(lease, Math.max(now(), finalAt.get(index) ?? 0)),
  };
}
