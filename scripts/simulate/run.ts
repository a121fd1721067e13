import { unaccounted } from "./books.ts";
import type { Action } from "./chain.ts";
import type { Cast } from "./characters/cast.ts";
import { disputeGriefer } from "./characters/dispute-griefer.ts";
import { feeSniper } from "./characters/fee-sniper.ts";
import { flaky, honest, reliable } from "./characters/honest.ts";
import { nodeFaker } from "./characters/node-faker.ts";
import { scoreBuyer } from "./characters/score-buyer.ts";
import { slashDodger } from "./characters/slash-dodger.ts";
import { washTrader } from "./characters/wash-trader.ts";
import { whaleVoter } from "./characters/whale-voter.ts";
import { watchClimbs } from "./climbs.ts";
import { openCourt } from "./court.ts";
import { DAY, MILL, USD } from "./economy.ts";
import { leave } from "./exit.ts";
import { type Sample, takeSample } from "./history.ts";
import { keepIncentives, saleOffset } from "./incentives.ts";
import { keepLeases } from "./keepers.ts";
import { newLeaseBook } from "./lease-book.ts";
import { openMarket } from "./market.ts";
import type { SimulationOptions } from "./options.ts";
import { deposit, enrol } from "./people.ts";
import {
  type Character,
  type CharacterName,
  type Moment,
  type Participant,
  phasesOf,
  type Scene,
  sceneOf,
} from "./scene.ts";
import { type Stage, setStage } from "./stage.ts";
import { readSupply, type Supply } from "./supply.ts";
import { readThresholds } from "./thresholds.ts";
import { readWarranty, type Warranty } from "./warranty.ts";
import { type Profit, profitOf } from "./wealth.ts";

/** What a simulation came to. */
export type SimulationResult = {
  readonly profits: ReadonlyMap<CharacterName, Profit & { readonly actions: number }>;
  readonly climbs: Readonly<
    Record<"honestReliable" | "honestFlaky", ReturnType<ReturnType<typeof watchClimbs>["report"]>>
  >;
  readonly warranty: Warranty;
  readonly supply: Supply;
  readonly unaccounted: Readonly<Record<string, string>>;
  /** Dollars per MILL up to which buying a score loses, at the settings of the deployment. */
  readonly priceLimit: number;
  readonly history: readonly Sample[];
  readonly leases: number;
  readonly disputes: number;
  readonly transactions: number;
  readonly refusals: ReadonlyMap<string, number>;
};

/** One in so many operators lets buyers down. */
const FLAKY_SHARE = 4;
const BUYER_FUNDS = { usd: 1_000_000n * USD, mill: 100_000n * MILL };
const BIDDER_FUNDS = { usd: 0n, mill: 20_000_000n * MILL };
/** Keys beside those of honest operators and buyers. */
const OTHERS = 20;
const SAMPLE_DAYS = 5;
/** Disputes and claim windows end in this time. */
const LAST_DAYS = 60;

