import { zeroAddress } from "viem";
import { gpuClassName } from "../../sdk/gpu-class.ts";
import { type Metering, meterings, type Offer, type OfferKind, offerKinds } from "../../sdk/offer.ts";
import type { Context } from "../context.ts";
import { mill } from "../mill.ts";
import { duration, money, percent, time } from "../output/format.ts";
import type { Fact } from "../output/layout.ts";
import type { OfferStanding } from "./offer-standing.ts";
import { pricePerGpuHour } from "./quote.ts";
import { tokenOf } from "./token-of.ts";

const kindsInWords: Readonly<Record<OfferKind, string>> = {
  onDemand: "on demand",
  spot: "spot",
  reserved: "reserved",
};
const meteringsInWords: Readonly<Record<Metering, string>> = { byTime: "by time", byVoucher: "by voucher" };

/** "on demand" */
export function kindText({ kind }: Pick<Offer, "kind">): string {
  return kindsInWords[offerKinds[kind] ?? "onDemand"];
}

/** "by time" */
export function meteringText({ metering }: Pick<Offer, "metering">): string {
  return meteringsInWords[meterings[metering] ?? "byTime"];
}

/** Everything that an offer promises. */
export function offerFacts(context: Context, offer: Offer, standing: OfferStanding): Fact[] {
  const token = tokenOf(context, offer.token);
  const seconds = (value: number): string => duration(BigInt(value));
  const by = { operator: "the operator", key: "a key of the operator", wallet: "the operator's wallet contract" };
  const { signer } = standing;
  return [
    ["operator", `${offer.operator}, tier ${standing.tier}`],
    ["node", `${offer.nodeId}, ${gpuClassName(standing.classId)}, ${standing.freeUnits} units free (1000 are one GPU)`],
    ["kind", `${kindText(offer)}, metered ${meteringText(offer)}`],
    ["price", `${money(pricePerGpuHour(offer.pricePerUnitHour), token)} per GPU and hour`],
    ["duration", `${seconds(offer.minSeconds)} to ${seconds(offer.maxSeconds)}`],
    ["starts within", seconds(offer.startWindowSeconds)],
    ["bond", `${mill(offer.bondPerUnit * 1_000n)} per GPU`],
    ["promised uptime", percent(BigInt(offer.promisedUptimeBps))],
    ...(kindText(offer) === "spot" ? [["notice before it is taken back", seconds(offer.noticeSeconds)] as const] : []),
    ...(offer.earlyExitBps > 0
      ? [["early exit", `${percent(BigInt(offer.earlyExitBps))} of what is left`] as const]
      : []),
    ...(offer.graceSeconds > 0
      ? [["released after", `${seconds(offer.graceSeconds)} without a voucher`] as const]
      : []),
    ["for", offer.buyer === zeroAddress ? "anyone" : offer.buyer],
    ["uses", offer.uses === 0 ? "any number" : String(offer.uses)],
    ["good until", time(BigInt(offer.expiresAt))],
    ["signed by", signer.by === "nobody" ? `NOT THE OPERATOR (${signer.signer ?? "no signature"})` : by[signer.by]],
  ];
}

/** Whether it can be taken now, in a line. */
export function standingText({ obstacles }: OfferStanding): string {
  return obstacles.length === 0
    ? "It can be taken now: millrace lease open."
    : `It cannot be taken now: ${obstacles.join("; ")}.`;
}
