import { type Address, erc20Abi } from "viem";
import { readHistory } from "../../../cli/rewards/read-history.ts";
import { emissionsAbi } from "../../../sdk/abi/emissions.ts";
import { feeAuctionAbi } from "../../../sdk/abi/fee-auction.ts";
import { stakingAbi } from "../../../sdk/abi/staking.ts";
import { auditEmissions } from "../../../sdk/emission-audit.ts";
import { auditRebates } from "../../../sdk/rebate-audit.ts";
import { type Lot, readLot } from "./lot.ts";
import { type ClosingStage, incentivesOf } from "./stage.ts";

/** What an epoch came to: fees in the payment token's smallest unit, all else in MILL wei. */
export type EpochFigures = {
  /** Fees that were collected into the lot. */
  readonly collected: bigint;
  readonly soldFor: bigint;
  readonly burned: bigint;
  /** Of what it was sold for, what goes back to operators. */
  readonly pot: bigint;
  readonly rebates: bigint;
  readonly minted: bigint;
  /** Credited to stake, own and delegated. */
  readonly rewards: bigint;
};

/** The supply of MILL, to be held against what was minted and burned. */
export function readSupply({ chain, played }: ClosingStage): Promise<bigint> {
  return chain.readContract({ address: played.place.mill, abi: erc20Abi, functionName: "totalSupply" });
}

/** Add it up from the events of the blocks from `fromBlock` on. */
export async function readEpoch(stage: ClosingStage, fromBlock: bigint): Promise<EpochFigures> {
  const { chain, deployment, played } = stage;
  const { auction, emissions } = incentivesOf(deployment);
  const ofAuction = { address: auction, abi: feeAuctionAbi, fromBlock, strict: true } as const;
  const collected = await chain.getContractEvents({ ...ofAuction, eventName: "FeesCollected" });
  const sold = await chain.getContractEvents({ ...ofAuction, eventName: "LotSold" });
  const rebates = await chain.getContractEvents({ ...ofAuction, eventName: "RebatePaid" });
  const ofEmissions = { address: emissions, abi: emissionsAbi, fromBlock, strict: true } as const;
  const minted = await chain.getContractEvents({ ...ofEmissions, eventName: "Minted" });
  const ofStaking = { address: played.place.staking, abi: stakingAbi, fromBlock, strict: true } as const;
  const rewards = await chain.getContractEvents({ ...ofStaking, eventName: "RewardsAdded" });
  const soldFor = sum(sold.map(({ args }) => args.mill));
  const burned = sum(sold.map(({ args }) => args.burned));
  return {
    collected: sum(collected.map(({ args }) => args.amount)),
    soldFor,
    burned,
    pot: soldFor - burned,
    rebates: sum(rebates.map(({ args }) => args.mill)),
    minted: sum(minted.map(({ args }) => args.amount)),
    rewards: sum(rewards.map(({ args }) => args.toOwn + args.toDelegated)),
  };
}

/** What of the epoch does not add up, each a sentence: against storage, wallets, and the audit of rewards and rebates. */
export async function findEpochFaults(
  stage: ClosingStage,
  lot: Lot,
  bidder: Address,
  figures: EpochFigures,
  supplyChange: bigint,
): Promise<string[]> {
  const { chain, deployment, played } = stage;
  const faults: string[] = [];
  const mustEqual = (what: string, found: bigint, wanted: bigint): void => {
    if (found !== wanted) faults.push(`${what}: found ${found}, expected ${wanted}.`);
  };
  const { collected, unsold, received, pot, paid } = await readLot(stage, lot.id);
  mustEqual("fees collected, against what Escrow owed", figures.collected, lot.owed);
  mustEqual("fees of the lot, against its events", collected, figures.collected);
  mustEqual("fees of the lot that are not sold", unsold, 0n);
  mustEqual("MILL that the lot fetched, against its events", received, figures.soldFor);
  mustEqual("the lot's pot, against what was not burned", pot, figures.pot);
  mustEqual("rebates of the lot, against its events", paid, figures.rebates);
  const bought = { address: played.place.token.address, abi: erc20Abi, functionName: "balanceOf" } as const;
  mustEqual("fees in the bidder's wallet", await chain.readContract({ ...bought, args: [bidder] }), figures.collected);
  mustEqual("growth of the supply of MILL", supplyChange, figures.minted - figures.burned);
  if (figures.rewards > figures.minted) faults.push(`rewards: found ${figures.rewards}, minted ${figures.minted}.`);

  const { emissions } = incentivesOf(deployment);
  const schedule = { address: emissions, abi: emissionsAbi, functionName: "schedule" } as const;
  const [, , decay] = await chain.readContract(schedule);
  const history = await readHistory({ client: chain, deployment });
  return [
    ...faults,
    ...auditEmissions(decay, history.emissions).faults.map((fault) => `rewards, recomputed: ${fault}.`),
    ...auditRebates(history.rebates).faults.map((fault) => `rebates, recomputed: ${fault}.`),
  ];
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}
