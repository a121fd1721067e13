import type { Address } from "viem";
import { escrowAbi } from "../../sdk/abi/escrow.ts";
import { feeAuctionAbi } from "../../sdk/abi/fee-auction.ts";
import { auctionCalls, emissionsCalls } from "../../sdk/incentive-calls.ts";
import { tokenCalls } from "../../sdk/stake-calls.ts";
import type { Action } from "./chain.ts";
import { inMill } from "./economy.ts";
import type { LeaseBook } from "./lease-book.ts";
import type { Person } from "./people.ts";
import type { Moment, Participant } from "./scene.ts";
import { act, type Stage } from "./stage.ts";

/** What the one who buys a lot wants to earn, of its worth, bps. */
const MARGIN_BPS = 100n;
/** Rebates are claimed for this many operators at once. */
const AT_ONCE = 100;

/** When the price of a lot has fallen to what its fees are worth (less a margin): s from the beginning of the sale. */
export function saleOffset(startPrice: bigint, halfLifeSeconds: number, millPrice: number): number {
  const fair = Number(bidPrice(millPrice)) / 1e18;
  return Math.ceil(Math.log2(Number(startPrice) / 1e18 / fair) * halfLifeSeconds) + 1;
}

/** The MILL that a bidder gives for a whole token, smallest unit. */
export function bidPrice(millPrice: number): bigint {
  return (inMill(1_000_000n, millPrice) * (10_000n - MARGIN_BPS)) / 10_000n;
}

/** Fees are collected, sold to whoever pays their worth, and given back; stake is credited what it earns. */
export function keepIncentives(
  stage: Stage,
  book: LeaseBook,
  clerks: { readonly keeper: Person; readonly bidder: Person },
): Participant & { readonly enter: readonly Action[] } {
  const { keeper, bidder } = clerks;
  const [auction, emissions, token] = [stage.at("FeeAuction"), stage.at("Emissions"), stage.usd.address];
  /** Lots whose rebates are not paid yet. */
  const sold: bigint[] = [];

  async function collect(): Promise<Action[]> {
    const read = { address: stage.at("Escrow"), abi: escrowAbi, functionName: "earnings" } as const;
    const operators = book.operators();
    const earnings = await Promise.all(
      operators.map((operator) => stage.client.readContract({ ...read, args: [operator, token] })),
    );
    const owing = operators.filter((_, index) => (earnings[index]?.[1] ?? 0n) > 0n);
    // Less than the least amount is left for another day.
    return portions(owing).map((some) =>
      act(keeper, "collect fees", auctionCalls.collect(auction, token, some), { mayFail: true }),
    );
  }

  async function bid(): Promise<Action[]> {
    const last = await readAuction("lastLot", []);
    if (last === 0n || sold.includes(last)) return [];
    const { unsold } = await readAuction("lot", [last]);
    if (unsold === 0n) return [];
    const call = auctionCalls.bid(auction, last, unsold, 2n ** 96n - 1n);
    return [act(bidder, "bid", call, { mayFail: true, onMined: () => sold.push(last) })];
  }

  function reward(): Action[] {
    const rebates = sold
      .splice(0)
      .flatMap((lot) =>
        portions(book.operators()).map((some) =>
          act(keeper, "claim rebates", auctionCalls.claimRebates(auction, lot, some)),
        ),
      );
    const pokes = portions(book.operators()).map((some) => act(keeper, "poke", emissionsCalls.poke(emissions, some)));
    return [...rebates, ...pokes];
  }

  // The two views that are asked.
  function readAuction(functionName: "lastLot", args: readonly []): Promise<bigint>;
  function readAuction(functionName: "lot", args: readonly [bigint]): Promise<{ readonly unsold: bigint }>;
  function readAuction(functionName: "lastLot" | "lot", args: readonly bigint[]): Promise<unknown> {
    return stage.client.readContract({ address: auction, abi: feeAuctionAbi, functionName, args: args as [bigint] });
  }

  return {
    enter: [act(bidder, "approve", tokenCalls.approve(stage.at("MillToken"), auction, 2n ** 256n - 1n))],
    act: async ({ phase }: Moment) => {
      if (phase === "collect") return collect();
      if (phase === "bid") return bid();
      return phase === "reward" ? reward() : [];
    },
  };
}

function portions(all: readonly Address[]): Address[][] {
  return Array.from({ length: Math.ceil(all.length / AT_ONCE) }, (_, index) =>
    all.slice(index * AT_ONCE, (index + 1) * AT_ONCE),
  );
}
