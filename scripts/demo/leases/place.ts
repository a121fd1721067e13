import type { Address } from "viem";
import type { Deployment, PaymentToken } from "../../../sdk/deployment.ts";
import { type EscrowDomain, escrowDomain } from "../../../sdk/domain.ts";

/** Where the contracts are that the market of leases calls. */
export type Place = {
  readonly chainId: number;
  /** The deployment's first block. */
  readonly block: number;
  readonly token: PaymentToken;
  readonly mill: Address;
  readonly escrow: Address;
  readonly staking: Address;
  readonly nodes: Address;
  readonly quality: Address;
  readonly leases: Address;
  readonly disputes: Address;
  readonly committee: Address;
  readonly appealCommittee: Address;
  /** Domains of what is signed. */
  readonly offers: EscrowDomain;
  readonly attestors: EscrowDomain;
};

export function placeOf(deployment: Deployment): Place {
  const { chainId, block, tokens, contracts } = deployment;
  const at = (name: string): Address => {
    const address = contracts[name];
    if (address === undefined) throw new Error(`The deployment has no ${name}.`);
    return address;
  };
  const [token] = tokens;
  if (token === undefined) throw new Error("The deployment lists no payment token.");
  return {
    chainId,
    block,
    token,
    mill: at("MillToken"),
    escrow: at("Escrow"),
    staking: at("Staking"),
    nodes: at("Nodes"),
    quality: at("Quality"),
    leases: at("Leases"),
    disputes: at("Disputes"),
    committee: at("Committee"),
    appealCommittee: at("AppealCommittee"),
    offers: escrowDomain(chainId, at("Offers")),
    attestors: escrowDomain(chainId, at("Attestors")),
  };
}
