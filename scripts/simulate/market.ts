import { between } from "../demo/random.ts";
import type { Action } from "./chain.ts";
import { DAY } from "./economy.ts";
import { leaseActions, openLease } from "./leases.ts";
import type { Person } from "./people.ts";
import type { Moment, Participant, Scene } from "./scene.ts";
import type { Seller } from "./seller.ts";

/** How likely an idle node finds a buyer in a day, by the operator's tier: buyers look at the record. */
const DEMAND: readonly number[] = [0.45, 0.6, 0.75, 0.9];
/** How likely a buyer finds out on a day that it is cheated. */
const FOUND_OUT = 0.7;

/** Honest buyers: each morning some of them lease idle nodes for some days, and who is cheated stops and disputes. */
export function openMarket(scene: Scene, sellers: readonly Seller[], buyers: readonly Person[]): Participant {
  const random = scene.random("market");
  const does = leaseActions(scene.stage);

  /** Draws the same for each, whether or not it may come to a lease. */
  async function lease(seller: Seller, tier: number | undefined, now: number): Promise<Action[]> {
    const [wants, days, who] = [random(), between(random, 3, 6), between(random, 0, buyers.length - 1)];
    if (tier === undefined || wants > (DEMAND[tier] ?? 0)) return [];
    const order = {
      operator: seller.person,
      buyer: buyers[who] as Person,
      nodeId: seller.nodeId(),
      units: seller.units,
      // Ends in the evening of its last day.
      seconds: days * DAY - 5 * 3_600,
      pricePerUnitHour: seller.pricePerUnitHour,
      bondPerUnit: seller.bondPerUnit,
      now,
    };
    const opened = await openLease(
      scene.stage,
      scene.book,
      order,
      (held) => {
        seller.current = held;
        seller.plan = seller.conduct(random);
      },
      // Stake of leases that are not final yet may be in the way, or a slash has taken it.
      { mayFail: true },
    );
    return [opened];
  }

  /** The tier that buyers see; undefined for a seller that has nothing to lease out. */
  async function tierIfIdle({ current, nodeId, person }: Seller): Promise<number | undefined> {
    return current !== undefined || nodeId() === 0n ? undefined : scene.tierOf(person.address);
  }

  function complain(seller: Seller, now: number): Action[] {
    const { current: held, plan } = seller;
    if (held?.state !== "running" || plan.kind !== "cheat" || now < held.startedAt + DAY) return [];
    if (random() > FOUND_OUT) return [];
    return [does.stop(held, now), scene.court.claim(held, plan.fault, true, now)];
  }

  return {
    act: async ({ phase, now }: Moment) => {
      if (phase === "open") {
        const tiers = await Promise.all(sellers.map(tierIfIdle));
        return oneAfterTheOther([...sellers.entries()], ([index, seller]) => lease(seller, tiers[index], now));
      }
      if (phase === "midday") return sellers.flatMap((seller) => complain(seller, now));
      return [];
    },
  };
}

/** In a row: what each draws must not depend on which answer comes first. */
export async function oneAfterTheOther<T>(
  items: readonly T[],
  work: (item: T) => Promise<Action[]>,
): Promise<Action[]> {
  const actions: Action[] = [];
  for (const item of items) actions.push(...(await work(item)));
  return actions;
}
