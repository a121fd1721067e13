import type { Address, PrivateKeyAccount } from "viem";
import { escrowAbi } from "../../../sdk/abi/escrow.ts";
import { feeAuctionAbi } from "../../../sdk/abi/fee-auction.ts";
import { lotCostUp, lotPriceUp } from "../../../sdk/auction-math.ts";
import { auctionCalls } from "../../../sdk/incentive-calls.ts";
import { tokenCalls } from "../../../sdk/stake-calls.ts";
import { inParallel } from "../../parallel.ts";
import { send } from "../chain.ts";
import { type ClosingStage, incentivesOf, moveTo, portions } from "./stage.ts";

const epochSeconds = 86_400n;
/** What a whole token is worth to the bidder, MILL wei: it waits until that is the price. */
const worth = 10n ** 18n;

/** Fees that were collected into a lot. */
export type Lot = {
  readonly id: bigint;
  /** Whose fees they are. */
  readonly operators: readonly Address[];
  /** What Escrow said that it held for them before, in the token's smallest unit. */
  readonly owed: bigint;
};

/** A keeper collects the fees on what all operators have earned. */
export async function collectLot(stage: ClosingStage, keeper: PrivateKeyAccount): Promise<Lot> {
  const { chain, deployment, played } = stage;
  const { escrow, token } = played.place;
  const { auction } = incentivesOf(deployment);
  const owing = await inParallel(stage.operators, 8, async (operator) => {
    const read = { address: escrow, abi: escrowAbi, functionName: "earnings" } as const;
    const [, fees] = await chain.readContract({ ...read, args: [operator, token.address] });
    return { operator, fees };
  });
  const operators = owing.filter(({ fees }) => fees > 0n).map(({ operator }) => operator);
  // All in one epoch, and so in one lot.
  const { timestamp } = await chain.getBlock();
  if (timestamp % epochSeconds > epochSeconds / 2n) await moveTo(chain, (timestamp / epochSeconds + 1n) * epochSeconds);
  for (const some of portions(operators)) {
    await send(chain, keeper, auctionCalls.collect(auction, token.address, some));
  }
  const id = await chain.readContract({ address: auction, abi: feeAuctionAbi, functionName: "lastLot" });
  return { id, operators, owed: owing.reduce((sum, { fees }) => sum + fees, 0n) };
}

/** The bidder buys all of the lot when its price has come down to what it is worth; who paid the fees gets rebates. */
export async function sellLot(stage: ClosingStage, lot: Lot, bidder: PrivateKeyAccount, keeper: PrivateKeyAccount) {
  const { chain, deployment, played } = stage;
  const { auction } = incentivesOf(deployment);
  const { mill } = played.place;
  const { epoch, startPrice, halfLifeSeconds, unsold, decimals } = await readLot(stage, lot.id);
  const most = lotCostUp(unsold, worth, decimals);
  await send(chain, played.cast.ecosystem, tokenCalls.transfer(mill, bidder.address, most));
  await send(chain, bidder, tokenCalls.approve(mill, auction, most));
  const saleBegins = (BigInt(epoch) + 1n) * epochSeconds;
  await moveTo(chain, saleBegins + untilWorth(startPrice, BigInt(halfLifeSeconds)));
  await send(chain, bidder, auctionCalls.bid(auction, lot.id, unsold, most));
  for (const some of portions(lot.operators))
    await send(chain, keeper, auctionCalls.claimRebates(auction, lot.id, some));
}

/** The lot as FeeAuction keeps it. */
export function readLot({ chain, deployment }: ClosingStage, id: bigint) {
  const { auction } = incentivesOf(deployment);
  return chain.readContract({ address: auction, abi: feeAuctionAbi, functionName: "lot", args: [id] });
}

/** Seconds from the beginning of a sale until its price is low enough, to the minute. */
function untilWorth(startPrice: bigint, halfLifeSeconds: bigint): bigint {
  let seconds = 0n;
  while (lotPriceUp(startPrice, seconds, halfLifeSeconds) > worth) seconds += 60n;
  return seconds;
}
