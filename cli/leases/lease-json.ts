import { unpackRates } from "../../sdk/warranty-rates.ts";
import type { LeaseFacts } from "./facts.ts";

/** A lease for programs. */
export function leaseInJson({
  found,
  slot,
  channelId,
  channel,
  refunded,
  price,
  due,
  bond,
  bondLeft,
  isByTime,
  releasableAt,
}: LeaseFacts) {
  const { leaseId, terms, transaction } = found;
  return {
    leaseId,
    ...slot,
    operator: terms.offer.operator,
    buyer: terms.buyer,
    token: terms.offer.token,
    units: terms.units,
    isByTime,
    price,
    due,
    paid: channel.settled,
    refunded,
    feeBps: channel.feeBps,
    channelId,
    bond,
    bondLeft,
    releasableAt,
    openedIn: transaction,
    terms,
    rates: unpackRates(terms.bound.rates),
  };
}
