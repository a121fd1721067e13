import type { Command } from "commander";
import { gpuClassName, unitsPerGpu } from "../../../../sdk/gpu-class.ts";
import { offerKinds } from "../../../../sdk/offer.ts";
import type { OfferEntry, SignedOffer } from "../../../../sdk/offer-book.ts";
import { answer } from "../../../answer.ts";
import type { Context } from "../../../context.ts";
import { tokenOf } from "../../../leases/token-of.ts";
import { operatorOf } from "../../../operator/acting-as.ts";
import { offersFolder, readOfferFiles } from "../../../operator/offer-files.ts";
import { readOfferState } from "../../../operator/offer-state.ts";
import { money, time } from "../../../output/format.ts";
import { tableText } from "../../../output/layout.ts";
import type { Report, Table } from "../../../output/report.ts";

type ListOptions = { readonly operator?: string };

export function addList(offer: Command): void {
  offer
    .command("list", { isDefault: true })
    .summary("your offers, from files and from the relayer, and whether they can still be taken")
    .argument("[files...]", `signed offers (default: those in ${offersFolder})`)
    .option("--operator <address>", "whose offers the relayer is asked for (default: this account)")
    .action(
      answer(["csv"], (context, args: readonly unknown[], options: ListOptions) =>
        list(context, args.flat().filter(isText), options),
      ),
    );
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

async function list(context: Context, files: readonly string[], options: ListOptions): Promise<Report> {
  const { client, relayerIfSet } = context;
  const { timestamp } = await client.getBlock();
  const inFiles = readOfferFiles(files).map(({ file, signed }) => ({ where: file, signed }));
  const posted = relayerIfSet === undefined ? [] : await allPosted(context, options);
  const known = [...inFiles, ...posted.map((entry) => ({ where: "relayer", signed: entry, classId: entry.classId }))];
  const shown = await Promise.all(
    known.map(async (each) => ({ ...each, ...(await readOfferState(context, each.signed, timestamp)) })),
  );
  const table: Table = {
    columns: ["where", "salt", "node", "price per GPU hour", "kind", "uses", "until", "state"],
    rows: shown.map(({ where, signed, state, uses, ...more }) => [
      where,
      ...offerCells(context, signed, "classId" in more ? (more.classId as number) : undefined),
      signed.offer.uses === 0 ? "any" : `${uses} of ${signed.offer.uses}`,
      time(BigInt(signed.offer.expiresAt)),
      state,
    ]),
  };
  const json = shown.map(({ where, signed, state, uses }) => ({ where, state, uses, offer: signed.offer }));
  const none = "No offers. Next: millrace operator offer make PRICE";
  return { json, table, text: shown.length === 0 ? none : tableText(table) };
}

function offerCells(context: Context, { offer }: SignedOffer, classId: number | undefined): string[] {
  const node = classId === undefined ? String(offer.nodeId) : `${offer.nodeId}, ${gpuClassName(classId)}`;
  const price = money(offer.pricePerUnitHour * unitsPerGpu, tokenOf(context, offer.token));
  return [String(offer.salt), node, price, offerKinds[offer.kind] ?? ""];
}

/** All pages: nothing is cut off. */
async function allPosted(context: Context, options: ListOptions): Promise<OfferEntry[]> {
  const operator = operatorOf(context, options.operator);
  const found: OfferEntry[] = [];
  let cursor: string | null | undefined;
  do {
    const page = await context.relayer().offers({ operator, ...(cursor ? { cursor } : {}) });
    found.push(...page.offers);
    cursor = page.next;
  } while (cursor);
  return found;
}
