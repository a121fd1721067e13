import type { MarketChannel } from "./market.ts";

/** What the buyer's and the operator's clients remember of one channel. */
export type ChannelLedger = {
  readonly channel: MarketChannel;
  /** Everything signed for so far. */
  signed: bigint;
  /** What was deposited, as far as the buyer knows. */
  deposited: bigint;
  /** The highest cumulative amount that the relayer answered with a 2xx. */
  acknowledged: bigint;
  /** A top-up that is on its way. */
  toppingUp: Promise<void> | undefined;
};

export function openLedger(channel: MarketChannel): ChannelLedger {
  return { channel, signed: 0n, deposited: channel.deposit, acknowledged: 0n, toppingUp: undefined };
}

/** The sum over channels of the highest amount that was acknowledged. */
export function acknowledgedTotal(ledgers: readonly ChannelLedger[]): bigint {
  return ledgers.reduce((sum, ledger) => sum + ledger.acknowledged, 0n);
}
