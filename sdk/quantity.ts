import { MillraceError } from "./error.ts";

/** What a quantity can be written in, and how many of the base unit (first of its kind) one of it is. */
export const UNITS = {
  bps: { base: "bps", scale: 1n },
  "%": { base: "bps", scale: 100n },
  seconds: { base: "seconds", scale: 1n },
  minutes: { base: "seconds", scale: 60n },
  hours: { base: "seconds", scale: 3_600n },
  days: { base: "seconds", scale: 86_400n },
  "MILL wei": { base: "MILL wei", scale: 1n },
  units: { base: "units", scale: 1n },
  times: { base: "times", scale: 1n },
  cents: { base: "cents", scale: 1n },
  MILL: { base: "MILL wei", scale: 10n ** 18n },
} as const;

/** The units that contracts count in: basis points (1/10,000), seconds, MILL's smallest unit,
 * units of a node (thousandths of a GPU), multiples, hundredths of a reference unit. */
export type BaseUnit = (typeof UNITS)[keyof typeof UNITS]["base"];

/**
 * A quantity as people write it ("1 day", "2 %", "0.5 MILL", "600,000,000 MILL") in the base unit that is asked for.
 * @throws MillraceError `bad-quantity` for another kind of unit, or what is not whole in the base unit
 */
export function parseQuantity(text: string, base: BaseUnit): bigint {
  const match = /^(?<whole>\d{1,3}(?:,\d{3})*|\d+)(?:\.(?<fraction>\d+))? (?<unit>.+)$/.exec(text);
  const { whole = "", fraction = "", unit = "" } = match?.groups ?? {};
  const known = UNITS[unit as keyof typeof UNITS] ?? UNITS[`${unit}s` as keyof typeof UNITS];
  if (match === null || known === undefined || known.base !== base) throw badQuantity(text, base);

  const scaled = BigInt(whole.replaceAll(",", "") + fraction) * known.scale;
  const denominator = 10n ** BigInt(fraction.length);
  if (scaled % denominator !== 0n) throw badQuantity(text, base);
  return scaled / denominator;
}

function badQuantity(text: string, base: BaseUnit): MillraceError {
  const units = Object.entries(UNITS).filter(([, unit]) => unit.base === base);
  return new MillraceError("This is not a quantity of the kind that is needed here.", {
    code: "bad-quantity",
    found: JSON.stringify(text),
    expected: `a number and a unit, whole in ${base}; units: ${units.map(([name]) => name).join(", ")}`,
  });
}

/** A quantity as people read it: the largest unit in which it is whole, seconds and bps in a common one. */
export function formatQuantity(amount: bigint, base: BaseUnit): string {
  if (base === "bps") return `${Number(amount) / 100} %`;
  if (base === "MILL wei") return `${formatWhole(amount)} MILL`;
  const units = Object.entries(UNITS).filter(([, unit]) => unit.base === base);
  const [name, { scale }] = units.findLast(([, unit]) => amount !== 0n && amount % unit.scale === 0n) ?? [
    base,
    { scale: 1n },
  ];
  const count = amount / scale;
  return `${count.toLocaleString("en-US")} ${count === 1n && name.endsWith("s") ? name.slice(0, -1) : name}`;
}

/** MILL wei in whole MILL, exact, with grouping. */
function formatWhole(amount: bigint): string {
  const whole = amount / 10n ** 18n;
  const fraction = (amount % 10n ** 18n).toString().padStart(18, "0").replace(/0+$/, "");
  return `${whole.toLocaleString("en-US")}${fraction === "" ? "" : `.${fraction}`}`;
}
