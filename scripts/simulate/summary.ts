import type { SimulationOptions } from "./options.ts";
import type { SimulationResult } from "./run.ts";

/** A share with four digits. */
const share = (value: number): number => Math.round(value * 1e4) / 1e4;
const dollars = (amount: bigint): number => Number(amount) / 1e6;

/** One object: amounts of MILL are decimal strings of its smallest unit, capital is in dollars, all else plain numbers. */
export function toJson(result: SimulationResult, options: SimulationOptions, seconds: number): string {
  const { seed, epochs, operators, millPrice } = options;
  const profit = Object.fromEntries(
    [...result.profits].map(([name, { gain, capital, actions }]) => [
      name,
      { profit: Number(gain) / Number(capital), capital: dollars(capital), actions },
    ]),
  );
  const { warranty, supply } = result;
  const object = {
    ...{ seed, epochs, operators, millPrice },
    profit,
    priceLimit: share(result.priceLimit),
    climbs: result.climbs,
    warranty: { ...warranty, compensation: dollars(warranty.compensation) },
    supply,
    books: { unaccounted: result.unaccounted },
    ...{ leases: result.leases, disputes: result.disputes, transactions: result.transactions, seconds },
    history: result.history,
  };
  return JSON.stringify(object, (_, value) => (typeof value === "bigint" ? String(value) : value), 2);
}

/** For people. */
export function toTable(result: SimulationResult, { millPrice, epochs }: SimulationOptions): string {
  const { profits, climbs, warranty, supply, priceLimit } = result;
  const percent = (value: number): string => `${(value * 100).toFixed(2)} %`;
  const rows = [...profits].map(([name, { gain, capital, actions }]) => {
    const worth = dollars(capital).toLocaleString("en-US", { maximumFractionDigits: 0 });
    return [name, percent(Number(gain) / Number(capital)), `$${worth}`, actions.toLocaleString("en-US")];
  });
  const mill = (amount: bigint): string => (amount / 10n ** 18n).toLocaleString("en-US");
  const reliable = climbs.honestReliable;
  return [
    `After ${epochs} days at $${millPrice} per MILL`,
    "",
    ...columns([["character", "profit", "money put in", "actions"], ...rows]),
    "",
    ...columns([
      [
        "top tier: reliable operators",
        `${reliable.reached} of ${reliable.operators}, half of them by day ${reliable.medianDay ?? "-"}`,
      ],
      ["top tier: flaky operators", `${climbs.honestFlaky.reached} of ${climbs.honestFlaky.operators}`],
      [
        "time served, of the time leased",
        `${percent(warranty.uptime)}; without records ${percent(warranty.uptimeWithout)}`,
      ],
      [
        "cost of a dollar's worth of GPU time",
        `$${warranty.cost.toFixed(4)}; without the warranty $${warranty.costWithout.toFixed(4)}`,
      ],
      ["MILL minted, burned, supply", `${mill(supply.minted)}, ${mill(supply.burned)}, ${mill(supply.total)}`],
      ["buying a score loses up to", `$${priceLimit.toFixed(4)} per MILL`],
      [
        "unaccounted",
        Object.entries(result.unaccounted)
          .map(([token, amount]) => `${token} ${amount}`)
          .join(", "),
      ],
    ]),
  ].join("\n");
}

function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length))) ?? [];
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}
