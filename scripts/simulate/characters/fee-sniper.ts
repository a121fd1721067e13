import { feeAuctionAbi } from "../../../sdk/abi/fee-auction.ts";
import { stakingAbi } from "../../../sdk/abi/staking.ts";
import { auctionCalls } from "../../../sdk/incentive-calls.ts";
import { stakeCalls, tokenCalls } from "../../../sdk/stake-calls.ts";
import type { Action } from "../chain.ts";
import { MILL } from "../economy.ts";
import { enrol } from "../people.ts";
import type { Character, Moment, Scene } from "../scene.ts";
import type { Seller } from "../seller.ts";
import { act } from "../stage.ts";
import type { Cast } from "./cast.ts";

const FUNDS = 8_000n * MILL;
/** A thaw takes fourteen days, so its money goes round in so many parts. */
const PART = FUNDS / 20n;
/** The share of a lot that it bids for a moment before everybody else. */
const SNATCH = 2n;

/** Delegates an hour before rewards are credited and leaves right after; and snatches lots of fees from other bidders. */
export function feeSniper(scene: Scene, targets: readonly Seller[]): Cast {
  const { stage } = scene;
  const [staking, auction] = [stage.at("Staking"), stage.at("FeeAuction")];
  const { person, actions } = enrol(stage, { usd: 0n, mill: FUNDS });
  const thaws: { readonly seller: Seller; readonly index: bigint; readonly maturesAt: number }[] = [];
  let held: Seller | undefined;
  let best: Seller | undefined;

  async function delegate(day: number): Promise<Action[]> {
    best = targets[day % targets.length];
    const wallet = (await scene.wallet(person.address)).mill;
    if (best === undefined || held !== undefined || wallet < PART) return [];
    const target = best;
    const call = stakeCalls.delegate(staking, target.person.address, PART, 0n);
    const onMined = () => {
      held = target;
    };
    return [act(person, "delegate", call, { onMined })];
  }

  async function undelegate(now: number): Promise<Action[]> {
    if (held === undefined) return [];
    const seller = held;
    const position = { address: staking, abi: stakingAbi, args: [seller.person.address, person.address] } as const;
    const [shares] = await stage.client.readContract({ ...position, functionName: "delegationOf" });
    const index = BigInt(thaws.filter((thaw) => thaw.seller === seller).length) + (taken.get(seller) ?? 0n);
    const onMined = () => {
      held = undefined;
      thaws.push({ seller, index, maturesAt: now + THAW });
    };
    return [
      act(person, "undelegate", stakeCalls.requestUndelegate(staking, seller.person.address, shares), { onMined }),
    ];
  }

  const taken = new Map<Seller, bigint>();
  function collect(now: number): Action[] {
    const ready = thaws.filter(({ maturesAt }) => now > maturesAt);
    for (const thaw of ready) {
      thaws.splice(thaws.indexOf(thaw), 1);
      taken.set(thaw.seller, (taken.get(thaw.seller) ?? 0n) + 1n);
    }
    return ready.map(({ seller, index }) =>
      act(person, "take delegation out", stakeCalls.withdrawDelegation(staking, seller.person.address, index, 0n)),
    );
  }

  async function snatch(): Promise<Action[]> {
    const read = { address: auction, abi: feeAuctionAbi } as const;
    const lot = await stage.client.readContract({ ...read, functionName: "lastLot" });
    if (lot === 0n) return [];
    const { unsold } = await stage.client.readContract({ ...read, functionName: "lot", args: [lot] });
    if (unsold === 0n) return [];
    return [act(person, "snatch", auctionCalls.bid(auction, lot, unsold / SNATCH, 100n * MILL), { mayFail: true })];
  }

  const character: Character = {
    name: "feeSniper",
    people: [person],
    act: async ({ phase, day, now }: Moment) => {
      if (phase === "open") return collect(now);
      if (phase === "bid") return snatch();
      if (phase === "collect") return delegate(day);
      return phase === "close" ? undelegate(now) : [];
    },
  };
  const approve = act(person, "approve", tokenCalls.approve(stage.at("MillToken"), auction, 2n ** 256n - 1n));
  return { character, sellers: [], enter: [...actions, approve], register: async () => [] };
}

const THAW = 14 * 86_400;
