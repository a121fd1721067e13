import type { Address } from "viem";
import type { Deployment } from "../../sdk/deployment.ts";
import { lower } from "../core/lower.ts";

/** The contracts of leases, in lower case. */
export type LeaseContracts = {
  readonly leases: Address;
  readonly offers: Address;
  readonly nodes: Address;
  readonly staking: Address;
  readonly quality: Address;
  readonly disputes: Address;
};

/** Where the relayer reads events: Escrow, and where there are leases all that belongs to them. */
export type MarketContracts = {
  readonly escrow: Address;
  /** Whose free balance in Escrow the protocol's fees become when they are collected. Its own events are not read. */
  readonly feeCollector: Address | undefined;
  readonly market: LeaseContracts | undefined;
};

/** A deployment without leases, as older ones are, has no market. */
export function marketContracts({ contracts }: Pick<Deployment, "contracts">): MarketContracts {
  const { Escrow, FeeAuction, Leases, Offers, Nodes, Staking, Quality, Disputes } = contracts;
  const escrow = lower(Escrow);
  const feeCollector = FeeAuction === undefined ? undefined : lower(FeeAuction);
  if (!(Leases && Offers && Nodes && Staking && Quality && Disputes))
    return { escrow, feeCollector, market: undefined };
  const market = {
    leases: lower(Leases),
    offers: lower(Offers),
    nodes: lower(Nodes),
    staking: lower(Staking),
    quality: lower(Quality),
    disputes: lower(Disputes),
  };
  return { escrow, feeCollector, market };
}

/** All addresses whose events are read. */
export function addressesOf({ escrow, market }: MarketContracts): Address[] {
  return [escrow, ...(market === undefined ? [] : Object.values(market))];
}

/** What a copy of the market was made from: one that was made from less is read anew. */
export function marketName(contracts: MarketContracts): string {
  const { feeCollector } = contracts;
  return [...addressesOf(contracts), ...(feeCollector === undefined ? [] : [`fees:${feeCollector}`])].join();
}
