import type { StakingKeys } from "./keys.ts";
import type { Hex, Question, Rpc } from "./rpc.ts";
import { operatorWords, slashWords, slotAfter, slotOf, stakingSlots } from "./slots.ts";
import { lowAmount, topAmount } from "./words.ts";

/** All MILL that Staking owes, by what for; sums, in the smallest unit. */
export type StakingHoldings = {
  /** Own stake that is not thawing, bonds included. */
  readonly own: bigint;
  /** Own stake on its way out. */
  readonly thawing: bigint;
  /** Compensation booked and not paid. */
  readonly pending: bigint;
  readonly delegated: bigint;
  readonly delegatedThawing: bigint;
  /** Bonds of disputes that are not credited. */
  readonly disputeBonds: bigint;
  /** Owed by disputes and slashes, not withdrawn. */
  readonly credits: bigint;
  /** Taken by slashes, not paid out or burned yet. */
  readonly slashed: bigint;
  /** Minted by Emissions, not credited to any stake yet. */
  readonly rewards: bigint;
};

/** Read what Staking owes from its storage, at block `at`; what Emissions minted is in the storage of that. */
export async function readStaking(
  rpc: Rpc,
  staking: Hex,
  keys: StakingKeys,
  at: Hex,
): Promise<Omit<StakingHoldings, "rewards">> {
  const read = async (slots: readonly Hex[]): Promise<bigint[]> => {
    const questions = slots.map((slot): Question => ({ method: "eth_getStorageAt", params: [staking, slot, at] }));
    return (await rpc(questions)).map((answer) => BigInt(answer as Hex));
  };
  const records = [...keys.operators].map((operator) => slotOf(stakingSlots.operators, operator));
  const sumOf = async (place: bigint) =>
    sum((await read(records.map((slot) => slotAfter(slot, place)))).map(lowAmount));

  const slashes = [...keys.slashes].map((id) => slotOf(stakingSlots.slashes, id));
  const slashWord = (place: bigint) => read(slashes.map((slot) => slotAfter(slot, place)));
  const taken = [...(await slashWord(slashWords.ownTaken)), ...(await slashWord(slashWords.delegatedTaken))];
  const paid = await slashWord(slashWords.paid);
  const credits = await read([...keys.accounts].map((account) => slotOf(stakingSlots.credits, account)));
  const [disputeBonds = 0n] = await read([slotAfter("0x0", stakingSlots.disputeBonds)]);
  return {
    own: await sumOf(operatorWords.own),
    thawing: await sumOf(operatorWords.thawing),
    pending: await sumOf(operatorWords.pending),
    delegated: await sumOf(operatorWords.delegated),
    delegatedThawing: await sumOf(operatorWords.delegatedThawing),
    disputeBonds,
    credits: sum(credits),
    slashed: sum(taken.map(topAmount)) - sum(paid.map(lowAmount)),
  };
}

function sum(values: Iterable<bigint>): bigint {
  let total = 0n;
  for (const value of values) total += value;
  return total;
}
