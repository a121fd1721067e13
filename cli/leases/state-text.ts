import type { LeaseFacts } from "./facts.ts";
import { kebab } from "./quote-facts.ts";

/** "running", "ended: no-show", "running, reclaimed", "ended: stopped, disputed" */
export function stateText({ slot }: Pick<LeaseFacts, "slot">): string {
  const { state, outcome, claim } = slot;
  const how = outcome === "none" ? state : state === "running" ? `${state}, ${outcome}` : `${state}: ${kebab(outcome)}`;
  return claim === "pending" ? `${how}, disputed` : how;
}
