import { type Address, type Hex, zeroAddress, zeroHash } from "viem";
import { type LeaseTerms, openedLease } from "../../sdk/lease.ts";
import { leaseCalls } from "../../sdk/lease-calls.ts";
import { leasePriceUp } from "../../sdk/lease-math.ts";
import { meterings, type Offer, offerKinds, offersDomain, signOffer } from "../../sdk/offer.ts";
import type { Action, Log } from "./chain.ts";
import type { LeaseBook } from "./lease-book.ts";
import type { Person } from "./people.ts";
import { act, type Stage } from "./stage.ts";

/** A lease of the simulation, as far as those who act on it remember. */
export type HeldLease = {
  readonly id: Hex;
  readonly terms: LeaseTerms;
  readonly operator: Person;
  readonly buyer: Person;
  /** What is locked, in the token's smallest unit. */
  readonly price: bigint;
  state: "open" | "running" | "ended" | "final";
  startedAt: number;
  /** When it ended, or is to end; timestamp, s. */
  endsAt: number;
  isDisputed: boolean;
};

export type OpeningOrder = {
  readonly operator: Person;
  readonly buyer: Person;
  readonly nodeId: bigint;
  readonly units: number;
  readonly seconds: number;
  readonly pricePerUnitHour: bigint;
  readonly bondPerUnit: bigint;
  /** Timestamp (s). */
  readonly now: number;
};

let salts = 0n;

/** The operator signs an offer for this buyer, who takes it. */
export async function openLease(
  stage: Stage,
  book: LeaseBook,
  order: OpeningOrder,
  onOpened: (lease: HeldLease) => void,
  more: Partial<Action> = {},
): Promise<Action> {
  const { operator, buyer, units, seconds, now, pricePerUnitHour } = order;
  salts += 1n;
  const offer: Offer = {
    operator: operator.address,
    nodeId: order.nodeId,
    token: stage.usd.address,
    pricePerUnitHour,
    minSeconds: 3_600,
    maxSeconds: 30 * 86_400,
    bondPerUnit: order.bondPerUnit,
    promisedUptimeBps: 9_900,
    kind: offerKinds.indexOf("onDemand"),
    metering: meterings.indexOf("byTime"),
    noticeSeconds: 0,
    startWindowSeconds: 1_800,
    graceSeconds: 0,
    earlyExitBps: 0,
    buyer: buyer.address,
    uses: 1,
    expiresAt: now + 86_400,
    counter: 0n,
    salt: salts,
  };
  const signature = await signOffer(operator.key, offersDomain(stage.chainId, stage.at("Offers")), offer);
  const leases = stage.at("Leases");
  const call = leaseCalls.open(leases, {
    ...{ offer, signature, units, durationSeconds: seconds },
    ...{ signer: zeroAddress, continues: zeroHash, nonce: salts },
  });
  const price = leasePriceUp(BigInt(units), pricePerUnitHour, BigInt(seconds));
  const opened = (logs: readonly Log[]) => {
    const { leaseId: id, terms } = openedLease(leases as Address, logs as Parameters<typeof openedLease>[1]);
    const lease: HeldLease = {
      ...{ id, terms, operator, buyer, price, state: "open", startedAt: 0, endsAt: 0, isDisputed: false },
    };
    book.enter(lease);
    onOpened(lease);
  };
  return act(buyer, "open a lease", call, { ...more, onMined: opened });
}

/** What somebody does to a lease, and what follows for those who remember it. */
export function leaseActions(stage: Stage) {
  const leases = stage.at("Leases");
  const ended = (lease: HeldLease, now: number) => () => {
    lease.state = "ended";
    lease.endsAt = now;
  };
  return {
    start: (lease: HeldLease, now: number) =>
      act(lease.operator, "start a lease", leaseCalls.start(leases, lease.terms), {
        onMined: () => {
          lease.state = "running";
          lease.startedAt = now;
          lease.endsAt = now + lease.terms.durationSeconds;
        },
      }),
    abandon: (lease: HeldLease, now: number) =>
      act(lease.operator, "abandon a lease", leaseCalls.abandon(leases, lease.terms), { onMined: ended(lease, now) }),
    stop: (lease: HeldLease, now: number) =>
      act(lease.buyer, "stop a lease", leaseCalls.stop(leases, lease.terms), { onMined: ended(lease, now) }),
    reportNoShow: (by: Person, lease: HeldLease, now: number) =>
      act(by, "report a no-show", leaseCalls.reportNoShow(leases, lease.terms), { onMined: ended(lease, now) }),
    complete: (by: Person, lease: HeldLease) =>
      act(by, "complete a lease", leaseCalls.complete(leases, lease.terms), {
        onMined: () => {
          lease.state = "ended";
        },
      }),
    finalize: (by: Person, lease: HeldLease) =>
      act(by, "finalize a lease", leaseCalls.finalize(leases, lease.terms), {
        // A dispute's ruling may still be due.
        mayFail: lease.isDisputed,
        onMined: () => {
          lease.state = "final";
        },
      }),
  };
}
