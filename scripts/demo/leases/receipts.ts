import { type Address, type Hex, parseEventLogs } from "viem";
import { disputesAbi } from "../../../sdk/abi/disputes.ts";
import { leasesAbi } from "../../../sdk/abi/leases.ts";
import { stakingAbi } from "../../../sdk/abi/staking.ts";
import type { Receipt } from "./clock.ts";

/** The events of one contract in a receipt. */
function logsOf({ logs }: Receipt, contract: Address): never {
  // viem decodes by topics and data, and asks for fields that it does not read.
  return logs.filter(({ address }) => address.toLowerCase() === contract.toLowerCase()) as never;
}

export function leaseEvents(receipt: Receipt, leases: Address) {
  return parseEventLogs({ abi: leasesAbi, logs: logsOf(receipt, leases) });
}

export function stakingEvents(receipt: Receipt, staking: Address) {
  return parseEventLogs({ abi: stakingAbi, logs: logsOf(receipt, staking) });
}

export function disputeEvents(receipt: Receipt, disputes: Address) {
  return parseEventLogs({ abi: disputesAbi, logs: logsOf(receipt, disputes) });
}

/** The event of that name about this lease. @throws Error if the transaction did not emit it */
export function eventOf<E extends { readonly eventName: string; readonly args: unknown }, N extends E["eventName"]>(
  events: readonly E[],
  eventName: N,
  leaseId?: Hex,
): Extract<E, { eventName: N }> {
  const found = events.find(
    (event) =>
      event.eventName === eventName && (leaseId === undefined || (event.args as { leaseId?: Hex }).leaseId === leaseId),
  );
  if (found !== undefined) return found as Extract<E, { eventName: N }>;
  throw new Error(`The transaction emitted no ${eventName}${leaseId === undefined ? "" : ` of lease ${leaseId}`}.`);
}
