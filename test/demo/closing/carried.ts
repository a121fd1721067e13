import type { ProposalFigures } from "../../../scripts/demo/closing/closing-summary.ts";

/** A vote that raised the fee and left what was open as it was. */
export const carried: ProposalFigures = {
  parameter: "protocolFeeBps",
  before: 200n,
  after: 300n,
  state: "executed",
  votesFor: 10n ** 24n,
  openChannelFeeBps: 200n,
  openLeaseFeeBps: 200n,
  newChannelFeeBps: 300n,
  paid: 1_000_000_000n,
  fees: 20_000_000n,
  unchanged: true,
};
