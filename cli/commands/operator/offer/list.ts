import type { Command } from "commander";
import { gpuClassName, unitsPerGpu } from "../../../../sdk/gpu-class.ts";
import { offerKinds } from "../../../../sdk/offer.ts";
import { answer } from "../../../answer.ts";
import type { Context } from "../../../context.ts";
import { loadOffer, type NamedOffer } from "../../../leases/offer-source.ts";
import { readOfferStanding } from "../../../leases/offer-standing.ts";
import { tokenOf } from "../../../leases/token-of.ts";
import { operatorOf } from "../../../operator/acting-as.ts";
import { offerFiles, offersFolder } from "../../../operator/offer-files.ts";
import { money, time } from "../../../output/format.ts";
import { tableText } from "../../../output/layout.ts";
import type { Report, Table } from "../../../output/report.ts";

type ListOptions = { readonly operator?: string };

export function addList(offer: Command): void {
  offer
    .command("list", { isDefault: true })
    .summary("your offers, from files and from the relayer, and what keeps buyers from taking them")
    .argument("[files...]", `signed offers (default: those in ${offersFolder})`)
    .option("--operator <address>", "whose offers the relayer is asked for (default: this account)")
    .action(
      // Commander hands a variadic argument over as one array.
      answer(["csv"], (context, args, options: ListOptions) => list(context, args.flat() as string[], options)),
    );
}

async function list(context: Context, given: readonly string[], options: ListOptions): Promise<Report> {
  const files = given.length > 0 ? given : offerFiles();
  const inFiles = await Promise.all(
    files.map(async (file) => ({ where: file, named: await loadOffer(context, file) })),
  );
  const posted = context.relayerIfSet === undefined ? [] : await allPosted(context, options);
  const offers = [...inFiles, ...posted.map((named) => ({ where: "relayer", named }))];
  const shown = await Promise.all(
    offers.map(async (each) => ({ ...each, standing: await readOfferStanding(context, each.named) })),
  );
  const table: Table = {
    columns: ["where", "salt", "node", "class", "price per GPU hour", "kind", "until", "state"],
    rows: shown.map(({ where, named: { offer }, standing }) => [
      ...[where, String(offer.salt), String(offer.nodeId), gpuClassName(standing.classId)],
      money(offer.pricePerUnitHour * unitsPerGpu, tokenOf(context, offer.token)),
      offerKinds[offer.kind] ?? "",
      time(BigInt(offer.expiresAt)),
      standing.obstacles.join("; ") || "can be taken",
    ]),
  };
  const json = shown.map(({ where, named: { id, offer }, standing }) => {
    return { where, id, offer, canBeTaken: standing.obstacles.length === 0, obstacles: standing.obstacles };
  });
  const none = "No offers. Next: millrace operator offer make PRICE";
  return { json, table, text: shown.length === 0 ? none : tableText(table) };
}

/** All pages: nothing is cut off. */
async function allPosted(context: Context, options: ListOptions): Promise<NamedOffer[]> {
  const operator = operatorOf(context, options.operator);
  const found: NamedOffer[] = [];
  let cursor: string | null | undefined;
  do {
    const page = await context.relayer().offers({ operator, ...(cursor && { cursor }) });
    found.push(...page.offers);
    cursor = page.next;
  } while (cursor !== null);
  return found;
}
