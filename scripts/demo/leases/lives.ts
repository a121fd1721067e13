import type { Hex, PrivateKeyAccount } from "viem";
import type { Call } from "../../../sdk/call.ts";
import { type LeaseTerms, openedLeases } from "../../../sdk/lease.ts";
import { leaseCalls } from "../../../sdk/lease-calls.ts";
import type { Receipt } from "./clock.ts";
import { noticeSeconds } from "./intent.ts";
import type { Keeping } from "./keeping.ts";
import type { PlannedLease } from "./lease-plan.ts";
import { eventOf, leaseEvents } from "./receipts.ts";
import type { Troupe } from "./troupe.ts";

/** A lease as its parties know it. */
export type KnownLease = { readonly leaseId: Hex; readonly terms: LeaseTerms };

export type Lives = {
  /** The lease of that number of the plan. @throws Error if it is not opened yet */
  readonly known: (index: number) => KnownLease;
  /** An end that is not the plan's own came with this receipt. */
  readonly ended: (index: number, receipt: Receipt) => void;
};

/** Put the life of every lease on the schedule: each party takes its own steps. `onOpened` is told how many there are. */
export function scheduleLives(troupe: Troupe, keeping: Keeping, onOpened: (count: number) => void): Lives {
  const { plan, cast, place, desk, schedule, chainTime, keeper } = troupe;
  const leases = new Map<number, KnownLease>();
  const known = (index: number): KnownLease => {
    const found = leases.get(index);
    if (found === undefined) throw new Error(`Lease ${index} of the plan is not open yet.`);
    return found;
  };
  const planned = (index: number): PlannedLease => plan.leases[index] as PlannedLease;
  const buyerOf = (index: number) => cast.buyers[planned(index).buyer] as PrivateKeyAccount;
  const operatorOf = (index: number) => cast.operators[planned(index).operator] as PrivateKeyAccount;

  type Step = (contract: Hex, terms: LeaseTerms) => Call;
  /** Somebody takes a step at a timestamp. */
  const then = (
    time: number,
    index: number,
    by: () => PrivateKeyAccount,
    step: Step,
    done: (receipt: Receipt) => void,
  ): void => {
    schedule.at(time, () => ({ by: by(), call: step(place.leases, known(index).terms), done }));
  };
  const ended = (index: number, receipt: Receipt): void => keeping.ended(index, known(index), receipt);
  const endsWith = (time: number, index: number, by: () => PrivateKeyAccount, step: Step): void =>
    then(time, index, by, step, (receipt) => ended(index, receipt));

  const started = (index: number, receipt: Receipt): void => {
    const { ending, endsAt } = planned(index);
    const events = leaseEvents(receipt, place.leases);
    const timeUp = Number(eventOf(events, "LeaseStarted", known(index).leaseId).args.endsAt);
    const end = chainTime(endsAt);
    if (ending === "complete") endsWith(timeUp, index, keeper, leaseCalls.complete);
    else if (ending === "stop") endsWith(end, index, () => buyerOf(index), leaseCalls.stop);
    else if (ending === "abandon") endsWith(end, index, () => operatorOf(index), leaseCalls.abandon);
    else if (ending === "reclaim") {
      then(
        end - noticeSeconds,
        index,
        () => operatorOf(index),
        leaseCalls.reclaim,
        (notice) => {
          const reclaimed = eventOf(leaseEvents(notice, place.leases), "LeaseReclaimed", known(index).leaseId);
          endsWith(Number(reclaimed.args.endsAt), index, keeper, leaseCalls.complete);
        },
      );
    }
  };

  const opened = (index: number, receipt: Receipt): void => {
    const lease = openedLeases(place.leases, receipt.logs as never).find(({ terms }) => terms.nonce === BigInt(index));
    if (lease === undefined) throw new Error(`Lease ${index} of the plan was not opened.`);
    leases.set(index, lease);
    onOpened(leases.size);
    const { bound, offer } = lease.terms;
    const { ending, endsAt } = planned(index);
    if (ending === "noShow") {
      const time = bound.openedAt + offer.startWindowSeconds + bound.noShowDelaySeconds;
      endsWith(time, index, keeper, leaseCalls.reportNoShow);
    } else if (ending === "cancel") {
      // Final at once.
      then(
        chainTime(endsAt),
        index,
        () => buyerOf(index),
        leaseCalls.cancel,
        () => undefined,
      );
    } else {
      then(
        bound.openedAt + 1,
        index,
        () => operatorOf(index),
        leaseCalls.start,
        (receipt) => started(index, receipt),
      );
    }
  };

  plan.leases.forEach(({ opensAt, continues }, index) => {
    schedule.at(chainTime(opensAt), async () => ({
      by: buyerOf(index),
      call: leaseCalls.open(
        place.leases,
        await desk.orderOf(index, continues === undefined ? undefined : known(continues).leaseId),
      ),
      done: (receipt) => opened(index, receipt),
    }));
  });
  return { known, ended };
}
