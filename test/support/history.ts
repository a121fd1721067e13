import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { BigNumberish } from "ethers";
import { networkHelpers } from "../world.ts";
import { DAY, HOUR, type Leasing, type Terms } from "./leasing.ts";
import { USD } from "./market.ts";

const { time } = networkHelpers;

/** Whose lease it was, other than that of `operator` of `leasing`. */
export type By = { readonly operator: HardhatEthersSigner; readonly nodeId: bigint };

/** A lease that ended: what it cost in the token's smallest unit, and whether its operator showed up. */
export type Past = { readonly price: bigint; readonly missed?: boolean; readonly by?: By };

/** The price per unit and hour at which 1,000 units for 10 hours cost `price`, of 10,000 smallest units at least. */
export const perUnitHour = (price: bigint): bigint => price / 10_000n;

let nonce = 1_000n;

/**
 * Let up to four leases of 1,000 units and 10 hours pass, and make all of them final around noon of the same day, so
 * that nothing fades in between.
 */
export async function pass(m: Leasing, leases: readonly Past[]): Promise<void> {
  const opened: { terms: Terms; missed: boolean }[] = [];
  for (const { price, missed = false, by = { operator: m.operator, nodeId: m.nodeId } } of leases) {
    nonce += 1n;
    const offer = { pricePerUnitHour: perUnitHour(price), operator: by.operator.address, nodeId: by.nodeId };
    const { terms } = await m.lease({ nonce, offer, signedBy: by.operator });
    if (!missed) await m.leases.connect(by.operator).start(terms);
    opened.push({ terms, missed });
  }
  await time.increase(10 * HOUR);
  for (const { terms, missed } of opened) {
    await (missed ? m.leases.reportNoShow(terms) : m.leases.complete(terms));
  }
  await time.increaseTo(noonAfter(BigInt(await time.latest()) + 3n * BigInt(DAY)));
  for (const { terms } of opened) await m.leases.finalize(terms);
}

export function noonAfter(timestamp: bigint): bigint {
  const day = BigInt(DAY);
  const noon = (timestamp / day) * day + day / 2n;
  return noon > timestamp ? noon : noon + day;
}

/** Dollars in the token's smallest unit. */
export const dollars = (amount: BigNumberish): bigint => BigInt(amount) * USD;
