import type { Address, Hex } from "viem";
import type { LeaseEvent } from "../../sdk/lease-record.ts";

/** The kinds of facts that the relayer keeps of the market, each with what names its subject. */
export type FactKind =
  /** A lease, by its id. */
  | "lease"
  /** A node, by its number. */
  | "node"
  /** A class of hardware, by its number. */
  | "class"
  /** An operator's offer counter, by the operator. */
  | "counter"
  /** What became of an offer, by operator and salt. */
  | "offer"
  /** Until when a key signs for an operator, by operator and key. */
  | "key"
  /** An operator's stored tier, by the operator. */
  | "tier"
  /** An operator's record, by the operator. */
  | "record"
  /** What an account has in a token, by account and token. */
  | "buyer"
  /** Whom an operator has named as its relayer, by operator and token. */
  | "terms";

/** A fact as it is kept: numbers above 2^53 as decimal text. */
export type FactValue = Readonly<Record<string, string | number | boolean>>;

type At = { readonly blockNumber: number; readonly subject: string };

/** What one event of the chain changes. */
export type MarketChange =
  /** The fields are the new values. */
  | (At & { readonly kind: Exclude<FactKind, "lease" | "record" | "buyer">; readonly set: FactValue })
  /** The numbers are added to what was there. */
  | (At & { readonly kind: "buyer"; readonly add: Readonly<Partial<BuyerBalance>> })
  | (At & { readonly kind: "record"; readonly recorded: Recorded })
  | (At & { readonly kind: "lease"; readonly event: LeaseEvent });

/** What an account has in one token, in its smallest unit, and how many channels and leases it pays for. */
export type BuyerBalance = {
  readonly free: bigint;
  readonly channels: bigint;
  readonly deposits: bigint;
  readonly leases: bigint;
};

export type Recorded = { readonly good: bigint; readonly bad: bigint; readonly goodValue: bigint };

export const noBalance: BuyerBalance = { free: 0n, channels: 0n, deposits: 0n, leases: 0n };

/** An event that what was read before does not allow: the deployment's first block is set too late. */
export class MarketHistoryGap extends Error {
  override readonly name = "MarketHistoryGap";
  constructor(what: string, blockNumber: number) {
    super(`Block ${blockNumber} ${what}: the block of the addresses file is later than the deployment.`);
  }
}

/** The value after a change of anything but a lease. */
export function changedFact(
  before: FactValue | undefined,
  change: Exclude<MarketChange, { kind: "lease" }>,
): FactValue {
  switch (change.kind) {
    case "buyer":
      return changedBalance(before, change.add, change);
    case "record":
      return changedRecord(before, change.recorded, change.blockNumber);
    default:
      return { ...before, ...change.set };
  }
}

/** The balance that a fact holds. */
export function balanceOf(value: FactValue | undefined): BuyerBalance {
  if (value === undefined) return noBalance;
  const { free, channels, deposits, leases } = value;
  return {
    free: BigInt(String(free)),
    channels: BigInt(String(channels)),
    deposits: BigInt(String(deposits)),
    leases: BigInt(String(leases)),
  };
}

function changedBalance(before: FactValue | undefined, add: Partial<BuyerBalance>, at: At): FactValue {
  const was = balanceOf(before);
  const sum = (name: keyof BuyerBalance) => was[name] + (add[name] ?? 0n);
  const now = { free: sum("free"), channels: sum("channels"), deposits: sum("deposits"), leases: sum("leases") };
  if (Object.values(now).some((amount) => amount < 0n)) {
    throw new MarketHistoryGap(`takes more from ${at.subject} than was read of it`, at.blockNumber);
  }
  const { free, channels, deposits, leases } = now;
  return { free: `${free}`, channels: `${channels}`, deposits: `${deposits}`, leases: `${leases}` };
}

function changedRecord(before: FactValue | undefined, { good, bad, goodValue }: Recorded, block: number): FactValue {
  return {
    leases: Number(before?.leases ?? 0) + 1,
    served: `${BigInt(String(before?.served ?? 0)) + goodValue}`,
    good: `${good}`,
    bad: `${bad}`,
    firstBlock: Number(before?.firstBlock ?? block),
  };
}

/** The name of what belongs to two: `operator/salt`, `operator/key`, `account/token`. */
export function pair(first: Hex | Address, second: Hex | Address | bigint): string {
  return `${first.toLowerCase()}/${String(second).toLowerCase()}`;
}
