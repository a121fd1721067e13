import type { Command } from "commander";
import { formatAmount } from "../../../sdk/amount.ts";
import { answer } from "../../answer.ts";
import type { Context } from "../../context.ts";
import { dayRange } from "../../day-range.ts";
import { operatorOf } from "../../operator/acting-as.ts";
import { type LedgerEntry, readLedger } from "../../operator/ledger.ts";
import { time } from "../../output/format.ts";
import { tableText } from "../../output/layout.ts";
import type { Report } from "../../output/report.ts";

type ExportOptions = { readonly since?: string; readonly until?: string };

export function addExport(operator: Command): void {
  operator
    .command("export")
    .summary("earnings, rewards, compensation and slashes, for books and taxes")
    .description("All of it, from the chain's events, nothing cut off; --output csv for spreadsheets.")
    .argument("[operator]", "an address (default: this account)")
    .option("--since <date>", "first day, YYYY-MM-DD, UTC (default: the beginning)")
    .option("--until <date>", "last day, YYYY-MM-DD, UTC, included (default: now)")
    .action(
      answer(["csv"], (context, [who]: [string | undefined], options: ExportOptions) =>
        exportLedger(context, who, options),
      ),
    );
}

async function exportLedger(context: Context, who: string | undefined, options: ExportOptions): Promise<Report> {
  const isWithin = dayRange(options);
  const all = await readLedger(context, operatorOf(context, who));
  const entries = all.filter(({ at }) => isWithin(at));
  const columns = [
    ...["time", "kind", "reference", "counterparty", "token", "gross", "protocol fee", "relayer fee", "net"],
    ...["transaction", "block"],
  ];
  const table = { columns, rows: entries.map(cells) };
  const brief = { columns: ["time", "kind", "token", "net"], rows: entries.map(briefCells) };
  return {
    json: entries,
    table,
    text: `${tableText(brief)}\n\n${entries.length} of ${all.length} entries. All columns: --output csv`,
  };
}

function cells(entry: LedgerEntry): string[] {
  const { at, kind, reference, counterparty, token, transaction, block } = entry;
  const amounts = [entry.gross, entry.protocolFee, entry.relayerFee, entry.net];
  const inTokens = amounts.map((amount) => formatAmount(amount, token.decimals));
  return [time(at), kind, reference, counterparty ?? "", token.symbol, ...inTokens, transaction, String(block)];
}

function briefCells({ at, kind, token, net }: LedgerEntry): string[] {
  return [time(at), kind, token.symbol, formatAmount(net, token.decimals)];
}
