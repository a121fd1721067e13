import type { Action } from "../chain.ts";
import { DAY, inUsd, MILL, USD } from "../economy.ts";
import { type HeldLease, leaseActions, openLease } from "../leases.ts";
import { deposit, enrol } from "../people.ts";
import type { Character, Moment, Scene } from "../scene.ts";
import { type Seller, served } from "../seller.ts";
import type { Cast } from "./cast.ts";

/** Leases from honest operators and claims the gravest fault each time, in the hope of a bounty. */
export function disputeGriefer(scene: Scene, victims: readonly Seller[]): Cast {
  const { stage } = scene;
  const random = scene.random("griefer");
  const mill = 2_000n * MILL;
  const usd = 200n * USD + inUsd(mill, scene.millPrice);
  const { person, actions } = enrol(stage, { usd, mill });
  const does = leaseActions(stage);
  let held: { lease: HeldLease; seller: Seller } | undefined;

  async function open(now: number): Promise<Action[]> {
    const seller = victims[Math.floor(random() * victims.length)];
    if (held !== undefined || seller === undefined || seller.current !== undefined) return [];
    const order = {
      ...{ operator: seller.person, buyer: person, nodeId: seller.nodeId(), units: 500, seconds: 2 * DAY },
      ...{ pricePerUnitHour: seller.pricePerUnitHour, bondPerUnit: seller.bondPerUnit, now },
    };
    const onOpened = (lease: HeldLease) => {
      held = { lease, seller };
      seller.current = lease;
      seller.plan = { kind: "serve" };
    };
    return [await openLease(stage, scene.book, order, onOpened, { mayFail: true })];
  }

  const character: Character = {
    name: "disputeGriefer",
    people: [person],
    act: async ({ phase, now }: Moment) => {
      if (phase === "open") return open(now);
      if (held === undefined) return [];
      const { lease } = held;
      const isDue = lease.state === "running" && now > lease.startedAt + DAY;
      if (phase === "midday" && isDue && !lease.isDisputed) {
        return [scene.court.claim(lease, "dataMisuse", false, now), does.stop(lease, now)];
      }
      if (phase === "close" && (lease.state === "ended" || lease.state === "final")) {
        // It has had the GPU for its money.
        person.goodsUsd += served(lease);
        held = undefined;
      }
      return [];
    },
  };
  return { character, sellers: [], enter: [...actions, deposit(stage, person, usd)], register: async () => [] };
}
