import type { Scene } from "./scene.ts";
import type { Seller } from "./seller.ts";

const TOP = 3;

/** When sellers reached the top tier, if they did. */
export type Climbs = {
  /** Look at those that have not reached it yet. */
  readonly look: (day: number) => Promise<void>;
  readonly report: () => {
    readonly operators: number;
    readonly reached: number;
    /** The day on which half of them had reached it; null if fewer did. */
    readonly medianDay: number | null;
  };
};

export function watchClimbs(scene: Scene, sellers: readonly Seller[]): Climbs {
  const days = new Map<Seller, number>();
  return {
    look: async (day) => {
      const below = sellers.filter((seller) => !days.has(seller));
      const tiers = await Promise.all(below.map(({ person }) => scene.tierOf(person.address)));
      for (const [index, seller] of below.entries()) if (tiers[index] === TOP) days.set(seller, day);
    },
    report: () => {
      const sorted = [...days.values()].sort((left, right) => left - right);
      const half = Math.ceil(sellers.length / 2);
      return { operators: sellers.length, reached: sorted.length, medianDay: sorted[half - 1] ?? null };
    },
  };
}
