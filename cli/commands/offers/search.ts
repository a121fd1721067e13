import { type Command, Option } from "commander";
import { parseAmount } from "../../../sdk/amount.ts";
import { gpuClassName } from "../../../sdk/gpu-class.ts";
import { type Metering, meterings, type OfferKind, offerKinds } from "../../../sdk/offer.ts";
import type { OfferEntry, OfferFilter } from "../../../sdk/offer-book.ts";
import { answer } from "../../answer.ts";
import { type Context, parseAddress } from "../../context.ts";
import { parseClass } from "../../gpu-class.ts";
import { kindText, meteringText } from "../../leases/offer-facts.ts";
import { selfIfKnown } from "../../leases/offer-source.ts";
import { pricePerGpuHour } from "../../leases/quote.ts";
import { tokenOf } from "../../leases/token-of.ts";
import { mill } from "../../mill.ts";
import { duration, money, percent, short } from "../../output/format.ts";
import { tableText } from "../../output/layout.ts";
import type { Report } from "../../output/report.ts";
import { parseWhole } from "../../parse-number.ts";

type SearchOptions = {
  readonly class?: string;
  readonly maxPrice?: string;
  readonly tier?: string;
  readonly kind?: OfferKind;
  readonly metering?: Metering;
  readonly operator?: string;
  readonly units?: string;
  readonly limit: string;
};

export function addOffersSearch(offers: Command): void {
  offers
    .command("search")
    .summary("offers at the relayer that can be taken now, cheapest first")
    .option("--class <class>", "number or name of the class of GPU")
    .option("--max-price <amount>", "whole tokens per GPU and hour, at most")
    .option("--tier <number>", "the operator's tier, at least")
    .addOption(new Option("--kind <kind>", "how it can end early").choices(offerKinds))
    .addOption(new Option("--metering <metering>", "how it is paid").choices(meterings))
    .option("--operator <address>", "offers of one operator")
    .option("--units <number>", "free units of the node, at least; 1000 are one GPU")
    .option("--limit <number>", "how many at most; what is left off is said", "50")
    .action(answer(["csv"], (context, _, options: SearchOptions) => search(context, options)));
}

async function search(context: Context, options: SearchOptions): Promise<Report> {
  const limit = Number(parseWhole(options.limit, "--limit", { least: 1, bits: 20 }));
  const { offers, isAll } = await collect(context, await filterOf(context, options), limit);
  const columns = [
    ...["offer", "operator", "tier", "class", "kind", "metering", "price per GPU-hour", "bond per GPU", "uptime"],
    ...["free units", "duration"],
  ];
  const rows = (shorten: (hex: `0x${string}`) => string): string[][] =>
    offers.map(({ id, offer, tier, classId, freeUnits }) => [
      shorten(id),
      shorten(offer.operator),
      String(tier),
      gpuClassName(classId),
      kindText(offer),
      meteringText(offer),
      money(pricePerGpuHour(offer.pricePerUnitHour), tokenOf(context, offer.token)),
      mill(offer.bondPerUnit * 1_000n),
      percent(BigInt(offer.promisedUptimeBps)),
      String(freeUnits),
      `${duration(BigInt(offer.minSeconds))} to ${duration(BigInt(offer.maxSeconds))}`,
    ]);
  // An id is what the next command is given, so it is shown in whole.
  const brief = { columns, rows: rows((hex) => (hex.length === 66 ? hex : short(hex))) };
  const more = isAll ? "" : `\n\nThere are more than ${limit}: narrow it down, or raise --limit.`;
  return {
    json: { offers, isAll },
    table: { columns, rows: rows(String) },
    text: offers.length === 0 ? "  No offer fits." : `${tableText(brief)}${more}`,
  };
}

async function filterOf(context: Context, options: SearchOptions): Promise<OfferFilter> {
  const { token, settings } = context;
  const buyer = selfIfKnown(context);
  return {
    ...(options.class !== undefined && { classId: await parseClass(context, options.class) }),
    // Rounded down: what is found costs at most that.
    ...(options.maxPrice !== undefined && {
      token: token.address,
      maxPricePerUnitHour: parseAmount(options.maxPrice, token.decimals) / 1_000n,
    }),
    ...(settings.token !== undefined && { token: token.address }),
    ...(options.tier !== undefined && { minTier: Number(parseWhole(options.tier, "--tier", { bits: 8 })) }),
    ...(options.kind !== undefined && { kind: options.kind }),
    ...(options.metering !== undefined && { metering: options.metering }),
    ...(options.operator !== undefined && { operator: parseAddress(options.operator, "--operator") }),
    ...(options.units !== undefined && { units: Number(parseWhole(options.units, "--units")) }),
    ...(buyer !== undefined && { buyer }),
  };
}

async function collect(
  context: Context,
  filter: OfferFilter,
  limit: number,
): Promise<{ offers: OfferEntry[]; isAll: boolean }> {
  const relayer = context.relayer();
  const offers: OfferEntry[] = [];
  let cursor: string | null = null;
  do {
    const page = await relayer.offers({ ...filter, limit: 100, ...(cursor !== null && { cursor }) });
    offers.push(...page.offers);
    cursor = page.next;
  } while (cursor !== null && offers.length <= limit);
  return { offers: offers.slice(0, limit), isAll: cursor === null && offers.length <= limit };
}
