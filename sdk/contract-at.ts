import type { Address } from "viem";
import type { Deployment } from "./deployment.ts";
import { MillraceError } from "./error.ts";

/** The contracts that not every deployment has, by their names in the addresses file. */
export type ContractName =
  | ("MillToken" | "Staking" | "Attestors" | "Nodes" | "Quality" | "Parameters")
  | ("Offers" | "Leases" | "Disputes" | "Committee" | "AppealCommittee")
  | ("Emissions" | "FeeAuction" | "Lens");

/**
 * The address of a contract that not every deployment has.
 * @throws MillraceError `contract-missing`
 */
export function contractAt(
  { network, contracts }: Pick<Deployment, "network" | "contracts">,
  name: ContractName,
): Address {
  const address = contracts[name];
  if (address !== undefined) return address;
  throw new MillraceError(`This deployment has no ${name}.`, {
    code: "contract-missing",
    found: `${network} with ${Object.keys(contracts).join(", ")}`,
    expected: name,
    next: "Deploy the rest, or take the addresses file of a deployment that has it.",
  });
}
