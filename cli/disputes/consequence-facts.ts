import type { Dispute } from "../../sdk/dispute-reader.ts";
import { mill } from "../mill.ts";
import type { Fact } from "../output/layout.ts";
import type { Consequences } from "./consequences.ts";

/** What a verdict does, to the last unit. */
export function consequenceFacts(dispute: Dispute, of: Consequences): Fact[] {
  const taken = of.ownTaken + of.delegatedTaken;
  const { bounty, toBuyer, burned } = of.split;
  const to = of.bondTo === "challenger" ? `back to the challenger ${dispute.challenger}` : `to ${dispute.respondent}`;
  return [
    ...(of.compensation === 0n ? [] : [["compensation to the buyer", mill(of.compensation)] as const]),
    ...(of.returned === 0n ? [] : [["back to the operator's stake", mill(of.returned)] as const]),
    ["taken of own stake", mill(of.ownTaken)],
    ["taken of delegated stake", mill(of.delegatedTaken)],
    ...(taken === 0n
      ? []
      : ([
          ["  of that, bounty to the challenger", mill(bounty)],
          ["  of that, to the buyer", mill(toBuyer)],
          ["  of that, burned", mill(burned)],
        ] as const)),
    ["the challenger's bond", `${mill(dispute.bond)}, ${to}`],
  ];
}
