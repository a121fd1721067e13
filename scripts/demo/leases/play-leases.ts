import type { PrivateKeyAccount } from "viem";
import type { Deployment } from "../../../sdk/deployment.ts";
import { refreshTier, stakeCalls } from "../../../sdk/stake-calls.ts";
import type { Chain } from "../chain.ts";
import type { Progress } from "../progress.ts";
import { type Cast, castOf } from "./cast.ts";
import { returnClock, takeClock } from "./clock.ts";
import { scheduleCourts } from "./courts.ts";
import { openKeeping } from "./keeping.ts";
import type { LeasePlan } from "./lease-plan.ts";
import { scheduleLives } from "./lives.ts";
import { openOfferDesk } from "./offer-desk.ts";
import { scheduleOutages } from "./outages.ts";
import { type Place, placeOf } from "./place.ts";
import { openSchedule } from "./schedule.ts";
import { delegations, setUp } from "./setup.ts";
import type { Troupe } from "./troupe.ts";
import { withdrawals } from "./withdrawals.ts";

/** The market of leases after it was played: who took part, and where on the chain it is. */
export type PlayedLeases = {
  readonly cast: Cast;
  readonly place: Place;
  /** Of the plan's nodes. */
  readonly nodeIds: readonly bigint[];
  /** Its first and last block. */
  readonly fromBlock: bigint;
  readonly toBlock: bigint;
  /** The chain's timestamp (s) of the trace's second 0. */
  readonly origin: number;
  readonly transactions: number;
  readonly blocks: number;
};

const day = 86_400;
const halfYear = 183 * day;

/**
 * Play the plan on a chain whose clock nobody else needs: one second of the trace is one second of the chain, and the clock
 * jumps from one thing that happens to the next.
 */
export async function playLeases(
  url: string,
  chain: Chain,
  deployment: Deployment,
  plan: LeasePlan,
  seed: string,
  progress: Progress,
): Promise<PlayedLeases> {
  const place = placeOf(deployment);
  const cast = await castOf(plan, seed);
  const fromBlock = await chain.getBlockNumber();
  const clock = await takeClock(url);
  const { operators, nodes, leases } = plan;
  progress.step(`${operators.length} operators register ${nodes.length} attested nodes and stake; buyers deposit`);
  const nodeIds = await setUp(url, clock, plan, cast, place);

  // Operators stake a day before the first lease.
  const origin = clock.now() + 2 * day - plan.beginsAt;
  const chainTime = (second: number): number => origin + second;
  const schedule = openSchedule(clock, place);
  let turn = 0;
  const keeper = (): PrivateKeyAccount => cast.keepers[turn++ % cast.keepers.length] as PrivateKeyAccount;
  const desk = openOfferDesk(plan, cast, place, nodeIds, chainTime(plan.endsAt) + halfYear);
  const troupe: Troupe = { plan, cast, place, desk, schedule, chainTime, keeper };
  for (const { operator, at, amount } of plan.stakes) {
    const by = cast.operators[operator] as PrivateKeyAccount;
    schedule.at(chainTime(at), () => ({ by, call: stakeCalls.stake(place.staking, amount) }));
  }
  for (const deed of delegations(cast, place)) schedule.at(chainTime(plan.beginsAt) - day + 60, () => deed);

  progress.step(`${cast.buyers.length} buyers lease what ${plan.jobs.length} jobs of the trace ask for`);
  const keeping = openKeeping(troupe, clock.now);
  const lives = scheduleLives(troupe, keeping, (count) => progress.count(count, leases.length, "leases"));
  scheduleOutages(troupe, lives, keeping);
  scheduleCourts(troupe, lives, keeping, clock.now);
  await schedule.run(() => undefined);

  progress.step("Everybody withdraws what leases, compensation and disputes have brought");
  await clock.mine(
    0,
    cast.operators.map(({ address }) => ({ by: keeper(), call: refreshTier(place.quality, address) })),
  );
  await clock.mine(0, await withdrawals(chain, cast, place));
  await returnClock(url);
  const toBlock = await chain.getBlockNumber();
  return { cast, place, nodeIds, fromBlock, toBlock, origin, ...clock.counts() };
}
