import type { Offer } from "../../sdk/offer.ts";
import { meterings, offerKinds } from "../../sdk/offer.ts";
import type { Context } from "../context.ts";
import { mill } from "../mill.ts";
import { duration, money, percent } from "../output/format.ts";
import type { Fact } from "../output/layout.ts";
import type { LeaseQuote } from "./quote.ts";
import { tokenOf } from "./token-of.ts";

/** What is locked, by whom. */
export function lockFacts(context: Context, offer: Offer, quote: LeaseQuote): Fact[] {
  const token = tokenOf(context, offer.token);
  const size = `${quote.units} units (${quote.units / 1_000} GPU) for ${duration(BigInt(quote.seconds))}`;
  return [
    ["lease", size],
    ["you lock", `${money(quote.price, token)}, the price of the whole duration`],
    ["fee in it", `${money(quote.fee, token)} (${percent(quote.feeBps)}), if all of it is paid`],
    ["the operator locks", `${mill(quote.bond)} of bond and ${mill(quote.requiredStake)} of required stake`],
  ];
}

/** What comes back when, without anybody's consent. */
export function refundFacts(context: Context, offer: Offer, quote: LeaseQuote): Fact[] {
  const token = tokenOf(context, offer.token);
  const kind = offerKinds[offer.kind];
  const isByTime = meterings[offer.metering] === "byTime";
  const start = duration(BigInt(offer.startWindowSeconds));
  const exit = `, and ${percent(BigInt(offer.earlyExitBps))} of what is left of the price (at most ${money(quote.earlyExitAtMost, token)})`;
  const byVoucher = "what you signed for; the rest is back after the challenge period";
  const stop = isByTime
    ? `the time used, at least ${duration(BigInt(offer.minSeconds))}${kind === "reserved" ? exit : ""}; the rest is back at once`
    : byVoucher;
  return [
    ["paid in any case", isByTime ? `${money(quote.minimum, token)}, the minimum` : "nothing but what you sign for"],
    [
      "if you cancel",
      `within ${start}, before it starts: ${isByTime ? "the minimum; the rest is back at once" : byVoucher}`,
    ],
    ["if you stop it", stop],
    ...(kind === "spot"
      ? [["if it is taken back", `with ${duration(BigInt(offer.noticeSeconds))} of notice: the time used`] as const]
      : []),
    [
      "if it never starts",
      `${isByTime ? "all is back" : byVoucher}; anyone reports it from ${duration(BigInt(offer.startWindowSeconds + quote.noShowDelaySeconds))} after opening`,
    ],
  ];
}

/** What each kind of failure brings the buyer, from the bond. */
export function warrantyFacts(quote: LeaseQuote): Fact[] {
  let from = quote.allowanceSeconds;
  const steps = quote.outage.map(({ upToSeconds, compensation }): Fact => {
    const upTo = quote.allowanceSeconds + upToSeconds;
    const fact: Fact = [`outage of ${duration(from)} to ${duration(upTo)}`, mill(compensation)];
    from = upTo;
    return fact;
  });
  return [
    ["no-show", mill(quote.noShow)],
    ["abandoned", `${mill(quote.abandonedAtOnce)} right after the start, ${mill(quote.abandonedAtLeast)} at least`],
    [`outage up to ${duration(quote.allowanceSeconds)}`, "nothing: it is what the promised uptime allows"],
    ...steps,
    [`outage over ${duration(from)}`, `${mill(quote.bond)}, and the lease ends`],
    ["fault proven", "what is left of the bond, and a part of what is slashed"],
    ["paid out", `${duration(quote.compensationDelaySeconds)} after it is booked`],
    ["claims", `while it runs and ${duration(BigInt(quote.claimWindowSeconds))} after its end`],
  ];
}

/** What claiming a fault costs now, and what it takes of the operator. */
export function disputeFacts(quote: LeaseQuote): Fact[] {
  return quote.faults.map(({ kind, shareBps, bond }) => [
    kebab(kind),
    `takes ${percent(shareBps)} of the operator's stake; your bond for claiming it: ${mill(bond)}`,
  ]);
}

/** "wrongResult" as it is typed: "wrong-result". */
export function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
