import type { Address } from "viem";
import { contractsOf } from "../../sdk/contracts.ts";
import { type DisputeKind, disputeKinds } from "../../sdk/dispute.ts";
import { earlyExitUp } from "../../sdk/lease-due.ts";
import {
  abandonedCompensationUp,
  leaseEarnedDown,
  leasePriceUp,
  locksOf,
  noShowCompensationUp,
} from "../../sdk/lease-math.ts";
import { offerKinds } from "../../sdk/offer.ts";
import { feeOfDown } from "../../sdk/payment-math.ts";
import { readSettings } from "../../sdk/setting.ts";
import { unpackRates } from "../../sdk/warranty-rates.ts";
import type { Context } from "../context.ts";
import type { NamedOffer } from "./offer-source.ts";
import type { OfferStanding } from "./offer-standing.ts";

const bps = 10_000n;

/** An outage of so much over the allowance, and what it brings. MILL's smallest unit. */
export type OutageStep = { readonly upToSeconds: bigint; readonly compensation: bigint };

/** What opening a lease locks, and what every way it can end would pay. Compensation and bond in MILL's smallest unit. */
export type LeaseQuote = {
  readonly units: number;
  readonly seconds: number;
  /** Locked of the buyer's free balance, in the payment token's smallest unit. */
  readonly price: bigint;
  readonly feeBps: bigint;
  /** Part of the price, if all of it is paid. */
  readonly fee: bigint;
  /** Paid in any case, unless the operator fails. */
  readonly minimum: bigint;
  /** What leaving costs besides, right after the start; reserved only. */
  readonly earlyExitAtMost: bigint;
  readonly bond: bigint;
  readonly requiredStake: bigint;
  readonly noShow: bigint;
  readonly abandonedAtOnce: bigint;
  readonly abandonedAtLeast: bigint;
  /** Outage that brings nothing. */
  readonly allowanceSeconds: bigint;
  /** Above the last step it is all of the bond, and the lease ends. */
  readonly outage: readonly OutageStep[];
  /** What a fault of each kind takes of the operator's stake, bps, and the buyer's bond for claiming it now. */
  readonly faults: readonly { readonly kind: DisputeKind; readonly shareBps: bigint; readonly bond: bigint }[];
  readonly noShowDelaySeconds: number;
  readonly claimWindowSeconds: number;
  /** From booking until it is paid. */
  readonly compensationDelaySeconds: bigint;
};

/** Everything from the settings of now: a lease keeps those that it was opened under. */
export async function quoteLease(
  context: Context,
  { offer }: NamedOffer,
  standing: OfferStanding,
  order: { readonly units: number; readonly seconds: number },
): Promise<LeaseQuote> {
  const { client, deployment } = context;
  const terms = await client.readContract({ ...contractsOf(deployment).parameters, functionName: "leaseTerms" });
  const { thawSeconds } = await readSettings(client, deployment, ["thawSeconds"]);
  const [units, seconds] = [BigInt(order.units), BigInt(order.seconds)];
  const { price, bond } = locksOf(offer, units, seconds);
  const { feeBps } = standing;
  const minimum = leaseEarnedDown(units, offer.pricePerUnitHour, BigInt(offer.minSeconds), 0n);
  const isReserved = offerKinds[offer.kind] === "reserved";
  const rates = unpackRates(terms.rates);
  const abandoned = (left: bigint) => abandonedCompensationUp(bond, left, seconds, BigInt(rates.abandonFloorBps));
  return {
    ...order,
    price,
    feeBps,
    fee: feeOfDown(price, feeBps),
    minimum,
    earlyExitAtMost: isReserved ? earlyExitUp(price - minimum, offer.earlyExitBps) : 0n,
    bond,
    requiredStake: units * standing.requiredStakePerUnit,
    noShow: noShowCompensationUp(bond, BigInt(rates.noShowBps)),
    abandonedAtOnce: abandoned(seconds),
    abandonedAtLeast: abandoned(0n),
    allowanceSeconds: (seconds * (bps - BigInt(offer.promisedUptimeBps))) / bps,
    outage: rates.outageStepBps.map((step, index) => {
      const share = rates.outageCompensationBps[index] as number;
      // A grade is a share of the bond, rounded up as a no-show's is.
      return { upToSeconds: (seconds * BigInt(step)) / bps, compensation: noShowCompensationUp(bond, BigInt(share)) };
    }),
    faults: await faultsOf(context, offer.operator),
    noShowDelaySeconds: terms.noShowDelaySeconds,
    claimWindowSeconds: terms.claimWindowSeconds,
    compensationDelaySeconds: thawSeconds,
  };
}

async function faultsOf({ client, deployment }: Context, operator: Address): Promise<LeaseQuote["faults"]> {
  const { disputes } = contractsOf(deployment);
  const kinds = disputeKinds.filter((kind) => kind !== "outage");
  return Promise.all(
    kinds.map(async (kind) => {
      const index = disputeKinds.indexOf(kind);
      const [shareBps, bond] = await Promise.all([
        client.readContract({ ...disputes, functionName: "shareOf", args: [index] }),
        client.readContract({ ...disputes, functionName: "bondFor", args: [operator, index] }),
      ]);
      return { kind, shareBps, bond };
    }),
  );
}

/** Of one GPU (a thousand units) and hour, in the token's smallest unit. */
export function pricePerGpuHour(pricePerUnitHour: bigint): bigint {
  return leasePriceUp(1_000n, pricePerUnitHour, 3_600n);
}
