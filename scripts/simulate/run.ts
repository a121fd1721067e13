import type { Action } from "./chain.ts";
import type { Cast } from "./characters/cast.ts";
import { disputeGriefer } from "./characters/dispute-griefer.ts";
import { flaky, honest, reliable } from "./characters/honest.ts";
import { nodeFaker } from "./characters/node-faker.ts";
import { scoreBuyer } from "./characters/score-buyer.ts";
import { slashDodger } from "./characters/slash-dodger.ts";
import { washTrader } from "./characters/wash-trader.ts";
import { openCourt } from "./court.ts";
import { DAY, MILL, USD } from "./economy.ts";
import { leave } from "./exit.ts";
import { keepLeases } from "./keepers.ts";
import type { LeaseBook } from "./leases.ts";
import { openMarket } from "./market.ts";
import type { SimulationOptions } from "./options.ts";
import { deposit, enrol } from "./people.ts";
import { type CharacterName, type Moment, type Participant, PHASES, type Phase, sceneOf } from "./scene.ts";
import { setStage } from "./stage.ts";
import { readThresholds } from "./thresholds.ts";
import { type Profit, profitOf } from "./wealth.ts";

/** What a simulation came to. */
export type SimulationResult = {
  readonly profits: ReadonlyMap<CharacterName, Profit & { readonly actions: number }>;
  readonly transactions: number;
  readonly refusals: ReadonlyMap<string, number>;
};

/** A third of the operators lets buyers down. */
const FLAKY_SHARE = 4;
const BUYER_FUNDS = { usd: 1_000_000n * USD, mill: 100_000n * MILL };

export async function simulate(
  options: SimulationOptions,
  onDay: (day: number, of: number) => void,
): Promise<SimulationResult> {
  const { seed, epochs, operators, millPrice } = options;
  const buyerCount = Math.max(4, Math.ceil(operators / 3));
  const stage = await setStage(seed, operators + buyerCount + 40);
  const { person: keeper, actions: keeperEnters } = enrol(stage, { usd: 0n, mill: 0n });
  const book: LeaseBook = { all: [] };
  const court = openCourt(stage, keeper);
  const scene = sceneOf(stage, millPrice, await readThresholds(stage), book, court);

  const flakyCount = Math.max(1, Math.floor(operators / FLAKY_SHARE));
  const reliables = honest(scene, "honestReliable", reliable, operators - flakyCount);
  const casts: Cast[] = [
    reliables,
    honest(scene, "honestFlaky", flaky, flakyCount),
    washTrader(scene),
    nodeFaker(scene),
    scoreBuyer(scene),
    slashDodger(scene),
    disputeGriefer(scene, reliables.sellers),
  ];
  const buyers = Array.from({ length: buyerCount }, () => enrol(stage, BUYER_FUNDS));
  const market = openMarket(
    scene,
    casts.flatMap(({ sellers }) => sellers),
    buyers.map(({ person }) => person),
  );
  const keepers: Participant[] = [court, keepLeases(scene, keeper)];

  const start = await stage.chain.now();
  await stage.chain.block(
    [
      ...keeperEnters,
      ...casts.flatMap(({ enter }) => enter),
      ...buyers.flatMap(({ person, actions }) => [...actions, deposit(stage, person, BUYER_FUNDS.usd)]),
    ],
    start + 60,
  );
  const registrations: Action[] = [];
  for (const { register } of casts) registrations.push(...(await register(start)));
  await stage.chain.block(registrations, start + 120);

  const counts = new Map<CharacterName, number>();
  const dawn = (Math.floor(start / DAY) + 1) * DAY;
  /** @param isOpen whether there is still a market, or only what was begun is ended */
  async function live(day: number, isOpen: boolean): Promise<void> {
    for (const [phase, offset] of Object.entries(PHASES) as [Phase, number][]) {
      const moment: Moment = { phase, day, now: dawn + day * DAY + offset };
      const actions: Action[] = [];
      if (isOpen) actions.push(...(await market.act(moment)));
      for (const { character } of casts) {
        if (!isOpen && phase === "open") continue;
        const acted = await character.act(moment);
        counts.set(character.name, (counts.get(character.name) ?? 0) + acted.length);
        actions.push(...acted);
      }
      for (const { act } of keepers) actions.push(...(await act(moment)));
      await stage.chain.block(actions, moment.now);
    }
  }
  let day = 0;
  for (; day < epochs; day++) {
    onDay(day, epochs);
    await live(day, true);
  }
  const isOver = () => book.all.every(({ state }) => state === "final");
  for (const last = day + 60; !isOver() && day < last; day++) await live(day, false);

  const people = casts.flatMap(({ character }) => character.people);
  await leave(stage, [...people, ...buyers.map(({ person }) => person)], keeper);
  const profits = new Map<CharacterName, Profit & { readonly actions: number }>();
  for (const { character } of casts) {
    const actions = counts.get(character.name) ?? 0;
    profits.set(character.name, { ...(await profitOf(stage, character.people, millPrice)), actions });
  }
  return { profits, transactions: stage.chain.transactions(), refusals: stage.chain.refusals };
}
