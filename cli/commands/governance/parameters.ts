import type { Command } from "commander";
import { answer } from "../../answer.ts";
import type { Context } from "../../context.ts";
import { pendingChanges } from "../../governance/pending.ts";
import { readSettings, type SettingOnChain, settingText } from "../../governance/settings-on-chain.ts";
import { time } from "../../output/format.ts";
import { factsText, tableText } from "../../output/layout.ts";
import type { Report } from "../../output/report.ts";

export function addParameters(group: Command): void {
  group
    .command("parameters")
    .summary("every setting with unit, bounds, value, largest step, next change and what is proposed")
    .argument("[name]", "one setting (default: all)")
    .action(answer(["csv"], (context, [name]: [string | undefined]) => parameters(context, name)));
}

async function parameters(context: Context, name: string | undefined): Promise<Report> {
  const [all, pending, { timestamp: now }] = await Promise.all([
    readSettings(context),
    pendingChanges(context),
    context.client.getBlock(),
  ]);
  const wanted = all.filter(({ id }) => name === undefined || id.toLowerCase().includes(name.toLowerCase()));
  const json = wanted.map((s) => ({
    ...s,
    changeableNow: s.changeableFrom <= now,
    pending: pending.filter(({ setting }) => setting === s.id).map(({ proposalId, value }) => ({ proposalId, value })),
  }));
  const rows = json.map((s) => row(s, s.pending));
  const columns = ["setting", "unit", "value", "minimum", "maximum", "largest step", "next change from", "proposed"];
  const [only, ...others] = json;
  const text =
    only !== undefined && others.length === 0 ? one(only, rows[0] ?? [], columns) : tableText({ columns, rows });
  return { json, text, table: { columns, rows } };
}

function row(s: SettingOnChain, pending: readonly { proposalId: bigint; value: bigint }[]): string[] {
  return [
    ...[
      s.id,
      s.unit,
      settingText(s, s.value),
      settingText(s, s.minimum),
      settingText(s, s.maximum),
      settingText(s, s.maxStep),
    ],
    s.changeableFrom === 0n ? "now" : time(s.changeableFrom),
    pending.map(({ proposalId, value }) => `${settingText(s, value)} by ${String(proposalId).slice(0, 8)}…`).join(", "),
  ];
}

function one({ meaning }: SettingOnChain, cells: readonly string[], columns: readonly string[]): string {
  return factsText([["meaning", meaning], ...columns.map((name, i) => [name, cells[i] || "-"] as const)]);
}
