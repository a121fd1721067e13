import type { Command } from "commander";
import { readProposals } from "../../../sdk/proposal.ts";
import { answer } from "../../answer.ts";
import type { Context } from "../../context.ts";
import { asciiOf, decodeCall } from "../../governance/decode.ts";
import { readStanding } from "../../governance/proposals.ts";
import { readSettings, type SettingOnChain, settingText } from "../../governance/settings-on-chain.ts";
import { time } from "../../output/format.ts";
import { factsText, tableText } from "../../output/layout.ts";
import type { Report } from "../../output/report.ts";

/** A change that an undecided or successful proposal would make. */
export type PendingChange = { readonly proposalId: bigint; readonly setting: string; readonly value: bigint };

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

/** What proposals that may still be executed would set. */
export async function pendingChanges(context: Context): Promise<PendingChange[]> {
  const proposals = await readProposals(context.client, context.deployment);
  const states = await Promise.all(proposals.map((proposal) => readStanding(context, proposal)));
  return proposals.flatMap((proposal, i) => {
    if (!["pending", "active", "succeeded", "queued"].includes(states[i]?.state ?? "")) return [];
    return proposal.targets.flatMap((to, index) => {
      const { known } = decodeCall(context.deployment, to, proposal.calldatas[index] ?? "0x");
      if (known?.contract !== "Parameters" || known.functionName !== "set") return [];
      const [id, value] = known.args;
      const setting = asciiOf(id?.value as `0x${string}`) ?? "";
      return [{ proposalId: proposal.id, setting, value: value?.value as bigint }];
    });
  });
}
