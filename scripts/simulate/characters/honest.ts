import type { Random } from "../../demo/random.ts";
import type { Action } from "../chain.ts";
import type { Character, CharacterName, Moment, Scene } from "../scene.ts";
import { attend, type Conduct, newSeller, type Seller } from "../seller.ts";
import type { Cast } from "./cast.ts";

/** Classes in the order in which operators have them: 4090, A100, H100, T4. */
const CLASSES = [3, 6, 7, 1];

/** Once in a few hundred leases something breaks all the same. */
export function reliable(random: Random): Conduct {
  return random() < 0.003 ? { kind: "abandon", afterDays: 1 } : { kind: "serve" };
}

/** Means well, and lets down every fourth buyer. */
export function flaky(random: Random): Conduct {
  const luck = random();
  if (luck < 0.06) return { kind: "noShow" };
  return luck < 0.25 ? { kind: "abandon", afterDays: 1 } : { kind: "serve" };
}

/** Operators that sell what they have: `count` of them, on the open market. */
export function honest(scene: Scene, name: CharacterName, conduct: Seller["conduct"], count: number): Cast {
  const hired = Array.from({ length: count }, (_, index) =>
    newSeller(scene, { classId: CLASSES[index % CLASSES.length] as number, gpus: 2, conduct }),
  );
  const sellers = hired.map(({ seller }) => seller);
  const character: Character = {
    name,
    people: sellers.map(({ person }) => person),
    act: async (moment: Moment): Promise<Action[]> => sellers.flatMap((seller) => attend(scene, seller, moment)),
  };
  return {
    character,
    sellers,
    enter: hired.flatMap(({ actions }) => actions),
    register: (now) => Promise.all(hired.map(({ register }) => register(now))),
  };
}
