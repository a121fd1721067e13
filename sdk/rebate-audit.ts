import type { Address } from "viem";
import { countedDown, potDown, rebateDown } from "./auction-math.ts";

/** What FeeAuction says has happened, and what decides on it, in the chain's order; `at` is a timestamp (s). */
export type RebateEvent =
  | { readonly kind: "setting"; readonly id: string; readonly value: bigint }
  | { readonly kind: "tierChanged"; readonly operator: Address; readonly tier: number }
  | {
      readonly kind: "lotOpened";
      readonly lot: bigint;
      readonly epoch: bigint;
      readonly rebateBps: bigint;
    }
  | {
      readonly kind: "feesCollected";
      readonly lot: bigint;
      readonly operator: Address;
      readonly amount: bigint;
      readonly counted: bigint;
    }
  | {
      readonly kind: "lotSold";
      readonly at: bigint;
      readonly lot: bigint;
      readonly amount: bigint;
      readonly mill: bigint;
      readonly burned: bigint;
    }
  | { readonly kind: "rebatePaid"; readonly lot: bigint; readonly operator: Address; readonly mill: bigint }
  | { readonly kind: "potBurned"; readonly lot: bigint; readonly mill: bigint };

/** A rebate as it was paid, and as it follows from all that was before. MILL's smallest unit. */
export type AuditedRebate = {
  readonly lot: bigint;
  readonly operator: Address;
  readonly epoch: bigint;
  readonly paid: bigint;
  readonly recomputed: bigint;
};

/** A lot after all its events. Amounts in the token's smallest unit, MILL in its own. */
export type AuditedLot = {
  readonly lot: bigint;
  readonly epoch: bigint;
  readonly collected: bigint;
  readonly received: bigint;
  readonly pot: bigint;
  readonly paid: bigint;
  readonly burned: bigint;
};

export type RebateAudit = {
  readonly rebates: readonly AuditedRebate[];
  readonly lots: readonly AuditedLot[];
  readonly faults: readonly string[];
};

const epochSeconds = 86_400n;

type Lot = {
  lot: bigint;
  epoch: bigint;
  rebateBps: bigint;
  rebatesFrom: bigint;
  claimSeconds: bigint;
  collected: bigint;
  unsold: bigint;
  received: bigint;
  pot: bigint;
  paid: bigint;
  burned: bigint;
  readonly counted: Map<Address, bigint>;
  readonly paidTo: Map<Address, bigint>;
};

/** Recompute what every contribution counts for, every pot and every rebate from events alone. */
export function auditRebates(events: readonly RebateEvent[]): RebateAudit {
  const settings = new Map<string, bigint>();
  const tiers = new Map<Address, number>();
  const lots = new Map<bigint, Lot>();
  const rebates: AuditedRebate[] = [];
  const faults: string[] = [];
  const hold = (what: string, found: bigint, expected: bigint) => {
    if (found !== expected) faults.push(`${what}: found ${found}, expected ${expected}`);
  };
  const setting = (id: string): bigint => settings.get(id) ?? 0n;
  const multiplierOf = (operator: Address): bigint => {
    const tier = tiers.get(operator) ?? 0;
    return tier === 0 ? 0n : setting(`tier${tier}MultiplierBps`);
  };
  const lotOf = (id: bigint): Lot => {
    const found = lots.get(id);
    if (found === undefined) throw new Error(`Lot ${id} was never opened.`);
    return found;
  };

  function open({ lot, epoch, rebateBps }: Extract<RebateEvent, { kind: "lotOpened" }>): void {
    hold(`κ of lot ${lot}`, rebateBps, setting("rebateShareBps"));
    lots.set(lot, {
      ...{ lot, epoch, rebateBps, collected: 0n, unsold: 0n, received: 0n, pot: 0n, paid: 0n, burned: 0n },
      rebatesFrom: (epoch + 1n) * epochSeconds + setting("rebateDelaySeconds"),
      // The contract keeps whole hours.
      claimSeconds: (setting("rebateClaimSeconds") / 3_600n) * 3_600n,
      counted: new Map(),
      paidTo: new Map(),
    });
  }

  function collect({ lot, operator, amount, counted }: Extract<RebateEvent, { kind: "feesCollected" }>): void {
    const to = lotOf(lot);
    hold(`contribution of ${operator} to lot ${lot}`, counted, countedDown(amount, multiplierOf(operator)));
    to.collected += amount;
    to.unsold += amount;
    to.counted.set(operator, (to.counted.get(operator) ?? 0n) + counted);
  }

  function sell({ at, lot, amount, mill, burned }: Extract<RebateEvent, { kind: "lotSold" }>): void {
    const of = lotOf(lot);
    of.unsold -= amount;
    if (of.unsold === 0n && at < of.rebatesFrom) of.rebatesFrom = at;
    of.received += mill;
    const isOpen = at < of.rebatesFrom + of.claimSeconds;
    const pot = isOpen ? potDown(of.received, of.rebateBps) : of.pot;
    hold(`burned of a sale of lot ${lot}`, burned, mill - (pot - of.pot));
    of.pot = pot;
    of.burned += burned;
  }

  function pay({ lot, operator, mill }: Extract<RebateEvent, { kind: "rebatePaid" }>): void {
    const of = lotOf(lot);
    const before = of.paidTo.get(operator) ?? 0n;
    const recomputed = rebateDown(of.pot, of.counted.get(operator) ?? 0n, of.collected) - before;
    hold(`rebate of ${operator} of lot ${lot}`, mill, recomputed);
    of.paidTo.set(operator, before + mill);
    of.paid += mill;
    rebates.push({ lot, operator, epoch: of.epoch, paid: mill, recomputed });
  }

  function burn({ lot, mill }: Extract<RebateEvent, { kind: "potBurned" }>): void {
    const of = lotOf(lot);
    hold(`burned of the pot of lot ${lot}`, mill, of.pot - of.paid);
    of.paid += mill;
    of.burned += mill;
  }

  for (const event of events) {
    if (event.kind === "setting") settings.set(event.id, event.value);
    else if (event.kind === "tierChanged") tiers.set(event.operator, event.tier);
    else if (event.kind === "lotOpened") open(event);
    else if (event.kind === "feesCollected") collect(event);
    else if (event.kind === "lotSold") sell(event);
    else if (event.kind === "rebatePaid") pay(event);
    else burn(event);
  }
  const after = [...lots.values()].map(({ lot, epoch, collected, received, pot, paid, burned }) => {
    return { lot, epoch, collected, received, pot, paid, burned };
  });
  return { rebates, lots: after, faults };
}
