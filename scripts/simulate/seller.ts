import type { DisputeKind } from "../../sdk/dispute.ts";
import type { Random } from "../demo/random.ts";
import type { Action } from "./chain.ts";
import { costOfServing, DAY, leastBond, marketPrice, requiredStake, STAKE_COVER_BPS } from "./economy.ts";
import { type HeldLease, leaseActions } from "./leases.ts";
import { registerNode } from "./nodes.ts";
import { enrol, type Funds, type Person, stake } from "./people.ts";
import type { Moment, Scene } from "./scene.ts";

/** How a seller will treat a lease. */
export type Conduct =
  | { readonly kind: "serve" }
  | { readonly kind: "noShow" }
  /** Leaves after so many days. */
  | { readonly kind: "abandon"; readonly afterDays: number }
  /** Delivers nothing of worth; buyers find out on the next day. */
  | { readonly kind: "cheat"; readonly fault: DisputeKind };

/** An operator on the market with one node, which it leases as a whole. */
export type Seller = {
  readonly person: Person;
  readonly classId: number;
  readonly units: number;
  readonly pricePerUnitHour: bigint;
  readonly bondPerUnit: bigint;
  readonly nodeId: () => bigint;
  /** What it does with this lease, once it is opened. */
  readonly conduct: (random: Random) => Conduct;
  current: HeldLease | undefined;
  plan: Conduct;
};

export type SellerOptions = {
  readonly classId: number;
  readonly gpus: number;
  readonly conduct: Seller["conduct"];
  /** On top of the stake. */
  readonly usd?: bigint;
  /** In place of the usual cover. */
  readonly mill?: bigint;
  /** Of it, what is staked, if not all. */
  readonly staked?: bigint;
};

/** What an operator of this size needs to go on without a pause. */
export function stakeFor(classId: number, gpus: number): bigint {
  return (requiredStake(classId, gpus) * STAKE_COVER_BPS) / 10_000n;
}

export function newSeller(
  scene: Scene,
  options: SellerOptions,
): { seller: Seller; actions: Action[]; register: (now: number) => Promise<Action> } {
  const { classId, gpus, conduct } = options;
  const mill = options.mill ?? stakeFor(classId, gpus);
  const funds: Funds = { usd: options.usd ?? 0n, mill };
  const { person, actions } = enrol(scene.stage, funds);
  const units = gpus * 1_000;
  let nodeId = 0n;
  const seller: Seller = {
    person,
    classId,
    units,
    pricePerUnitHour: marketPrice(classId),
    bondPerUnit: leastBond(classId),
    nodeId: () => nodeId,
    conduct,
    current: undefined,
    plan: { kind: "serve" },
  };
  return {
    seller,
    actions: [...actions, stake(scene.stage, person, options.staked ?? mill)],
    register: (now) =>
      registerNode(scene.stage, person, { classId, units, name: "node", now }, (id) => {
        nodeId = id;
      }),
  };
}

/** What a seller does with the lease that it has, by its plan. */
export function attend(scene: Scene, seller: Seller, { phase, now }: Moment): Action[] {
  const { current: lease, plan } = seller;
  if (lease === undefined) return [];
  const does = leaseActions(scene.stage);
  if (phase === "start" && lease.state === "open" && plan.kind !== "noShow") return [does.start(lease, now)];
  if (phase === "midday" && lease.state === "running" && plan.kind === "abandon") {
    if (now > lease.startedAt + plan.afterDays * DAY && now < lease.endsAt) return [does.abandon(lease, now)];
  }
  if (phase === "close" && (lease.state === "ended" || lease.state === "final")) {
    if (plan.kind !== "cheat" && lease.startedAt !== 0) seller.person.costUsd += costOfServing(served(lease));
    seller.current = undefined;
  }
  return [];
}

/** The part of the price for the time that it ran, rounded down. */
export function served(lease: HeldLease): bigint {
  const ran = BigInt(Math.max(0, lease.endsAt - lease.startedAt));
  const whole = BigInt(lease.terms.durationSeconds);
  return (lease.price * (ran < whole ? ran : whole)) / whole;
}
