import type { Action } from "./chain.ts";
import { DAY } from "./economy.ts";
import { leaseActions } from "./leases.ts";
import type { Person } from "./people.ts";
import type { Moment, Participant, Scene } from "./scene.ts";

/** From the start of a lease's window until a no-show can be reported: window, delay, and a little. */
const NO_SHOW_AFTER = 1_800 + 600 + 60;
const CLAIM_WINDOW = 3 * DAY + 60;

/** Does with leases what anybody may do once its time has come. */
export function keepLeases(scene: Scene, keeper: Person): Participant {
  const does = leaseActions(scene.stage);
  const { live } = scene.book;
  return {
    act: async ({ phase, now }: Moment): Promise<Action[]> => {
      if (phase === "noShow") {
        return live()
          .filter(({ state, terms }) => state === "open" && now > terms.bound.openedAt + NO_SHOW_AFTER)
          .map((lease) => does.reportNoShow(keeper, lease, now));
      }
      if (phase === "complete") {
        return live()
          .filter(({ state, endsAt }) => state === "running" && now >= endsAt)
          .map((lease) => does.complete(keeper, lease));
      }
      if (phase === "keep") {
        return live()
          .filter(({ state, endsAt }) => state === "ended" && now > endsAt + CLAIM_WINDOW)
          .map((lease) => does.finalize(keeper, lease));
      }
      return [];
    },
  };
}
