import type { Address, PrivateKeyAccount } from "viem";
import { contractAt } from "../../../sdk/contract-at.ts";
import type { Deployment } from "../../../sdk/deployment.ts";
import { governanceOf } from "../../../sdk/proposal.ts";
import type { Chain } from "../chain.ts";
import type { LeasePlan } from "../leases/lease-plan.ts";
import type { PlayedLeases } from "../leases/play-leases.ts";
import type { Progress } from "../progress.ts";

/** What the closing act is played on. */
export type ClosingStage = {
  readonly chain: Chain;
  readonly deployment: Deployment;
  readonly seed: string;
  readonly progress: Progress;
  /** The market of leases, as it was left. */
  readonly plan: LeasePlan;
  readonly played: PlayedLeases;
  /** Operators of both markets. */
  readonly operators: readonly Address[];
};

/** Those who take part in it alone, each with a key of its own. */
export type ClosingCast = {
  readonly voter: PrivateKeyAccount;
  readonly bidder: PrivateKeyAccount;
  readonly buyer: PrivateKeyAccount;
  /** Signs the buyer's vouchers and does nothing else. */
  readonly session: PrivateKeyAccount;
  readonly keeper: PrivateKeyAccount;
};

/** Where the contracts are that it calls besides those of the leases. */
export function incentivesOf(deployment: Deployment) {
  return {
    emissions: contractAt(deployment, "Emissions"),
    auction: contractAt(deployment, "FeeAuction"),
    governor: governanceOf(deployment).governor,
    parameters: deployment.contracts.Parameters,
  };
}

/** So that poking them stays well below the gas of one transaction. */
const mostAtOnce = 50;

/** As many addresses as go in one transaction, the first of each portion far from one another. */
export function portions(all: readonly Address[]): Address[][] {
  const count = Math.ceil(all.length / mostAtOnce);
  return Array.from({ length: count }, (_, portion) => all.filter((_, index) => index % count === portion));
}

/** Let the chain's time go on to a timestamp (s); it stays if it is later already. */
export async function moveTo(chain: Chain, timestamp: bigint): Promise<void> {
  const block = await chain.getBlock();
  if (timestamp <= block.timestamp) return;
  await chain.setNextBlockTimestamp({ timestamp });
  await chain.mine({ blocks: 1 });
}
