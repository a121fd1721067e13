import type { Address } from "viem";
import { qualityAbi } from "../../sdk/abi/quality.ts";
import { stakingAbi } from "../../sdk/abi/staking.ts";
import { type Random, randomOf } from "../demo/random.ts";
import type { Action } from "./chain.ts";
import type { Court } from "./court.ts";
import type { LeaseBook } from "./lease-book.ts";
import type { Person } from "./people.ts";
import type { Stage } from "./stage.ts";
import type { Thresholds } from "./thresholds.ts";
import { type Wallet, walletOf } from "./wealth.ts";

/** The blocks of a day, and when each is mined (s from the day's start); `bid` when a lot has come down to its worth. */
const PHASES = {
  open: 0,
  start: 600,
  noShow: 3_600,
  midday: 6 * 3_600,
  court: 12 * 3_600,
  complete: 20 * 3_600,
  keep: 21 * 3_600,
  collect: 22 * 3_600,
  reward: 23 * 3_600,
  close: 23 * 3_600 + 1_800,
} as const;
export type Phase = keyof typeof PHASES | "bid";

/** The blocks of a day in their order. */
export function phasesOf(bidOffset: number): [Phase, number][] {
  const all: [Phase, number][] = [...(Object.entries(PHASES) as [Phase, number][]), ["bid", bidOffset]];
  return all.sort(([, left], [, right]) => left - right);
}

/** One block of one day. */
export type Moment = { readonly phase: Phase; readonly day: number; readonly now: number };

/** Somebody who acts at some moments of each day. */
export type Participant = { readonly act: (moment: Moment) => Promise<Action[]> };

export const characterNames = [
  "honestReliable",
  "honestFlaky",
  "washTrader",
  "nodeFaker",
  "scoreBuyer",
  "slashDodger",
  "disputeGriefer",
  "feeSniper",
  "whaleVoter",
] as const;
export type CharacterName = (typeof characterNames)[number];

/** A way to behave, with its own people and money. */
export type Character = Participant & {
  readonly name: CharacterName;
  readonly people: readonly Person[];
};

/** What every participant works with. */
export type Scene = {
  readonly stage: Stage;
  readonly millPrice: number;
  readonly book: LeaseBook;
  readonly court: Court;
  readonly thresholds: Thresholds;
  readonly random: (name: string) => Random;
  readonly tierOf: (operator: Address) => Promise<number>;
  readonly freeStakeOf: (operator: Address) => Promise<bigint>;
  readonly wallet: (account: Address) => Promise<Wallet>;
};

export function sceneOf(stage: Stage, millPrice: number, thresholds: Thresholds, book: LeaseBook, court: Court): Scene {
  const { client, seed } = stage;
  return {
    stage,
    millPrice,
    thresholds,
    book,
    court,
    random: (name) => randomOf(seed, name),
    tierOf: (operator) =>
      client.readContract({ address: stage.at("Quality"), abi: qualityAbi, functionName: "tierOf", args: [operator] }),
    wallet: (account) => walletOf(stage, account),
    freeStakeOf: (operator) =>
      client.readContract({
        address: stage.at("Staking"),
        abi: stakingAbi,
        functionName: "freeStake",
        args: [operator],
      }),
  };
}
