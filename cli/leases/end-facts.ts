import { dueAtCancel, dueAtStop } from "../../sdk/lease-due.ts";
import { offerKinds } from "../../sdk/offer.ts";
import { money } from "../output/format.ts";
import type { Fact } from "../output/layout.ts";
import type { LeaseFacts } from "./facts.ts";
import { stateText } from "./state-text.ts";

/** What a buyer's end of a lease pays and refunds. In the payment token's smallest unit. */
export type End = { readonly due: bigint; readonly refund: bigint };

/** Of a lease by time that the buyer ends now; undefined by voucher, where what was signed counts. */
export function endNow({ found, slot, channel, isByTime }: LeaseFacts, now: bigint): End | undefined {
  if (!isByTime) return undefined;
  const isReserved = offerKinds[found.terms.offer.kind] === "reserved";
  const wanted = slot.state === "open" ? dueAtCancel(found.terms, slot) : dueAtStop(found.terms, slot, now, isReserved);
  const due = wanted > channel.settled ? wanted : channel.settled;
  return { due, refund: channel.deposited - due };
}

export function endFacts(facts: LeaseFacts, now: bigint): Fact[] {
  const end = endNow(facts, now);
  const { token } = facts;
  return [
    ["lease", facts.found.leaseId],
    ["state", stateText(facts)],
    end === undefined ? ["paid", "what you have signed for"] : ["paid in all", `about ${money(end.due, token)}`],
    end === undefined
      ? ["refunded", "the rest, once the challenge period of its channel is over"]
      : ["refunded", `about ${money(end.refund, token)}, to your free balance at once`],
  ];
}
