import type { Address } from "viem";
import type { FoundLease } from "../../sdk/lease-reader.ts";
import type { Context } from "../context.ts";
import { readHistory } from "../history.ts";
import { readLeaseFacts } from "../leases/facts.ts";
import { asIfBy } from "./acting-as.ts";

/** What an operator earned in one payment token, in its smallest unit: `gross − protocolFee − relayerFee = net`. */
export type Earned = {
  readonly gross: bigint;
  readonly protocolFee: bigint;
  readonly relayerFee: bigint;
  readonly net: bigint;
  /** Of the net, withdrawn before. */
  readonly claimed: bigint;
  /** Of the net, can be withdrawn. */
  readonly unclaimed: bigint;
};

/** Channels and leases together, from the chain's events. */
export async function readEarned(context: Context, operator: Address): Promise<Earned> {
  const { token, reader } = context;
  const [history, { net: unclaimed }] = await Promise.all([
    readHistory(asIfBy(context, operator)),
    reader.earnings(operator, token.address),
  ]);
  const earned = history.filter(({ kind }) => kind === "earn");
  const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((all, amount) => all + amount, 0n);
  return {
    gross: sum(earned.map(({ gross }) => gross)),
    protocolFee: sum(earned.map(({ protocolFee }) => protocolFee)),
    relayerFee: sum(earned.map(({ relayerFee }) => relayerFee)),
    net: sum(earned.map(({ net }) => net)),
    claimed: sum(history.filter(({ kind }) => kind === "withdraw earnings").map(({ net }) => net)),
    unclaimed,
  };
}

/** Each lease with all that the chain says of it, at `now` (timestamp, s). */
export function readLeasesOf(context: Context, found: readonly FoundLease[], now: bigint) {
  return Promise.all(found.map((lease) => readLeaseFacts(context, lease, now)));
}
