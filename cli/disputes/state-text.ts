import type { Dispute } from "../../sdk/dispute-reader.ts";

/** Who has to act, and what happens if nobody does until the deadline. */
export type Waiting = { readonly who: string; readonly step: string; readonly otherwise: string };

/** What a dispute waits for; undefined if it is over, or if only `execute` is left. */
export function waitingFor({ state, submitted, verdict, kind }: Dispute): Waiting | undefined {
  const isContest = kind === "outage";
  switch (state) {
    case "open":
      return { who: "the operator", step: "answer", otherwise: "the buyer gets what is left of the bond" };
    case "answered":
      return submitted
        ? { who: "the arbitrator", step: "rule", otherwise: "all bonds are back and nothing is taken" }
        : { who: "anyone", step: "submit it to the arbitrator", otherwise: "all bonds are back" };
    case "ruled":
      return {
        who: (verdict === "upheld") === isContest ? "the buyer" : "the operator",
        step: "appeal",
        otherwise: "the ruling stands",
      };
    case "appealed":
      return { who: "the court of appeal", step: "rule", otherwise: "the first ruling stands" };
    default:
      return undefined;
  }
}
