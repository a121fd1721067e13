import { MILL } from "../economy.ts";
import type { Character, Scene } from "../scene.ts";
import { attend, newSeller, stakeFor } from "../seller.ts";
import type { Cast } from "./cast.ts";

const CLASS = 6;
const FAKES = 3;

/**
 * Shows attestors hardware that it does not have, under several names, and leases out nothing: it is paid until buyers
 * find out, and each that does disputes.
 */
export function nodeFaker(scene: Scene): Cast {
  const mill = (stakeFor(CLASS, 1) / MILL) * MILL;
  const hired = Array.from({ length: FAKES }, () =>
    newSeller(scene, { classId: CLASS, gpus: 1, mill, conduct: () => ({ kind: "cheat", fault: "wrongHardware" }) }),
  );
  const sellers = hired.map(({ seller }) => seller);
  const character: Character = {
    name: "nodeFaker",
    people: sellers.map(({ person }) => person),
    act: async (moment) => sellers.flatMap((seller) => attend(scene, seller, moment)),
  };
  return {
    character,
    sellers,
    enter: hired.flatMap(({ actions }) => actions),
    register: (now) => Promise.all(hired.map(({ register }) => register(now))),
  };
}
