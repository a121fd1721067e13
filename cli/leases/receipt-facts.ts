import type { LeaseReceipt } from "../../sdk/receipt.ts";
import type { Context } from "../context.ts";
import { mill } from "../mill.ts";
import { duration, money, time } from "../output/format.ts";
import type { Fact } from "../output/layout.ts";
import { kebab } from "./quote-facts.ts";
import { tokenOf } from "./token-of.ts";

/** What a receipt says of the chain: all but what the operator adds. */
export type ReceiptBody = Omit<LeaseReceipt, "outputDigests" | "note" | "issuedAt">;

export function receiptFacts(context: Pick<Context, "deployment">, receipt: ReceiptBody): Fact[] {
  const { terms, startedAt, endedAt } = receipt;
  const token = tokenOf(context, terms.offer.token);
  const at = (seconds: number): string => (seconds === 0 ? "never" : time(BigInt(seconds)));
  return [
    ["lease", receipt.leaseId],
    ["buyer", terms.buyer],
    ["operator", terms.offer.operator],
    ["size", `${terms.units} units (${terms.units / 1_000} GPU)`],
    ["outcome", `${kebab(receipt.outcome)}${receipt.claim === "none" ? "" : `, claim ${receipt.claim}`}`],
    ["started", at(startedAt)],
    ["ended", at(endedAt)],
    ["outage", duration(BigInt(receipt.outageSeconds))],
    ["paid", money(receipt.paid, token)],
    ["refunded", money(receipt.refunded, token)],
    ["compensation booked", mill(receipt.compensationBooked)],
  ];
}

/** What the operator adds to it. */
export function additionFacts({ outputDigests, note, issuedAt }: LeaseReceipt): Fact[] {
  return [
    ...outputDigests.map((digest): Fact => ["output", digest]),
    ...(note === "" ? [] : [["note", note] as const]),
    ["issued", time(BigInt(issuedAt))],
  ];
}
