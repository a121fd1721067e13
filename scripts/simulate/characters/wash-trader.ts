import { inUsd } from "../economy.ts";
import type { Character, Scene } from "../scene.ts";
import { stakeFor } from "../seller.ts";
import { washing } from "../washing.ts";
import type { Cast } from "./cast.ts";

const CLASS = 6;

/** Leases to itself with all the cash that it has, day by day, for the rebates that its fees bring back. */
export function washTrader(scene: Scene): Cast {
  const usd = inUsd(stakeFor(CLASS, 1), scene.millPrice);
  const wash = washing(scene, { classId: CLASS, gpus: 1, units: 100, usd });
  const character: Character = {
    name: "washTrader",
    people: [wash.seller.person, wash.buyer],
    act: (moment) => wash.act(moment, async (free) => free),
  };
  return { character, sellers: [], enter: wash.enter, register: async (now) => [await wash.register(now)] };
}
