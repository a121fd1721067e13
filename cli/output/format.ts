import type { Hex } from "viem";
import { formatAmount } from "../../sdk/amount.ts";
import type { PaymentToken } from "../../sdk/deployment.ts";

/** "12.5 tUSD" */
export function money(amount: bigint, token: PaymentToken): string {
  return `${formatAmount(amount, token.decimals)} ${token.symbol}`;
}

/** "2 %", "0.5 %" */
export function percent(bps: bigint): string {
  return `${Number(bps) / 100} %`;
}

/** Enough of an id to name it: "0x1234abcd…" */
export function short(id: Hex): string {
  return `${id.slice(0, 12)}…`;
}

/** "2026-11-24 09:30:00 UTC" of a timestamp in seconds. */
export function time(timestamp: bigint): string {
  return `${new Date(Number(timestamp) * 1_000).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

/** "3 d 4 h", "12 min", "30 s" */
export function duration(seconds: bigint): string {
  const units = [
    ["d", 86_400n],
    ["h", 3_600n],
    ["min", 60n],
    ["s", 1n],
  ] as const;
  const first = units.findIndex(([, length]) => seconds >= length);
  if (first === -1) return "0 s";
  let rest = seconds;
  const parts = units.slice(first, first + 2).map(([name, length]) => {
    const count = rest / length;
    rest %= length;
    return count > 0n ? `${count} ${name}` : "";
  });
  return parts.filter((part) => part !== "").join(" ");
}
