import type { ChannelState } from "./channel.ts";
import type { Refusal } from "./refusal.ts";
import type { HighestVoucher, SignedVoucher } from "./voucher.ts";

/** What is known of a voucher's channel when the voucher is judged. */
export type ChannelKnowledge = {
  /** The chain's state at the head; undefined if no such channel was opened. */
  readonly state: ChannelState | undefined;
  /** What was deposited as of the block that is deep enough to count. */
  readonly confirmedDeposit: bigint;
  readonly highest: HighestVoucher | undefined;
};

export type JudgePolicy = {
  /** The head's timestamp (s): the chain's time, not the wall clock's. */
  readonly chainTime: number;
  readonly closeMarginSeconds: number;
};

export type Verdict =
  /** Higher than all before: to be stored. */
  | { readonly kind: "store" }
  /** The same amount is stored, or settled, already: a success. */
  | { readonly kind: "duplicate" }
  | { readonly kind: "refused"; readonly refusal: Refusal };

/** Whether a voucher with a good signature is taken. */
export function judge(voucher: SignedVoucher, known: ChannelKnowledge, policy: JudgePolicy): Verdict {
  const { channelId, cumulative } = voucher;
  const { state, highest } = known;
  if (state === undefined) return refused({ code: "unknown_channel", channelId, signer: voucher.signer });
  if (state.byAmount) return refused({ code: "channel_by_amount", channelId });
  const floor = highest !== undefined && highest.cumulative > state.settled ? highest.cumulative : state.settled;
  if (cumulative === floor) return { kind: "duplicate" };
  if (cumulative < floor) return refused({ code: "lower_cumulative", channelId, settled: state.settled, highest });
  if (state.phase === "closed") return refused({ code: "channel_closed", channelId, settled: state.settled });
  if (cumulative > known.confirmedDeposit) {
    return refused({ code: "over_deposit", channelId, deposited: known.confirmedDeposit });
  }
  if (state.phase === "closing" && policy.chainTime + policy.closeMarginSeconds >= state.closesAt) {
    return refused({ code: "close_too_near", channelId, closesAt: state.closesAt });
  }
  return { kind: "store" };
}

function refused(refusal: Refusal): Verdict {
  return { kind: "refused", refusal };
}
