import type { Abi, Address } from "viem";
import { abisByName } from "../../sdk/abi/by-name.ts";
import type { Deployment } from "../../sdk/deployment.ts";
import { MillraceError } from "../../sdk/error.ts";

/** Names of the addresses file that differ from their contracts'. */
const contractOf: Readonly<Record<string, string>> = {
  Committee: "CommitteeArbitrator",
  AppealCommittee: "CommitteeArbitrator",
};

/** A contract of the deployment, by its name in the addresses file. */
export type KnownContract = { readonly name: string; readonly address: Address; readonly abi: Abi };

/** @throws MillraceError `contract-unknown` */
export function contractNamed({ contracts }: Deployment, wanted: string): KnownContract {
  const name = Object.keys(contracts).find((each) => each.toLowerCase() === wanted.toLowerCase()) ?? wanted;
  const address = contracts[name];
  const abi = abiOf(name);
  if (address !== undefined && abi !== undefined) return { name, address, abi };
  throw new MillraceError("The deployment has no such contract.", {
    code: "contract-unknown",
    found: wanted,
    expected: `one of: ${Object.keys(contracts).join(", ")}`,
  });
}

export function contractAt({ contracts }: Deployment, address: Address): KnownContract | undefined {
  const found = Object.entries(contracts).find(([, each]) => each.toLowerCase() === address.toLowerCase());
  const abi = found === undefined ? undefined : abiOf(found[0]);
  return found === undefined || abi === undefined ? undefined : { name: found[0], address: found[1], abi };
}

function abiOf(name: string): Abi | undefined {
  return (abisByName as Readonly<Record<string, Abi>>)[contractOf[name] ?? name];
}
