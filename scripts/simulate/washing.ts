import { escrowAbi } from "../../sdk/abi/escrow.ts";
import { escrowCalls } from "../../sdk/escrow-calls.ts";
import { tokenCalls } from "../../sdk/stake-calls.ts";
import type { Action } from "./chain.ts";
import { HOUR } from "./economy.ts";
import { type HeldLease, leaseActions, openLease } from "./leases.ts";
import { deposit, enrol, type Person } from "./people.ts";
import type { Moment, Scene } from "./scene.ts";
import { newSeller, type Seller } from "./seller.ts";
import { act } from "./stage.ts";

/** An operator and a buyer in one hand: leases that serve nobody, at any price, with money that goes in a circle. */
export type Washing = {
  readonly seller: Seller;
  readonly buyer: Person;
  readonly enter: Action[];
  readonly register: (now: number) => Promise<Action>;
  /** @param value what a lease of today is to be worth, in the token's smallest unit; 0 for none */
  readonly act: (moment: Moment, value: (free: bigint) => Promise<bigint>) => Promise<Action[]>;
};

const HOURS = 4;

/** @param units of the node that each such lease takes: the fewer, the less stake it locks */
export function washing(
  scene: Scene,
  options: { readonly classId: number; readonly gpus: number; readonly units: number; readonly usd: bigint },
): Washing {
  const { stage } = scene;
  const { seller, actions, register } = newSeller(scene, { ...options, usd: 0n, conduct: () => ({ kind: "serve" }) });
  const { person: buyer, actions: entering } = enrol(stage, { usd: options.usd, mill: 0n });
  const does = leaseActions(stage);
  const [escrow, token] = [stage.at("Escrow"), stage.usd.address];
  let lease: HeldLease | undefined;

  const read = (functionName: "freeBalance" | "earnings", account: Person) =>
    stage.client.readContract({ address: escrow, abi: escrowAbi, functionName, args: [account.address, token] });

  async function open(now: number, worth: (free: bigint) => Promise<bigint>): Promise<Action[]> {
    const free = (await read("freeBalance", buyer)) as bigint;
    const value = await worth(free);
    const pricePerUnitHour = value / BigInt(options.units * HOURS);
    if (lease !== undefined || pricePerUnitHour === 0n) return [];
    const order = {
      ...{ operator: seller.person, buyer, nodeId: seller.nodeId(), units: options.units, seconds: HOURS * HOUR },
      ...{ pricePerUnitHour, bondPerUnit: seller.bondPerUnit, now },
    };
    const opened = await openLease(
      stage,
      scene.book,
      order,
      (held) => {
        lease = held;
      },
      { mayFail: true },
    );
    return [opened];
  }

  /** What was earned goes back to the buyer. */
  async function turn(): Promise<Action[]> {
    const [net] = (await read("earnings", seller.person)) as readonly [bigint, bigint];
    if (net === 0n) return [];
    return [
      act(seller.person, "withdraw earnings", escrowCalls.withdrawEarnings(escrow, token)),
      act(seller.person, "hand over", tokenCalls.transfer(token, buyer.address, net)),
      deposit(stage, buyer, net),
    ];
  }

  return {
    seller,
    buyer,
    enter: [...actions, ...entering, deposit(stage, buyer, options.usd)],
    register,
    act: async ({ phase, now }, value) => {
      if (phase === "open") return open(now, value);
      if (phase === "start" && lease?.state === "open") return [does.start(lease, now)];
      if (phase === "close") {
        if (lease?.state === "ended" || lease?.state === "final") lease = undefined;
        return turn();
      }
      return [];
    },
  };
}
