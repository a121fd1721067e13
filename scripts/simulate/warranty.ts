import { stakingAbi } from "../../sdk/abi/staking.ts";
import { inUsd } from "./economy.ts";
import type { HeldLease } from "./leases.ts";
import type { Person } from "./people.ts";
import { served } from "./seller.ts";
import type { Stage } from "./stage.ts";

/** What honest buyers paid and got. Money in the payment token's smallest unit. */
export type Warranty = {
  readonly leases: number;
  /** Share of the time leased that was served by operators that buyers chose by their record. */
  readonly uptime: number;
  /** The same if each operator had been chosen as often as any other. */
  readonly uptimeWithout: number;
  /** Cost per dollar of time served: paid, less compensation. */
  readonly cost: number;
  /** The same where what was locked is gone, whatever was served. */
  readonly costWithout: number;
  readonly compensation: bigint;
};

export async function readWarranty(
  stage: Stage,
  all: readonly HeldLease[],
  buyers: readonly Person[],
  millPrice: number,
): Promise<Warranty> {
  const leases = all.filter(({ buyer }) => buyers.includes(buyer));
  const locked = sum(leases.map(({ price }) => price));
  const good = sum(leases.map((lease) => (lease.isDisputed ? 0n : served(lease))));
  const paid = sum(leases.map(served));
  const booked = await stage.client.getContractEvents({
    ...{ address: stage.at("Staking"), abi: stakingAbi, eventName: "CompensationPaid", fromBlock: 0n },
  });
  const accounts = new Set(buyers.map(({ address }) => address));
  const mill = sum(booked.map(({ args }) => (args.buyer && accounts.has(args.buyer) ? (args.amount ?? 0n) : 0n)));
  const compensation = inUsd(mill, millPrice);
  return {
    leases: leases.length,
    uptime: Number(good) / Number(locked),
    uptimeWithout: meanUptime(leases),
    cost: Number(paid - compensation) / Number(good),
    costWithout: Number(locked) / Number(good),
    compensation,
  };
}

/** Over operators, each weighing the same. */
function meanUptime(leases: readonly HeldLease[]): number {
  const operators = [...new Set(leases.map(({ operator }) => operator))];
  const each = operators.map((operator) => {
    const own = leases.filter((lease) => lease.operator === operator);
    const good = sum(own.map((lease) => (lease.isDisputed ? 0n : served(lease))));
    return Number(good) / Number(sum(own.map(({ price }) => price)));
  });
  return each.reduce((total, share) => total + share, 0) / each.length;
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}
