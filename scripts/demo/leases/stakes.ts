import { between, type Random } from "../random.ts";
import { classTerms } from "./classes.ts";
import type { Ending } from "./intent.ts";
import type { PlannedLease } from "./lease-plan.ts";
import { bondPerUnit } from "./prices.ts";
import type { PlannedNode, Providers } from "./providers.ts";
import type { PlannedClaim } from "./trials.ts";

/** An operator stakes so much, MILL wei, at that second of the trace. */
export type PlannedStake = { readonly operator: number; readonly at: number; readonly amount: bigint };

const day = 86_400;
const hour = 3_600;
/** From the end of a lease until its stake is free: the claim window, and until a keeper comes by. */
const untilFinal = 3 * day + 8 * hour;
/** The same where a dispute has to end first: answer, ruling, appeal and its ruling, at the longest. */
const untilRuled = 20 * day;
/** Ends that may cost the bond. */
const costly: ReadonlySet<Ending> = new Set(["abandon", "noShow", "outage"]);
/** What a slash leaves, in percent, at most of what is taken for wrong hardware. */
const leftOfSlash = 70n;

/** From `at` on: held by leases that are not final, lost with some that are, at risk with all that were opened. */
type Change = { readonly at: number; readonly held: bigint; readonly atRisk: bigint; readonly lost: bigint };

/**
 * What each operator stakes before the first lease, and what it adds when its leases need more. A newcomer's leases follow
 * one another faster than they become final, and all of them hold stake until then.
 */
export function planStakes(
  leases: readonly PlannedLease[],
  { operators, nodes }: Providers,
  claims: readonly PlannedClaim[],
  random: Random,
): PlannedStake[] {
  const disputed = new Map(claims.map(({ lease, course }) => [lease, course]));
  const begin = Math.min(...leases.map(({ opensAt }) => opensAt));
  return operators.flatMap(({ requiredStake }, operator): PlannedStake[] => {
    const changes: Change[] = [];
    let slashed = false;
    leases.forEach((lease, index) => {
      if (lease.operator !== operator) return;
      const node = nodes[lease.node] as PlannedNode;
      const units = BigInt(lease.units);
      const bond = units * bondPerUnit(node, lease.kind);
      const held = bond + units * classTerms(node.classId).requiredStake;
      const course = disputed.get(index);
      slashed ||= course === "deserved" || course === "deservedAppealed";
      // At the worst all of the bond of a lease that does not end well is gone.
      const lost = costly.has(lease.ending) || course !== undefined ? bond : 0n;
      changes.push({ at: lease.opensAt, held, atRisk: lost, lost: 0n });
      const freeAt = lease.endsAt + (course === undefined ? untilFinal : untilRuled);
      changes.push({ at: freeAt, held: -held, atRisk: 0n, lost });
    });
    changes.sort((a, b) => a.at - b.at);

    const beforeSlash = (amount: bigint): bigint => (slashed ? (amount * 100n) / leftOfSlash : amount);
    const cover = BigInt(between(random, 105, 190));
    let staked = beforeSlash((requiredStake * cover) / 100n);
    const stakes: PlannedStake[] = [{ operator, at: begin - day, amount: staked }];
    let [held, lost, atRisk] = [0n, 0n, 0n];
    for (const change of changes) {
      held += change.held;
      lost += change.lost;
      atRisk += change.atRisk;
      // Leases must find free stake, and all that is registered must stay covered.
      const target = beforeSlash(held + lost > requiredStake + atRisk ? held + lost : requiredStake + atRisk);
      if (target <= staked) continue;
      const amount = target - staked + beforeSlash(requiredStake / 4n);
      staked += amount;
      stakes.push({ operator, at: Math.max(begin - day, change.at - hour), amount });
    }
    return stakes;
  });
}
