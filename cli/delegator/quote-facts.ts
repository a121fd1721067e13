import { kebab } from "../leases/quote-facts.ts";
import { mill } from "../mill.ts";
import { value } from "../operator/next-tier.ts";
import { countdown } from "../operator/thaws.ts";
import { duration, percent, time } from "../output/format.ts";
import type { Fact } from "../output/layout.ts";
import type { DelegationQuote } from "./quote.ts";

/** What somebody should know before delegating. @param now timestamp of the newest block, s */
export function quoteFacts(quote: DelegationQuote, now: bigint): Fact[] {
  const { stake, standing, slashes, most, amount } = quote;
  const { bps, nextBps, effectiveAt } = stake.commission;
  const booked = slashes.filter(({ state }) => state === "booked");
  const open = slashes.filter(({ state }) => state === "frozen").length;
  const after = stake.delegated + amount;
  return [
    ["operator", quote.operator],
    ["worth right after", mill(quote.worth)],
    ["commission", `${percent(bps)}${effectiveAt > now ? `, ${percent(nextBps)} ${countdown(effectiveAt, now)}` : ""}`],
    [
      "score and tier",
      `${percent(standing.standing.score)}, tier ${standing.tier}${standing.tier === 0 ? ": NO REWARDS YET" : ""}`,
    ],
    ["record", recordText(quote)],
    ["slashed before", `${booked.length} times; open disputes: ${open}`],
    ["own stake", mill(stake.own)],
    [
      "delegated",
      `${mill(after)} of ${mill(most)} that count${after > most ? "  MORE THAN COUNTS: rewards are shared" : ""}`,
    ],
    ["leaving takes", `${duration(quote.thawSeconds)}; slashes reach it meanwhile`],
    ...quote.slashTakes.map(({ kind, takes }): Fact => [`a slash for ${kebab(kind)} takes`, mill(takes)]),
    ["one slash takes at most", `${percent(quote.capBps)} of it, and own stake goes first`],
  ];
}

function recordText({ standing }: DelegationQuote): string {
  if (standing.since === 0n) return "none yet";
  return `${value(standing.standing.served)} served since ${time(standing.since)}; bad ${value(standing.bad)}`;
}
