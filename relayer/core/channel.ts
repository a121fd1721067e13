import type { Address, Hex } from "viem";

/** What the chain says of a channel at the end of one block. Amounts in the token's smallest unit. */
export type ChannelState = {
  readonly phase: "open" | "closing" | "closed";
  readonly deposited: bigint;
  readonly settled: bigint;
  /** Timestamp (s) from which anyone may close; 0 while no close is requested. */
  readonly closesAt: number;
  /** A channel by amount takes no vouchers. */
  readonly byAmount: boolean;
};

/** What is said of a channel once, when it is opened. */
export type ChannelIdentity = {
  readonly payer: Address;
  readonly controller: Address;
  readonly operator: Address;
  readonly token: Address;
  readonly signer: Address;
  readonly nonce: bigint;
};

/** The events of Escrow that change a channel. */
export type ChannelEvent = { readonly channelId: Hex; readonly blockNumber: number; readonly txHash: Hex } & (
  | { readonly kind: "opened"; readonly identity: ChannelIdentity; readonly deposited: bigint }
  | { readonly kind: "toppedUp"; readonly deposited: bigint }
  | { readonly kind: "settled"; readonly settled: bigint }
  | { readonly kind: "closeRequested"; readonly closesAt: number }
  | { readonly kind: "closed"; readonly settled: bigint }
);

/** An event of a channel whose opening was never seen: the deployment's first block is set too late. */
export class ChannelHistoryGap extends Error {
  override readonly name = "ChannelHistoryGap";
  constructor(event: ChannelEvent) {
    super(
      `Block ${event.blockNumber} has a "${event.kind}" of channel ${event.channelId}, whose opening was not read: ` +
        "the block of the addresses file is later than the deployment.",
    );
  }
}

/** The state after an event. */
export function applyEvent(state: ChannelState | undefined, event: ChannelEvent): ChannelState {
  if (event.kind === "opened") {
    const byAmount = event.identity.signer === event.identity.controller;
    return { phase: "open", deposited: event.deposited, settled: 0n, closesAt: 0, byAmount };
  }
  if (state === undefined) throw new ChannelHistoryGap(event);
  switch (event.kind) {
    case "toppedUp":
      return { ...state, deposited: event.deposited };
    case "settled":
      return { ...state, settled: event.settled };
    case "closeRequested":
      return { ...state, phase: "closing", closesAt: event.closesAt };
    case "closed":
      return { ...state, phase: "closed", settled: event.settled, deposited: event.settled };
  }
}

/** What a voucher of this amount can still be paid. */
export function unsettled(state: ChannelState, cumulative: bigint): bigint {
  const payable = cumulative < state.deposited ? cumulative : state.deposited;
  return payable > state.settled ? payable - state.settled : 0n;
}
