import { formatAmount } from "../../sdk/amount.ts";
import { closingJson, closingRows } from "./closing/closing-summary.ts";
import { leaseJson, leaseRows } from "./leases/lease-summary.ts";
import type { DemoResult } from "./verdict.ts";

/** The result as one JSON object: amounts are decimal strings of the token's smallest unit, all else plain numbers. */
export function toJson(result: DemoResult): string {
  const unaccounted = Object.fromEntries(result.books.tokens.map((token) => [token.symbol, token.unaccounted]));
  const object = {
    requests: result.requests,
    vouchers: result.vouchers,
    claims: result.claims,
    batches: result.batches,
    gasPerVoucher: result.gasPerVoucher,
    seconds: result.seconds,
    crashes: result.crashes,
    relayer: result.relayer,
    books: { unaccounted },
    paid: result.paid,
    fees: result.fees,
    refunds: result.refunds,
    ...leaseJson(result.leasing),
    ...closingJson(result.closing),
  };
  return JSON.stringify(object, (_, value) => (typeof value === "bigint" ? String(value) : value), 2);
}

/** The result as a table for people. */
export function toTable(result: DemoResult, symbol: string, decimals: number): string {
  const money = (amount: bigint): string => `${formatAmount(amount, decimals)} ${symbol}`;
  const count = (value: number): string => value.toLocaleString("en-US");
  const rows: readonly (readonly [string, string])[] = [
    ["requests", count(result.requests)],
    ["vouchers", count(result.vouchers)],
    ["batches", count(result.batches)],
    ["claims paid", count(result.claims)],
    ["gas per voucher", count(result.gasPerVoucher)],
    ["relayer killed", count(result.crashes)],
    ["acknowledged", money(result.relayer.acknowledged)],
    ["settled", money(result.relayer.settled)],
    ["paid", money(result.paid)],
    ["  of it fees", money(result.fees)],
    ["refunds", money(result.refunds)],
    ...leaseRows(result.leasing, symbol, decimals),
    ...closingRows(result.closing, symbol, decimals),
    ...result.books.tokens.map((token) => {
      return [`unaccounted ${token.symbol}`, formatAmount(token.unaccounted, token.decimals)] as const;
    }),
    ["seconds", String(result.seconds)],
  ];
  const nameWidth = Math.max(...rows.map(([name]) => name.length));
  const valueWidth = Math.max(...rows.map(([, value]) => value.length));
  return rows.map(([name, value]) => `  ${name.padEnd(nameWidth)}  ${value.padStart(valueWidth)}`).join("\n");
}
