import { NODE_CLASSES, type NodeClass, stakePerUnit, UNITS_PER_GPU } from "../../deploy/parameters/classes.ts";

/** One dollar, in the payment token's smallest unit. */
export const USD = 1_000_000n;
/** One MILL, in its smallest unit. */
export const MILL = 10n ** 18n;
export const HOUR = 3_600;
export const DAY = 86_400;

/** What an hour of a GPU costs on the market per point of its class's multiplier: an H100 (10) two dollars. */
const HOURLY = USD / 5n;
/** What serving that hour costs the operator (power, rent), of its price, bps. */
const COST_BPS = 5_500n;
/** Own stake over required stake: 2 count for rewards; the rest lets a lease start while the last one is not final. */
export const STAKE_COVER_BPS = 23_000n;

export function classOf(id: number): NodeClass {
  const found = NODE_CLASSES.find((each) => each.id === id);
  if (found === undefined) throw new Error(`No class ${id}.`);
  return found;
}

/** Per unit and hour, in the payment token's smallest unit. */
export function marketPrice(classId: number): bigint {
  return (HOURLY * classOf(classId).multiplier) / UNITS_PER_GPU;
}

/** What serving something of this price costs whoever really does it. */
export function costOfServing(price: bigint): bigint {
  return (price * COST_BPS) / 10_000n;
}

/** The required stake of so many GPUs, MILL's smallest unit. */
export function requiredStake(classId: number, gpus: number): bigint {
  return stakePerUnit(classOf(classId)).requiredStake * UNITS_PER_GPU * BigInt(gpus);
}

export function leastBond(classId: number): bigint {
  return stakePerUnit(classOf(classId)).leastBond;
}

/** The money of an amount of MILL at this price, in the payment token's smallest unit, rounded down. */
export function inUsd(mill: bigint, millPrice: number): bigint {
  return (mill * BigInt(Math.round(millPrice * 1e6))) / MILL;
}

/** The MILL that so much money buys, rounded down. */
export function inMill(usd: bigint, millPrice: number): bigint {
  return (usd * MILL) / BigInt(Math.round(millPrice * 1e6));
}
