import type { ProposalFigures } from "./closing-summary.ts";

/** What of the vote does not add up, each a sentence. `fees` are those that the terms of opening ask for. */
export function findProposalFaults(proposal: ProposalFigures, wanted: bigint, fees: bigint): string[] {
  const { parameter, before, after, state, newChannelFeeBps, unchanged } = proposal;
  const faults: string[] = [];
  if (state !== "executed") faults.push(`the proposal: found ${state}, expected executed.`);
  if (after !== wanted || after === before) faults.push(`${parameter}: found ${after}, expected ${wanted}.`);
  if (newChannelFeeBps !== after) faults.push(`a new channel's fee: found ${newChannelFeeBps} bps, expected ${after}.`);
  if (proposal.fees !== fees) faults.push(`fees by the terms of opening: found ${proposal.fees}, expected ${fees}.`);
  if (proposal.paid === 0n) faults.push("what was open: paid nothing.");
  if (!unchanged) faults.push("what was open when the vote was carried: changed, expected the terms of its opening.");
  return faults;
}
