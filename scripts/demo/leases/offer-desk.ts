import { type Address, type Hex, type PrivateKeyAccount, zeroAddress, zeroHash } from "viem";
import type { LeaseOrder } from "../../../sdk/lease.ts";
import { meterings, mostOfferSeconds, type Offer, offerKinds, signOffer } from "../../../sdk/offer.ts";
import type { Cast } from "./cast.ts";
import { type LeaseKind, noticeSeconds } from "./intent.ts";
import type { LeasePlan, PlannedLease } from "./lease-plan.ts";
import type { Place } from "./place.ts";
import { startWindowSeconds } from "./placement.ts";
import { bondPerUnit, pricePerUnitHour } from "./prices.ts";
import type { PlannedNode, PlannedOperator } from "./providers.ts";
import { promisedUptimeBps } from "./trials.ts";

/** What operators have signed: one offer for each of their nodes and kinds, which anyone may take any number of times. */
export type OfferDesk = {
  /** The order of a planned lease, on the offer that it takes. */
  readonly orderOf: (index: number, continues: Hex | undefined) => Promise<LeaseOrder>;
};

type SignedOffer = { readonly offer: Offer; readonly signature: Hex };

/** @param nodeIds of the plan's nodes @param lastDay timestamp (s) until which offers are good */
export function openOfferDesk(
  plan: LeasePlan,
  cast: Cast,
  place: Place,
  nodeIds: readonly bigint[],
  lastDay: number,
): OfferDesk {
  const signed = new Map<string, Promise<SignedOffer>>();

  const make = async ({ operator, node, kind }: PlannedLease, salt: bigint): Promise<SignedOffer> => {
    const seller = cast.operators[operator] as PrivateKeyAccount;
    const planned = plan.nodes[node] as PlannedNode;
    const offer: Offer = {
      operator: seller.address,
      nodeId: nodeIds[node] as bigint,
      token: place.token.address as Address,
      pricePerUnitHour: pricePerUnitHour(plan.operators[operator] as PlannedOperator, planned, kind),
      // Paid to the second, from the first.
      minSeconds: 0,
      maxSeconds: mostOfferSeconds,
      bondPerUnit: bondPerUnit(planned, kind),
      promisedUptimeBps,
      kind: offerKinds.indexOf(kind),
      metering: meterings.indexOf("byTime"),
      noticeSeconds: kind === "spot" ? noticeSeconds : 0,
      startWindowSeconds,
      graceSeconds: 0,
      earlyExitBps: kind === "reserved" ? 2_000 : 0,
      buyer: zeroAddress,
      uses: 0,
      expiresAt: lastDay,
      counter: 0n,
      salt,
    };
    return { offer, signature: await signOffer(seller, place.offers, offer) };
  };
  const offerFor = (lease: PlannedLease, kind: LeaseKind): Promise<SignedOffer> => {
    const key = `${lease.node}/${kind}`;
    const known = signed.get(key) ?? make(lease, BigInt(signed.size + 1));
    signed.set(key, known);
    return known;
  };
  return {
    orderOf: async (index, continues) => {
      const lease = plan.leases[index] as PlannedLease;
      return {
        ...(await offerFor(lease, lease.kind)),
        units: lease.units,
        durationSeconds: lease.durationSeconds,
        signer: zeroAddress,
        continues: continues ?? zeroHash,
        nonce: BigInt(index),
      };
    },
  };
}
