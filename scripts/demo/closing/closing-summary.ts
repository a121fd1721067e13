import { formatAmount } from "../../../sdk/amount.ts";
import type { EpochFigures } from "./outcome.ts";

/** A vote on a setting, and what it left as it was. Amounts in the payment token's smallest unit, votes in MILL wei. */
export type ProposalFigures = {
  readonly parameter: string;
  /** The setting when it was proposed and after the vote. */
  readonly before: bigint;
  readonly after: bigint;
  readonly state: string;
  readonly votesFor: bigint;
  /** The protocol's share of what was open before, and of a channel opened after. */
  readonly openChannelFeeBps: bigint;
  readonly openLeaseFeeBps: bigint;
  readonly newChannelFeeBps: bigint;
  /** What the open ones paid afterwards, and the protocol's part of it. */
  readonly paid: bigint;
  readonly fees: bigint;
  /** Whether they kept the terms of their opening and paid by them. */
  readonly unchanged: boolean;
};

export type ClosingReport = { readonly epoch: EpochFigures; readonly proposal: ProposalFigures };

/** Its part of the JSON result. */
export function closingJson({ epoch, proposal }: ClosingReport) {
  return {
    epoch,
    proposal: {
      ...proposal,
      before: Number(proposal.before),
      after: Number(proposal.after),
      openChannelFeeBps: Number(proposal.openChannelFeeBps),
      openLeaseFeeBps: Number(proposal.openLeaseFeeBps),
      newChannelFeeBps: Number(proposal.newChannelFeeBps),
    },
  };
}

/** Its part of the table for people. */
export function closingRows({ epoch, proposal }: ClosingReport, symbol: string, decimals: number): [string, string][] {
  const money = (amount: bigint): string => `${formatAmount(amount, decimals)} ${symbol}`;
  const mill = (amount: bigint): string => `${formatAmount((amount / 10n ** 14n) * 10n ** 14n, 18)} MILL`;
  const percent = (bps: bigint): string => `${Number(bps) / 100} %`;
  const open = `${percent(proposal.openChannelFeeBps)} channel, ${percent(proposal.openLeaseFeeBps)} lease`;
  return [
    ["fees sold in the epoch's auction", `${money(epoch.collected)} for ${mill(epoch.soldFor)}`],
    ["  burned, rebates paid", `${mill(epoch.burned)}, ${mill(epoch.rebates)}`],
    ["minted, credited as rewards", `${mill(epoch.minted)}, ${mill(epoch.rewards)}`],
    [`${proposal.parameter} by vote`, `${percent(proposal.before)} to ${percent(proposal.after)}, ${proposal.state}`],
    ["  what was open pays", `${open}${proposal.unchanged ? ", unchanged" : ", CHANGED"}`],
    ["  what is opened now pays", percent(proposal.newChannelFeeBps)],
  ];
}
