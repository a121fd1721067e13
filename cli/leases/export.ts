import { formatAmount } from "../../sdk/amount.ts";
import type { Context } from "../context.ts";
import { dayRange } from "../day-range.ts";
import { short, time } from "../output/format.ts";
import { tableText } from "../output/layout.ts";
import type { Report } from "../output/report.ts";
import { type LeaseEntry, readLeaseEntries } from "./book-rows.ts";
import { kebab } from "./quote-facts.ts";

const columns = [
  ...["opened", "started", "ended", "lease", "operator", "units", "state", "outcome", "token"],
  ...["locked", "paid", "protocol fee", "refunded", "still locked"],
  ...["compensation booked (MILL)", "compensation paid (MILL)", "transaction"],
];

/** The leases that were opened within these days: for each what was locked, paid, refunded and compensated. */
export async function exportLeases(
  context: Context,
  days: { readonly since?: string; readonly until?: string },
): Promise<Report> {
  const isWithin = dayRange(days);
  const all = await readLeaseEntries(context);
  const entries = all.filter(({ facts }) => isWithin(BigInt(facts.found.terms.bound.openedAt)));
  const rows = entries.map(rowOf);
  // Opened, lease, outcome and the money: what fits a screen.
  const shown = [0, 3, 7, 9, 10, 11, 12, 14];
  const pick = (cells: readonly string[]): string[] => shown.map((column) => cells[column] ?? "");
  const brief = rows.map((cells) => cells.map((cell, column) => (column === 3 ? short(cell as `0x${string}`) : cell)));
  return {
    json: entries.map(inJson),
    table: { columns, rows },
    text: `${tableText({ columns: pick(columns), rows: brief.map(pick) })}\n\n${entries.length} of ${all.length} leases. All columns: --output csv`,
  };
}

function rowOf(entry: LeaseEntry): string[] {
  const { facts } = entry;
  const { slot, token, found } = facts;
  const at = (seconds: number): string => (seconds === 0 ? "" : time(BigInt(seconds)));
  const money = [entry.locked, entry.paid, entry.fee, entry.refunded, entry.stillLocked];
  return [
    at(found.terms.bound.openedAt),
    at(slot.startedAt),
    at(slot.endedAt),
    found.leaseId,
    found.terms.offer.operator,
    String(found.terms.units),
    slot.state,
    slot.outcome === "none" ? "" : kebab(slot.outcome),
    token.symbol,
    ...money.map((amount) => formatAmount(amount, token.decimals)),
    formatAmount(entry.compensationBooked, 18),
    formatAmount(entry.compensationPaid, 18),
    found.transaction,
  ];
}

function inJson({ facts, ...money }: LeaseEntry) {
  const { found, slot, token } = facts;
  const { terms, leaseId, transaction } = found;
  return {
    leaseId,
    ...slot,
    openedAt: terms.bound.openedAt,
    operator: terms.offer.operator,
    units: terms.units,
    token: token.address,
    ...money,
    transaction,
  };
}
