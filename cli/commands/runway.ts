import type { Command } from "commander";
import { answer } from "../answer.ts";
import { readChannelFacts } from "../channel-facts.ts";
import type { Context } from "../context.ts";
import { duration, money, short } from "../output/format.ts";
import { tableText } from "../output/layout.ts";
import type { Report } from "../output/report.ts";
import { ownChannels, pickChannel } from "../pick-channel.ts";
import { type Runway, runwayOf } from "../runway.ts";

type RunwayOptions = { readonly warn: string };

export function addRunway(program: Command): void {
  program
    .command("runway")
    .summary("how long the money in your channels lasts")
    .description(
      "Judges by what was signed for since a channel was opened. Channels that end sooner than --warn are marked.",
    )
    .argument("[channel]", "id or its beginning (default: all that you pay for)")
    .option("--warn <hours>", "mark what ends sooner", "24")
    .action(
      answer(["csv"], (context, [id]: [string | undefined], options: RunwayOptions) => runway(context, id, options)),
    );
}

async function runway(context: Context, id: string | undefined, { warn }: RunwayOptions): Promise<Report> {
  const { client, token, self } = context;
  const openings = id === undefined ? await ownChannels(context) : [await pickChannel(context, id)];
  const paid = openings.filter(({ terms }) => id !== undefined || terms.payer === self());
  const { timestamp: now } = await client.getBlock();
  const found = await Promise.all(
    paid.map(async (opening) => {
      const facts = await readChannelFacts(context, opening);
      const { timestamp: openedAt } = await client.getBlock({ blockNumber: opening.blockNumber });
      return { facts, lasts: runwayOf(facts.left, facts.owed, now - openedAt) };
    }),
  );
  const open = found.filter(({ facts }) => facts.phase === "open");
  const isShort = (lasts: Runway): boolean =>
    lasts.kind === "empty" || (lasts.kind === "lasts" && lasts.seconds < BigInt(Math.round(Number(warn) * 3_600)));
  const columns = ["channel", "operator", "left", "lasts", ""];
  const rows = open.map(({ facts, lasts }) => [
    short(facts.opening.channelId),
    short(facts.opening.terms.operator),
    money(facts.left, token),
    inWords(lasts),
    isShort(lasts) ? "TOP UP" : "",
  ]);
  const json = open.map(({ facts, lasts }) => {
    return { channelId: facts.opening.channelId, left: facts.left, ...lasts, isShort: isShort(lasts) };
  });
  const table = { columns, rows };
  return { json, table, text: open.length === 0 ? "  No open channels." : tableText(table) };
}

function inWords(lasts: Runway): string {
  if (lasts.kind === "unused") return "nothing was spent yet";
  return lasts.kind === "empty" ? "nothing is left" : duration(lasts.seconds);
}
