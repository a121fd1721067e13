import { qualityAbi } from "../../../sdk/abi/quality.ts";
import { USD } from "../economy.ts";
import type { Character, Scene } from "../scene.ts";
import { washing } from "../washing.ts";
import type { Cast } from "./cast.ts";

const CLASS = 6;
const GPUS = 2;
/** Days over which it spreads what it leases to itself until it is in the top tier, whose age takes as long. */
const CLIMB_DAYS = 30n;
/** Below this score it leases to itself again, bps: the top tier asks for 9,500. */
const KEEP_ABOVE = 9_600n;

/** Leases to itself just enough for the top tier, and then only to stay there: for the rewards of the stake. */
export function scoreBuyer(scene: Scene): Cast {
  const { stage } = scene;
  const top = scene.thresholds.servedForTop(CLASS, GPUS);
  // What it lends itself is back within the day: twice a day's need is enough.
  const daily = top / CLIMB_DAYS;
  const wash = washing(scene, { classId: CLASS, gpus: GPUS, units: 100, usd: daily * 2n });
  const { address } = wash.seller.person;

  async function need(free: bigint): Promise<bigint> {
    const quality = { address: stage.at("Quality"), abi: qualityAbi } as const;
    const record = await stage.client.readContract({ ...quality, functionName: "recordOf", args: [address] });
    const served = (record.served * USD) / 10n ** 18n;
    if (served < top) return free < daily ? free : daily;
    const score = await stage.client.readContract({ ...quality, functionName: "scoreOf", args: [address] });
    const keeping = daily / 3n;
    return score > KEEP_ABOVE ? 0n : free < keeping ? free : keeping;
  }

  const character: Character = {
    name: "scoreBuyer",
    people: [wash.seller.person, wash.buyer],
    act: (moment) => wash.act(moment, need),
  };
  return { character, sellers: [], enter: wash.enter, register: async (now) => [await wash.register(now)] };
}
