import { formatAmount } from "../../sdk/amount.ts";
import { time } from "../output/format.ts";

/** Timestamps (s) among the values of our errors. */
const times = new Set(["notBefore", "notAfter", "maturesAt", "payableAt", "expiresAt", "newest", "until"]);

/** Amounts of MILL among the values of our errors. */
const inMill: Readonly<Record<string, readonly string[]>> = {
  BondTooSmall: ["bondPerUnit", "least"],
  InsufficientStake: ["available", "needed"],
  PositionTooSmall: ["amount", "least"],
  StakeCoverTooLow: ["effective", "required"],
  StakeFrozen: ["left", "frozen"],
  TokensBelowLeast: ["tokens", "least"],
};

/** One value of a revert, as people read it: "needed 7", "maturesAt 2026-11-24 09:30:00 UTC". */
export function valueText(error: string, name: string, value: unknown): string {
  if (typeof value === "bigint" && inMill[error]?.includes(name)) return `${name} ${formatAmount(value, 18)} MILL`;
  const isTime = typeof value === "bigint" && times.has(name) && value < 2n ** 40n;
  return `${name} ${isTime ? time(value) : value}`;
}
