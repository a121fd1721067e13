import type { Command } from "commander";
import { formatAmount } from "../../sdk/amount.ts";
import { MillraceError } from "../../sdk/error.ts";
import { answer } from "../answer.ts";
import type { Context } from "../context.ts";
import { dayRange } from "../day-range.ts";
import { type Entry, readHistory } from "../history.ts";
import { exportLeases } from "../leases/export.ts";
import { type MillEntry, readMillHistory } from "../mill-history.ts";
import { short, time } from "../output/format.ts";
import { tableText } from "../output/layout.ts";
import type { Report } from "../output/report.ts";

type Days = { readonly since?: string; readonly until?: string };
type ExportOptions = Days & { readonly leases?: true; readonly mill?: true };

export function addExport(program: Command): void {
  program
    .command("export")
    .summary("everything that happened to your money, for books and taxes")
    .description(
      "All of it in one payment token, from the chain's events; --output csv for spreadsheets. Gross, fees and net in " +
        "whole tokens. With --leases one line for each lease that you pay for and that was opened within these days; " +
        "with --mill what MILL went from your wallet to the protocol and came back.",
    )
    .option("--since <date>", "first day, YYYY-MM-DD, UTC (default: the beginning)")
    .option("--until <date>", "last day, YYYY-MM-DD, UTC, included (default: now)")
    .option("--leases", "one line for each lease: locked, paid, fee, refunded, compensated")
    .option("--mill", "stake, compensation, bonds and bounties of disputes, rebates, bids")
    .action(
      answer(["csv"], (context, _, { leases, mill, ...days }: ExportOptions) => {
        if (leases === true && mill === true) {
          throw new MillraceError("One list at a time.", { code: "bad-usage", expected: "either --leases or --mill" });
        }
        if (mill === true) return exportMill(context, days);
        return leases === true ? exportLeases(context, days) : exportHistory(context, days);
      }),
    );
}

async function exportMill(context: Context, days: Days): Promise<Report> {
  const isWithin = dayRange(days);
  const all = await readMillHistory(context);
  const entries = all.filter(({ at }) => isWithin(at));
  const cells = (entry: MillEntry): string[] => [
    time(entry.at),
    entry.kind,
    entry.of,
    formatAmount(entry.in, 18),
    formatAmount(entry.out, 18),
  ];
  const columns = ["time", "kind", "of", "in", "out", "transaction", "block"];
  const rows = entries.map((entry) => [...cells(entry), entry.transaction, String(entry.block)]);
  const shown = { columns: columns.slice(0, 5), rows: entries.map(cells) };
  return {
    json: entries,
    table: { columns, rows },
    text: `${tableText(shown)}\n\n${entries.length} of ${all.length} entries, in MILL. All columns: --output csv`,
  };
}

async function exportHistory(context: Context, { since, until }: Days): Promise<Report> {
  const isWithin = dayRange({ since, until });
  const all = await readHistory(context);
  const entries = all.filter(({ at }) => isWithin(at));
  const { decimals, symbol } = context.token;
  const columns = [
    ...["time", "kind", "channel", "counterparty", "token", "gross", "protocol fee", "relayer fee", "net"],
    ...["transaction", "block"],
  ];
  const amounts = (entry: Entry): string[] =>
    [entry.gross, entry.protocolFee, entry.relayerFee, entry.net].map((amount) => formatAmount(amount, decimals));
  const rows = entries.map((entry) => [
    time(entry.at),
    entry.kind,
    entry.channelId ?? "",
    entry.counterparty ?? "",
    symbol,
    ...amounts(entry),
    entry.transaction,
    String(entry.block),
  ]);
  const brief = entries.map((entry) => [
    time(entry.at),
    entry.kind,
    entry.channelId === undefined ? "" : short(entry.channelId),
    ...amounts(entry),
  ]);
  const shown = { columns: ["time", "kind", "channel", ...columns.slice(5, 9)], rows: brief };
  return {
    json: entries,
    table: { columns, rows },
    text: `${tableText(shown)}\n\n${entries.length} of ${all.length} entries, in ${symbol}. All columns: --output csv`,
  };
}
