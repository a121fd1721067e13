import { getAddress, ZeroAddress } from "ethers";
import type { Deployment } from "../../sdk/deployment.ts";

/** Variables whose name is not that of the contract that they hold. */
const ALIASES: Readonly<Record<string, string>> = {
  MILL: "MillToken",
  minter: "Emissions",
  feeCollector: "FeeAuction",
  governor: "MillGovernor",
  timelock: "MillTimelock",
  _arbitrator: "Committee",
  _appealArbitrator: "AppealCommittee",
};

/** Variables that name no contract of the deployment, though they look like it. */
const NOT_WIRED = ["_owner", "_pendingOwner", "guardian", "WIRER"];

/** The name in the addresses file that a variable's name stands for: `_leases` and `LEASES` both for `Leases`. */
export function contractNameOf(variable: string): string {
  const alias = ALIASES[variable];
  if (alias !== undefined) return alias;
  const words = variable.includes("_", 1) || variable === variable.toUpperCase() ? variable.toLowerCase() : variable;
  return words.replace(/(^_?|_)([a-z])/g, (_match, _start, letter: string) => letter.toUpperCase());
}

/**
 * What a variable must hold by the addresses file; undefined where the file does not say. A contract that is wired to
 * one that is not deployed yet holds zero.
 */
export function expectedAddress(variable: string, own: string, deployment: Deployment): string | undefined {
  if (NOT_WIRED.includes(variable)) return undefined;
  if (variable === "_cachedThis") return own;
  if (variable === "PERMIT2") return deployment.permit2 ?? ZeroAddress;
  return deployment.contracts[contractNameOf(variable)];
}

/** The address in a word of storage or code, which may hold other variables before it. */
export function addressIn(word: string, offset = 0): string {
  const digits = word.slice(2).padStart(64, "0");
  const end = digits.length - 2 * offset;
  return getAddress(`0x${digits.slice(end - 40, end)}`);
}
