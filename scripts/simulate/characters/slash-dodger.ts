import { stakeCalls } from "../../../sdk/stake-calls.ts";
import type { Action } from "../chain.ts";
import type { Character, Moment, Scene } from "../scene.ts";
import { attend, newSeller } from "../seller.ts";
import { act } from "../stage.ts";
import type { Cast } from "./cast.ts";

const CLASS = 6;
/** How long it builds a record before it cheats. */
const GOOD_DAYS = 20;

/** Builds a record, then saves itself the work, and takes its stake out at once before anybody can complain. */
export function slashDodger(scene: Scene): Cast {
  const { stage } = scene;
  let day = 0;
  const { seller, actions, register } = newSeller(scene, {
    classId: CLASS,
    gpus: 2,
    conduct: (random) =>
      day < GOOD_DAYS || random() < 0.3 ? { kind: "serve" } : { kind: "cheat", fault: "wrongResult" },
  });
  const { person } = seller;

  /** All that may leave, in the very hour in which it begins to cheat. */
  async function dodge(): Promise<Action[]> {
    if (seller.plan.kind !== "cheat" || seller.current?.state !== "running") return [];
    const free = await scene.freeStakeOf(person.address);
    return free === 0n ? [] : [act(person, "thaw", stakeCalls.requestThaw(stage.at("Staking"), free))];
  }

  const character: Character = {
    name: "slashDodger",
    people: [person],
    act: async (moment: Moment) => {
      day = moment.day;
      const dodging = moment.phase === "noShow" ? await dodge() : [];
      return [...attend(scene, seller, moment), ...dodging];
    },
  };
  return { character, sellers: [seller], enter: actions, register: async (now) => [await register(now)] };
}
