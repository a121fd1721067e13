import type { Command } from "commander";
import { addOffersSearch } from "./search.ts";
import { addOffersShow } from "./show.ts";

export function addOffers(program: Command): void {
  const offers = program.command("offers").summary("find what operators offer, and read it");
  addOffersSearch(offers);
  addOffersShow(offers);
}