export async function simulate(
  options: SimulationOptions,
  onDay: (day: number, of: number) => void,
): Promise<SimulationResult> {
  const { seed, epochs, operators, millPrice } = options;
  const buyerCount = Math.max(4, Math.ceil(operators / 3));
  const stage = await setStage(seed, operators + buyerCount + OTHERS);
  const keeper = enrol(stage, { usd: 0n, mill: 0n });
  const bidder = enrol(stage, BIDDER_FUNDS);
  const buyers = Array.from({ length: buyerCount }, () => enrol(stage, BUYER_FUNDS));
  const book = newLeaseBook();
  const court = openCourt(stage, keeper.person);
  const thresholds = await readThresholds(stage);
  const scene = sceneOf(stage, millPrice, thresholds, book, court);

  const casts = hire(scene, operators);
  const clerks = { keeper: keeper.person, bidder: bidder.person };
  const incentives = keepIncentives(stage, book, clerks);
  const market = openMarket(
    scene,
    casts.flatMap(({ sellers }) => sellers),
    buyers.map(({ person }) => person),
  );
  await enter(stage, casts, [
    ...[keeper, bidder].flatMap(({ actions }) => actions),
    ...incentives.enter,
    ...buyers.flatMap(({ person, actions }) => [...actions, deposit(stage, person, BUYER_FUNDS.usd)]),
  ]);

  const characters = casts.map(({ character }) => character);
  const sellersOf = new Map(casts.map(({ character, sellers }) => [character.name, sellers]));
  const climbs = {
    honestReliable: watchClimbs(scene, sellersOf.get("honestReliable") ?? []),
    honestFlaky: watchClimbs(scene, sellersOf.get("honestFlaky") ?? []),
  };
  const history: Sample[] = [];
  const days = calendar(scene, saleOffset(thresholds.startPrice, thresholds.halfLifeSeconds, millPrice), {
    market,
    characters,
    keepers: [court, keepLeases(scene, keeper.person), incentives],
  });
  const dawn = (Math.floor((await stage.chain.now()) / DAY) + 1) * DAY;
  let day = 0;
  for (; day < epochs; day++) {
    onDay(day, epochs);
    await days.live(day, dawn, true);
    await Promise.all([climbs.honestReliable.look(day), climbs.honestFlaky.look(day)]);
    if (day % SAMPLE_DAYS === 0) history.push(await takeSample(scene, day, thresholds.genesis, sellersOf));
  }
  const isOver = () => book.live().length === 0;
  for (const last = day + LAST_DAYS; !isOver() && day < last; day++) await days.live(day, dawn, false);

  const people = [...characters.flatMap(({ people }) => people), ...buyers.map(({ person }) => person)];
  await leave(stage, people, keeper.person);
  return {
    profits: await profitsOf(stage, characters, days.counts, millPrice),
    climbs: { honestReliable: climbs.honestReliable.report(), honestFlaky: climbs.honestFlaky.report() },
    warranty: await readWarranty(
      stage,
      book.all,
      buyers.map(({ person }) => person),
      millPrice,
    ),
    supply: await readSupply(stage, thresholds.genesis),
    unaccounted: await unaccounted(stage),
    priceLimit: thresholds.priceLimit,
    history,
    leases: book.all.length,
    disputes: court.cases.length,
    transactions: stage.chain.transactions(),
    refusals: stage.chain.refusals,
  };
}

function hire(scene: Scene, operators: number): Cast[] {
  const flakyCount = Math.max(1, Math.floor(operators / FLAKY_SHARE));
  const reliables = honest(scene, "honestReliable", reliable, operators - flakyCount);
  return [
    reliables,
    honest(scene, "honestFlaky", flaky, flakyCount),
    washTrader(scene),
    nodeFaker(scene),
    scoreBuyer(scene),
    slashDodger(scene),
    disputeGriefer(scene, reliables.sellers),
    feeSniper(scene, reliables.sellers),
    whaleVoter(scene),
  ];
}

/** Everybody gets its money, stakes, and registers its nodes. */
async function enter(stage: Stage, casts: readonly Cast[], others: readonly Action[]): Promise<void> {
  const start = await stage.chain.now();
  await stage.chain.block([...others, ...casts.flatMap(({ enter }) => enter)], start + 60);
  const registrations: Action[] = [];
  for (const { register } of casts) registrations.push(...(await register(start)));
  await stage.chain.block(registrations, start + 120);
}

type Participants = {
  readonly market: Participant;
  readonly characters: readonly Character[];
  readonly keepers: readonly Participant[];
};

/** Goes through days, block by block, and counts what each character does. */
function calendar(scene: Scene, bidOffset: number, { market, characters, keepers }: Participants) {
  const phases = phasesOf(bidOffset);
  const counts = new Map<CharacterName, number>();

  /** @param isOpen whether there is still a market, or only what was begun is ended */
  async function live(day: number, dawn: number, isOpen: boolean): Promise<void> {
    for (const [phase, offset] of phases) {
      const moment: Moment = { phase, day, now: dawn + day * DAY + offset };
      const actions: Action[] = isOpen ? await market.act(moment) : [];
      for (const { name, act } of characters) {
        if (!isOpen && phase === "open") continue;
        const acted = await act(moment);
        counts.set(name, (counts.get(name) ?? 0) + acted.length);
        actions.push(...acted);
      }
      for (const { act } of keepers) actions.push(...(await act(moment)));
      await scene.stage.chain.block(actions, moment.now);
    }
  }
  return { live, counts };
}

async function profitsOf(
  stage: Stage,
  characters: readonly Character[],
  counts: ReadonlyMap<CharacterName, number>,
  millPrice: number,
) {
  const profits = new Map<CharacterName, Profit & { readonly actions: number }>();
  for (const { name, people } of characters) {
    profits.set(name, { ...(await profitOf(stage, people, millPrice)), actions: counts.get(name) ?? 0 });
  }
  return profits;
}
