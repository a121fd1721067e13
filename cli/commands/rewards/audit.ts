import type { Command } from "commander";
import type { Address } from "viem";
import { emissionsAbi } from "../../../sdk/abi/emissions.ts";
import { formatAmount } from "../../../sdk/amount.ts";
import { contractAt } from "../../../sdk/contract-at.ts";
import { auditEmissions } from "../../../sdk/emission-audit.ts";
import { MillraceError } from "../../../sdk/error.ts";
import { auditRebates } from "../../../sdk/rebate-audit.ts";
import { answer } from "../../answer.ts";
import type { Context } from "../../context.ts";
import { mill } from "../../mill.ts";
import { factsText, tableText } from "../../output/layout.ts";
import type { Report, Table } from "../../output/report.ts";
import { readHistory } from "../../rewards/read-history.ts";

type AuditOptions = { readonly epoch?: string };

export function addAudit(rewards: Command): void {
  rewards
    .command("audit")
    .summary("recompute the rewards and rebates of an epoch from events alone, and compare them with what was paid")
    .option("--epoch <number>", "days since 1970, or all (default: all)")
    .action(answer(["csv"], (context, _, options: AuditOptions) => audit(context, options)));
}

/** One operator in the epochs that are looked at. MILL's smallest unit. */
type Row = {
  readonly operator: Address;
  credited: bigint;
  recomputedReward: bigint;
  rebates: bigint;
  recomputedRebates: bigint;
};

async function audit(context: Context, options: AuditOptions): Promise<Report> {
  const wanted = parseEpoch(options.epoch ?? "all");
  const { client, deployment } = context;
  const history = await readHistory(context);
  const [, , decay] = await client.readContract({
    ...{ address: contractAt(deployment, "Emissions"), abi: emissionsAbi, functionName: "schedule" },
  });
  const emissions = auditEmissions(decay, history.emissions);
  const auction = auditRebates(history.rebates);

  const rows = new Map<Address, Row>();
  const rowOf = (operator: Address): Row => {
    const found = rows.get(operator);
    if (found !== undefined) return found;
    const row = { operator, credited: 0n, recomputedReward: 0n, rebates: 0n, recomputedRebates: 0n };
    rows.set(operator, row);
    return row;
  };
  const isWanted = (epoch: bigint) => wanted === undefined || epoch === wanted;
  for (const { operator, epoch, credited, recomputed } of emissions.rewards) {
    if (!isWanted(epoch)) continue;
    rowOf(operator).credited += credited;
    rowOf(operator).recomputedReward += recomputed;
  }
  for (const { operator, epoch, paid, recomputed } of auction.rebates) {
    if (!isWanted(epoch)) continue;
    rowOf(operator).rebates += paid;
    rowOf(operator).recomputedRebates += recomputed;
  }
  const lots = auction.lots.filter(({ epoch }) => isWanted(epoch));
  const faults = [...emissions.faults, ...auction.faults];
  if (faults.length > 0) process.exitCode = 1;
  return report(options.epoch ?? "all", [...rows.values()], lots, faults);
}

function report(
  epoch: string,
  rows: readonly Row[],
  lots: ReturnType<typeof auditRebates>["lots"],
  faults: readonly string[],
): Report {
  const sum = (pick: (row: Row) => bigint) => rows.reduce((total, row) => total + pick(row), 0n);
  const facts = factsText([
    ["epoch", epoch],
    ["rewards", `${mill(sum((row) => row.credited))} credited, ${mill(sum((row) => row.recomputedReward))} recomputed`],
    ["rebates", `${mill(sum((row) => row.rebates))} paid, ${mill(sum((row) => row.recomputedRebates))} recomputed`],
    ["lots", `${lots.length}, ${mill(lots.reduce((total, { burned }) => total + burned, 0n))} burned`],
    ["differences", faults.length === 0 ? "none" : String(faults.length)],
  ]);
  const table: Table = {
    columns: ["operator", "reward", "recomputed reward", "rebate", "recomputed rebate"],
    rows: rows.map((row) => [
      row.operator,
      ...[row.credited, row.recomputedReward, row.rebates, row.recomputedRebates].map((amount) =>
        formatAmount(amount, 18),
      ),
    ]),
  };
  const text = [facts, ...(rows.length === 0 ? [] : ["", tableText(table)]), ...faults].join("\n");
  return { json: { epoch, rows, lots, faults }, text, table };
}

function parseEpoch(text: string): bigint | undefined {
  if (text === "all") return undefined;
  if (/^\d{1,9}$/.test(text)) return BigInt(text);
  throw new MillraceError("--epoch is not an epoch.", {
    code: "bad-epoch",
    found: text,
    expected: "a number of days since 1970, or all",
  });
}
