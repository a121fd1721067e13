import type { Hex } from "viem";
import { channelIdOfTerms } from "../../sdk/channel.ts";
import { contractAt } from "../../sdk/contract-at.ts";
import type { PaymentToken } from "../../sdk/deployment.ts";
import { readEscrowEvents } from "../../sdk/escrow-events.ts";
import type { ChannelState } from "../../sdk/escrow-reader.ts";
import { leaseChannel } from "../../sdk/lease.ts";
import { dueAt } from "../../sdk/lease-due.ts";
import { type FoundLease, type LeaseSlot, leaseReader } from "../../sdk/lease-reader.ts";
import { recordedBondUp, recordedPriceUp } from "../../sdk/lease-record.ts";
import { meterings } from "../../sdk/offer.ts";
import type { Context } from "../context.ts";
import { readReleasableAt } from "./idle.ts";
import { tokenOf } from "./token-of.ts";

/** Everything that the chain says of a lease. Payments in the token's smallest unit, bonds in MILL's. */
export type LeaseFacts = {
  readonly found: FoundLease;
  readonly slot: LeaseSlot;
  readonly token: PaymentToken;
  readonly isByTime: boolean;
  readonly channelId: Hex;
  /** Once it is closed, what it deposited is what it has settled. */
  readonly channel: ChannelState;
  /** What went back to the buyer's free balance when the channel was closed; 0 before. */
  readonly refunded: bigint;
  /** Locked for the whole duration. */
  readonly price: bigint;
  /** Earned until now by time; what is settled, by voucher. Fees included. */
  readonly due: bigint;
  /** Of the whole duration, before any compensation or slash. */
  readonly bond: bigint;
  /** What stands behind the lease now; 0 once it is final. */
  readonly bondLeft: bigint;
  /** By voucher: from when on (timestamp, s) the operator may release it, if no voucher is settled before. */
  readonly releasableAt: bigint | undefined;
};

/** @param now timestamp of the newest block, s */
export async function readLeaseFacts(context: Context, found: FoundLease, now: bigint): Promise<LeaseFacts> {
  const { client, deployment, reader } = context;
  const { leaseId, terms } = found;
  const channelId = channelIdOfTerms(leaseChannel(contractAt(deployment, "Leases"), terms));
  const leases = leaseReader(client, deployment);
  const [slot, channel] = await Promise.all([leases.slot(leaseId), reader.channel(channelId)]);
  const isByTime = meterings[terms.offer.metering] === "byTime";
  const refunded = channel.closed ? await refundOf(context, channelId) : 0n;
  const whole = { terms, extendedSeconds: slot.extendedSeconds };
  const bondLeft = await leases.bondLeft(found, slot);
  const canIdle = !isByTime && slot.state === "running";
  const releasableAt = canIdle ? await readReleasableAt(context, leaseId, channelId) : undefined;
  const running = isByTime && slot.state === "running" ? dueAt(terms, slot, now) : 0n;
  return {
    found,
    slot,
    token: tokenOf(context, terms.offer.token),
    isByTime,
    channelId,
    channel,
    refunded,
    price: recordedPriceUp(whole),
    due: running > channel.settled ? running : channel.settled,
    bond: recordedBondUp(whole),
    bondLeft,
    releasableAt,
  };
}

async function refundOf({ client, deployment }: Context, channelId: Hex): Promise<bigint> {
  const closed = await readEscrowEvents(client, deployment, "ChannelClosed", { channelId });
  return closed.reduce((sum, { args }) => sum + args.refunded, 0n);
}
