import { MaxUint256, ZeroHash } from "ethers";
import { DAY, HOUR, MILL } from "../support/leasing.ts";
import { USD } from "../support/market.ts";
import { claim, newChannel } from "../support/vouchers.ts";
import { networkHelpers } from "../world.ts";
import type { LeaseAccessWorld } from "./lease-world.ts";
import type { Probe } from "./probe.ts";
import { owned } from "./stake-probes.ts";

type P = Probe<LeaseAccessWorld>;
const { time } = networkHelpers;

const emissions =
  (args: (w: LeaseAccessWorld) => readonly unknown[]): P =>
  async (w) => ({ to: w.emissions, args: args(w) });
const auction =
  (args: (w: LeaseAccessWorld) => Promise<readonly unknown[]>): P =>
  async (w) => ({ to: w.feeAuction, args: await args(w) });

/** What the operator earns through a plain channel leaves a protocol fee. */
async function earned(w: LeaseAccessWorld, token = w.token, amount = 500n * USD): Promise<void> {
  const channel = newChannel({ payer: w.buyer.address, operator: w.operator.address, token });
  const { signer, nonce } = channel.terms;
  await w.escrow.connect(w.buyer).open(w.operator, token, signer, nonce, amount);
  await w.escrow.settle(w.operator, token, [claim(w.domain, channel, amount)]);
}

/** A lot whose sale has gone on for so long that everybody can pay for it, and everybody's allowance. */
export async function onSale(w: LeaseAccessWorld): Promise<bigint> {
  await earned(w);
  await w.feeAuction.collect(w.token, [w.operator]);
  const id = await w.feeAuction.lastLot();
  const { epoch } = await w.feeAuction.lot(id);
  for (const party of Object.values(w.parties)) await w.millToken.connect(party).approve(w.feeAuction, MaxUint256);
  await time.increaseTo((epoch + 1n) * BigInt(DAY) + 9n * BigInt(HOUR));
  return id;
}

async function sold(w: LeaseAccessWorld): Promise<bigint> {
  const id = await onSale(w);
  await w.feeAuction.connect(w.buyer).bid(id, MaxUint256, MaxUint256);
  return id;
}

async function ofMill(w: LeaseAccessWorld): Promise<bigint> {
  const mill = await w.millToken.getAddress();
  await w.parameters.connect(w.governor).setPaymentToken(mill, true);
  await w.millToken.connect(w.buyer).approve(w.escrow, MaxUint256);
  await w.escrow.connect(w.buyer).deposit(mill, 100n * MILL);
  await earned(w, mill, 100n * MILL);
  await w.feeAuction.collect(mill, [w.operator]);
  await time.increase(DAY);
  return w.feeAuction.lastLot();
}

const EMISSIONS: Record<string, P> = {
  accrue: emissions((w) => [w.operator.address, true]),
  settleFall: emissions((w) => [w.operator.address]),
  noteFall: emissions((w) => [w.operator.address]),
  noteNodes: emissions((w) => [w.operator.address]),
  claim: emissions((w) => [w.operator.address]),
  poke: emissions((w) => [[w.operator.address]]),
};

const FEE_AUCTION: Record<string, P> = {
  setTokenTerms: auction(async (w) => [w.token, MILL, 1n]),
  collect: auction(async (w) => {
    await earned(w);
    return [w.token, [w.operator.address]];
  }),
  bid: auction(async (w) => [await onSale(w), USD, MaxUint256]),
  bidWithPermit: auction(async (w) => [await onSale(w), USD, MaxUint256, MaxUint256, 27, ZeroHash, ZeroHash]),
  redeem: auction(async (w) => [await ofMill(w)]),
  claimRebates: auction(async (w) => [await sold(w), [w.operator.address]]),
  burnRest: auction(async (w) => {
    const id = await sold(w);
    await time.increase(90 * DAY);
    return [id];
  }),
  ...owned("feeAuction"),
};

export const INCENTIVE_PROBES = { Emissions: EMISSIONS, FeeAuction: FEE_AUCTION };
