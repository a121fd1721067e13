import type { Command } from "commander";
import { answer } from "../../answer.ts";
import type { Context } from "../../context.ts";
import { offerFacts, standingText } from "../../leases/offer-facts.ts";
import { loadOffer } from "../../leases/offer-source.ts";
import { readOfferStanding } from "../../leases/offer-standing.ts";
import { factsText } from "../../output/layout.ts";
import type { Report } from "../../output/report.ts";

export function addOffersShow(offers: Command): void {
  offers
    .command("show")
    .summary("everything that an offer promises, and whether it can be taken now")
    .description("Checks the signature, and the offer against the chain: node, attestation, free units and stake.")
    .argument("<offer>", "a file that its operator made, or an id at the relayer")
    .action(answer([], (context, [offer]: [string]) => show(context, offer)));
}

async function show(context: Context, text: string): Promise<Report> {
  const named = await loadOffer(context, text);
  const standing = await readOfferStanding(context, named);
  const facts = [["offer", named.id] as const, ...offerFacts(context, named.offer, standing)];
  return {
    json: { ...named, ...standing, canBeTaken: standing.obstacles.length === 0 },
    text: `${factsText(facts)}\n\n${standingText(standing)}`,
  };
}
