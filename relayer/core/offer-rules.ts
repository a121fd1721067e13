import type { Address } from "viem";
import { meterings, mostOfferSeconds, mostStartWindowSeconds, type Offer, offerKinds } from "../../sdk/offer.ts";

const allBps = 10_000;

/** What the copy of the chain says of everything that an offer rests on. */
export type OfferStanding = {
  /** Timestamp of the head, s. */
  readonly now: number;
  /** The operator's offer counter. */
  readonly counter: bigint;
  readonly cancelled: boolean;
  /** How often it was taken. */
  readonly uses: number;
  readonly node: { readonly operator: Address; readonly classId: number; readonly active: boolean } | undefined;
  /** Of the node's class, MILL's smallest unit per unit. */
  readonly leastBondPerUnit: bigint;
};

/** Why an offer is not taken into the book, with what was found and what is expected. */
export type OfferRefusal =
  | { readonly code: "offer_invalid"; readonly field: string; readonly expected: string }
  | { readonly code: "offer_expired"; readonly expiresAt: number; readonly now: number }
  | { readonly code: "offer_counter"; readonly found: string; readonly expected: string }
  | { readonly code: "offer_withdrawn"; readonly salt: string }
  | { readonly code: "offer_used_up"; readonly uses: number }
  | { readonly code: "unknown_node"; readonly nodeId: string }
  | { readonly code: "node_retired"; readonly nodeId: string }
  | { readonly code: "node_of_another"; readonly nodeId: string; readonly expected: Address }
  | { readonly code: "bond_too_small"; readonly found: string; readonly expected: string };

/** Why nobody can ever take this offer; undefined if somebody can, now or once the node has room. */
export function offerRefusal(offer: Offer, standing: OfferStanding): OfferRefusal | undefined {
  const nodeId = String(offer.nodeId);
  const { now, counter, cancelled, uses, node, leastBondPerUnit } = standing;
  const contradiction = contradictionOf(offer);
  if (contradiction !== undefined) return { code: "offer_invalid", ...contradiction };
  if (offer.expiresAt < now) return { code: "offer_expired", expiresAt: offer.expiresAt, now };
  if (offer.counter !== counter) return { code: "offer_counter", found: `${offer.counter}`, expected: `${counter}` };
  if (cancelled) return { code: "offer_withdrawn", salt: `${offer.salt}` };
  if (offer.uses !== 0 && uses >= offer.uses) return { code: "offer_used_up", uses };
  if (node === undefined) return { code: "unknown_node", nodeId };
  if (node.operator !== offer.operator.toLowerCase())
    return { code: "node_of_another", nodeId, expected: node.operator };
  if (!node.active) return { code: "node_retired", nodeId };
  if (offer.bondPerUnit < leastBondPerUnit) {
    return { code: "bond_too_small", found: `${offer.bondPerUnit}`, expected: `at least ${leastBondPerUnit}` };
  }
  return undefined;
}

/** The field in which an offer contradicts itself: what `Offers` and `Leases` refuse whoever takes it. */
function contradictionOf(offer: Offer): { readonly field: string; readonly expected: string } | undefined {
  const kind = offerKinds[offer.kind];
  const metering = meterings[offer.metering];
  const rules: readonly (readonly [field: keyof Offer, broken: boolean, expected: string])[] = [
    ["promisedUptimeBps", offer.promisedUptimeBps > allBps, `at most ${allBps}`],
    ["earlyExitBps", offer.earlyExitBps > allBps, `at most ${allBps}`],
    ["earlyExitBps", offer.earlyExitBps !== 0 && kind !== "reserved", "0, for the kind is not reserved"],
    ["noticeSeconds", offer.noticeSeconds !== 0 && kind !== "spot", "0, for the kind is not spot"],
    ["graceSeconds", offer.graceSeconds !== 0 && metering === "byTime", "0, for it is metered by time"],
    ["minSeconds", offer.minSeconds !== 0 && metering === "byVoucher", "0, for it is metered by voucher"],
    ["kind", kind === "reserved" && metering === "byVoucher", "on demand or spot, for it is metered by voucher"],
    ["maxSeconds", offer.maxSeconds > mostOfferSeconds, `at most ${mostOfferSeconds}`],
    ["startWindowSeconds", offer.startWindowSeconds > mostStartWindowSeconds, `at most ${mostStartWindowSeconds}`],
    ["maxSeconds", offer.maxSeconds === 0 || offer.maxSeconds < offer.minSeconds, "at least 1 and minSeconds"],
  ];
  const broken = rules.find(([, isBroken]) => isBroken);
  return broken === undefined ? undefined : { field: broken[0], expected: broken[2] };
}
