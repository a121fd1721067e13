import { type BaseUnit, UNITS } from "./quantity.ts";

/** Units that people write with a fraction rather than in a smaller unit. */
const WITH_FRACTION = ["%", "MILL"];

/** A quantity as people write it, in the largest unit in which it is whole; `parseQuantity` gives the same again. */
export function formatQuantity(amount: bigint, base: BaseUnit): string {
  const units = Object.entries(UNITS)
    .filter(([, unit]) => unit.base === base)
    .sort(([, a], [, b]) => (a.scale < b.scale ? 1 : -1));
  const [name, { scale }] = units.find(([name, unit]) => WITH_FRACTION.includes(name) || fits(amount, unit.scale)) ?? [
    base,
    UNITS[base],
  ];
  return `${decimal(amount, scale)} ${amount === scale ? name.replace(/s$/, "") : name}`;
}

function fits(amount: bigint, scale: bigint): boolean {
  return scale === 1n || (amount !== 0n && amount % scale === 0n);
}

function decimal(amount: bigint, scale: bigint): string {
  const fraction = scale === 1n ? "" : String(amount % scale).padStart(String(scale).length - 1, "0");
  const shown = fraction.replace(/0+$/, "");
  return `${(amount / scale).toLocaleString("en")}${shown === "" ? "" : `.${shown}`}`;
}
