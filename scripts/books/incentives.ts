import type { Hex, Question, Rpc } from "./rpc.ts";
import { auctionSlots, emissionsSlots, slotAfter, slotOf } from "./slots.ts";
import { bits } from "./words.ts";

const one = 10n ** 18n;

/**
 * What Emissions has minted to Staking and has not been credited to any stake yet, in MILL's smallest unit: all minted
 * less all credited. What was credited is all that was ever earned less what accounts have earned since.
 */
export async function readUncredited(rpc: Rpc, emissions: Hex, operators: ReadonlySet<Hex>, at: Hex): Promise<bigint> {
  const slots = [
    slotAfter("0x0", emissionsSlots.line),
    slotAfter("0x0", emissionsSlots.supply),
    ...[...operators].map((operator) => slotOf(emissionsSlots.accounts, operator)),
  ];
  const [line = 0n, supply = 0n, ...accounts] = await readWords(rpc, emissions, slots, at);
  const perWeight = bits(line, 0n, 112n);
  let owed = 0n;
  for (const account of accounts) {
    const [weight, fraction] = [bits(account, 0n, 64n), bits(account, 64n, 64n)];
    // Below zero for an account that was accrued after the line was stored.
    owed += weight * (perWeight - bits(account, 128n, 112n)) + fraction;
  }
  const credited = (bits(supply, 0n, 160n) - owed) / one;
  return bits(supply, 160n, 96n) - credited;
}

/** MILL in all pots of FeeAuction, in its smallest unit. */
export async function readPots(rpc: Rpc, feeAuction: Hex, at: Hex): Promise<bigint> {
  const [pots = 0n] = await readWords(rpc, feeAuction, [slotAfter("0x0", auctionSlots.inPots)], at);
  return pots;
}

async function readWords(rpc: Rpc, contract: Hex, slots: readonly Hex[], at: Hex): Promise<bigint[]> {
  const questions = slots.map((slot): Question => ({ method: "eth_getStorageAt", params: [contract, slot, at] }));
  return (await rpc(questions)).map((answer) => BigInt(answer as Hex));
}
