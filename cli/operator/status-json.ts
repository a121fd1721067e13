import type { Address } from "viem";
import type { PaymentToken } from "../../sdk/deployment.ts";
import type { Booked } from "../leases/compensations.ts";
import type { LeaseFacts } from "../leases/facts.ts";
import type { Earned } from "./earned.ts";
import type { nextTier } from "./next-tier.ts";
import type { NodeFacts } from "./nodes.ts";
import type { SlashFacts } from "./slashes.ts";
import type { StakeFacts } from "./stake-facts.ts";
import type { StandingFacts } from "./standing.ts";
import type { OpenThaw } from "./thaws.ts";

/** Everything on the screen of `operator status`. */
export type StatusFacts = {
  readonly operator: Address;
  readonly token: PaymentToken;
  /** Timestamp of the newest block, s. */
  readonly now: bigint;
  readonly earned: Earned;
  readonly leases: readonly LeaseFacts[];
  readonly stake: StakeFacts;
  readonly wallet: bigint;
  readonly rewards: { readonly own: bigint; readonly delegated: bigint };
  readonly standing: StandingFacts;
  readonly next: ReturnType<typeof nextTier>;
  /** Active ones. */
  readonly nodes: readonly NodeFacts[];
  readonly compensations: readonly Booked[];
  readonly slashes: readonly SlashFacts[];
  readonly thaws: readonly OpenThaw[];
};

/** The same for programs: amounts in smallest units. */
export function statusInJson(facts: StatusFacts) {
  const { operator, token, earned, leases, stake, wallet, rewards, standing, next } = facts;
  const { score, served, effectiveStake, requiredStake } = standing.standing;
  return {
    operator,
    token: token.address,
    earned,
    stake: { ...stake, wallet },
    rewards,
    record: {
      ...{ score, served, effectiveStake, requiredStake },
      ...{ good: standing.good, bad: standing.bad, since: standing.since },
      ...{ tier: standing.tier, currentTier: standing.currentTier },
      next: next === undefined ? null : { tier: next.rule.tier, checks: next.checks },
    },
    units: { registered: standing.units, leased: standing.leasedUnits, free: standing.units - standing.leasedUnits },
    nodes: facts.nodes,
    leases: leases.map(({ found, slot, due, channel }) => {
      const { leaseId } = found;
      return { leaseId, state: slot.state, outcome: slot.outcome, endsAt: slot.endsAt, due, settled: channel.settled };
    }),
    compensations: facts.compensations,
    slashes: facts.slashes,
    thaws: facts.thaws,
  };
}
