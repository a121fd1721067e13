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
export type MarketContracts = { readonly escrow: Address; readonly market: LeaseContracts | undefined };

/** A deployment without leases, as older ones are, has no market. */
export function marketContracts({ contracts }: Pick<Deployment, "contracts">): MarketContracts {
  const { Escrow, Leases, Offers, Nodes, Staking, Quality, Disputes } = contracts;
  const escrow = lower(Escrow);
  if (!(Leases && Offers && Nodes && Staking && Quality && Disputes)) return { escrow, market: undefined };
  const market = {
    leases: lower(Leases),
    offers: lower(Offers),
    nodes: lower(Nodes),
    staking: lower(Staking),
    quality: lower(Quality),
    disputes: lower(Disputes),
  };
  return { escrow, market };
}

/** All addresses whose events are read. */
export function addressesOf({ escrow, market }: MarketContracts): Address[] {
  return [escrow, ...(market === undefined ? [] : Object.values(market))];
}
