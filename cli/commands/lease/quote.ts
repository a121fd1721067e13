import type { Command } from "commander";
import { answer } from "../../answer.ts";
import type { Context } from "../../context.ts";
import { kindText, meteringText, standingText } from "../../leases/offer-facts.ts";
import { loadOffer, selfIfKnown } from "../../leases/offer-source.ts";
import { readOfferStanding } from "../../leases/offer-standing.ts";
import { addOrderOptions, type OrderOptions, parseOrder } from "../../leases/order-options.ts";
import { quoteLease } from "../../leases/quote.ts";
import { disputeFacts, lockFacts, refundFacts, warrantyFacts } from "../../leases/quote-facts.ts";
import { tokenOf } from "../../leases/token-of.ts";
import { money } from "../../output/format.ts";
import { type Fact, factsText } from "../../output/layout.ts";
import type { Report } from "../../output/report.ts";

export function addLeaseQuote(lease: Command): void {
  const command = lease
    .command("quote")
    .summary("what an offer would lock, pay back and compensate; nothing is sent")
    .argument("<offer>", "a file that its operator made, or an id at the relayer");
  addOrderOptions(command).action(
    answer([], (context, [offer]: [string], options: OrderOptions) => quote(context, offer, options)),
  );
}

async function quote(context: Context, text: string, options: OrderOptions): Promise<Report> {
  const named = await loadOffer(context, text);
  const order = parseOrder(options, named);
  const standing = await readOfferStanding(context, named, order.units);
  const found = await quoteLease(context, named, standing, order);
  const self = selfIfKnown(context);
  const free = self === undefined ? undefined : await context.reader.freeBalance(self, named.offer.token);
  const sections: readonly (readonly [string, readonly Fact[]])[] = [
    [`${kindText(named.offer)}, metered ${meteringText(named.offer)}`, lockFacts(context, named.offer, found)],
    ["Paid and refunded", refundFacts(context, named.offer, found)],
    ["Compensation, if the operator fails", warrantyFacts(found)],
    ["Faults that the chain cannot see, before an arbitrator", disputeFacts(found)],
  ];
  const body = sections.map(([title, facts]) => `${title}\n${factsText(facts)}`).join("\n\n");
  const token = tokenOf(context, named.offer.token);
  const lacking =
    free !== undefined && free < found.price ? `\nYour free balance is ${money(free, token)}: deposit more.` : "";
  return {
    json: { offer: named.id, ...found, freeBalance: free, ...standing, canBeTaken: standing.obstacles.length === 0 },
    text: `${body}\n\n${standingText(standing)}${lacking}`,
  };
}
