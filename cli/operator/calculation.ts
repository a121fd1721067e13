import type { DisputeKind } from "../../sdk/dispute.ts";
import { leaseBondUp, leaseFeeBpsUp, noShowCompensationUp } from "../../sdk/lease-math.ts";
import { feeOfDown } from "../../sdk/payment-math.ts";
import { priorValue } from "../../sdk/quality-math.ts";
import { type SlashParts, slashParts } from "../../sdk/slash-math.ts";
import { effectiveStake, type TierRule } from "../../sdk/tier.ts";

/** What the chain says now of a class, of leases and of stake. Stake in MILL's smallest unit. */
export type CalculatorSettings = {
  readonly requiredStakePerUnit: bigint;
  readonly leastBondPerUnit: bigint;
  /** Of the class or of the whole market, the greater. */
  readonly subsidyBps: bigint;
  /** By how much the fee is lower from how much own stake on, ascending. */
  readonly discounts: readonly { readonly from: bigint; readonly discountBps: bigint }[];
  readonly rules: readonly TierRule[];
  readonly faultBps: Readonly<Record<Exclude<DisputeKind, "outage">, bigint>>;
  readonly settings: Readonly<
    Record<
      | ("protocolFeeBps" | "stakeValueCents" | "newcomerUnits" | "maxDelegationRatio" | "delegatedSlashCapBps")
      | ("noShowBps" | "abandonFloorBps" | "outageCompensation1Bps" | "outageCompensation2Bps")
      | "outageCompensation3Bps",
      bigint
    >
  >;
};

/** What an operator plans. Price per unit and hour in the token's smallest unit. */
export type Plan = {
  readonly units: bigint;
  readonly pricePerUnitHour: bigint;
  readonly utilisationBps: bigint;
  /** Own and delegated stake; own undefined: as much as leasing all at once takes. */
  readonly own: bigint | undefined;
  readonly delegated: bigint;
  /** Reference units of 18 decimals for 10¹⁸ of the token's smallest unit. */
  readonly tokenWeight: bigint;
};

export type Calculation = ReturnType<typeof calculate>;

/** Everything that follows from a plan at the settings of now. */
export function calculate(s: CalculatorSettings, plan: Plan) {
  const { units } = plan;
  const required = units * s.requiredStakePerUnit;
  const bond = leaseBondUp(units, s.leastBondPerUnit, 1n, 1n);
  // What is bonded and what is locked are apart: a lease of everything needs both of own stake.
  const allAtOnce = required + bond;
  const own = plan.own ?? allAtOnce;
  const effective = effectiveStake(own, plan.delegated, s.settings.maxDelegationRatio, required);
  const perUnit = s.requiredStakePerUnit + s.leastBondPerUnit;
  const byStake = min(own / perUnit, units);
  return {
    required,
    bond,
    allAtOnce,
    own,
    effective,
    /** Units that can be leased at once: by stake, and what a newcomer of tier 0 may. 0 while the stake does not cover. */
    atOnce: effective < required ? 0n : byStake,
    atOnceNew: effective < required ? 0n : min(byStake, s.settings.newcomerUnits),
    tiers: s.rules.map((rule) => tierNeeds(s, plan, rule, required)),
    faults: faultsOf(s, own, plan.delegated),
    failures: failuresOf(s, bond),
    perDay: perDay(s, plan, own),
  };
}

function tierNeeds(s: CalculatorSettings, plan: Plan, rule: TierRule, required: bigint) {
  const served = rule.servedTimes * priorValue(s.settings.stakeValueCents, required);
  const valuePerDay = (grossPerDay(plan) * plan.tokenWeight) / 10n ** 18n;
  return {
    tier: rule.tier,
    multiplierBps: rule.multiplierBps,
    cover: (rule.coverBps * required + 9_999n) / 10_000n,
    scoreBps: rule.scoreBps,
    served,
    ageSeconds: rule.ageSeconds,
    /** Until so much is served at this price and use, rounded up; undefined if it never is. */
    days: valuePerDay === 0n ? undefined : (served + valuePerDay - 1n) / valuePerDay,
  };
}

function grossPerDay({ units, pricePerUnitHour, utilisationBps }: Plan): bigint {
  return (units * pricePerUnitHour * 24n * utilisationBps) / 10_000n;
}

/** Gross price and protocol fee of a day, in the token's smallest unit. */
function perDay({ settings, subsidyBps, discounts }: CalculatorSettings, plan: Plan, own: bigint) {
  const gross = grossPerDay(plan);
  const discountBps = discounts.findLast(({ from }) => own >= from)?.discountBps ?? 0n;
  const feeBps = leaseFeeBpsUp(settings.protocolFeeBps, discountBps, subsidyBps);
  const fee = feeOfDown(gross, feeBps);
  return { gross, fee, net: gross - fee };
}

/** What a dispute of each kind would take, if it is upheld. */
function faultsOf(s: CalculatorSettings, own: bigint, delegated: bigint): { kind: string; takes: SlashParts }[] {
  return Object.entries(s.faultBps).map(([kind, shareBps]) => {
    return { kind, takes: slashParts(own, delegated, shareBps, s.settings.delegatedSlashCapBps) };
  });
}

/** What each failure costs of the bond of one lease of everything, without any dispute. */
function failuresOf({ settings: s }: CalculatorSettings, bond: bigint): { failure: string; costs: bigint }[] {
  const share = (shareBps: bigint): bigint => noShowCompensationUp(bond, shareBps);
  return [
    { failure: "no-show", costs: share(s.noShowBps) },
    { failure: "abandoned at the start", costs: bond },
    { failure: "abandoned near the end", costs: share(s.abandonFloorBps) },
    { failure: "short outage", costs: share(s.outageCompensation1Bps) },
    { failure: "longer outage", costs: share(s.outageCompensation2Bps) },
    { failure: "long outage", costs: share(s.outageCompensation3Bps) },
    { failure: "outage past the limit", costs: bond },
  ];
}

function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
