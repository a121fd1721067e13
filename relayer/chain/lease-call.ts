import type { Address, Hex } from "viem";
import type { LeaseTerms } from "../../sdk/lease.ts";
import { leaseCalls } from "../../sdk/lease-calls.ts";
import type { LeaseStep } from "../core/lease-choice.ts";

export type LeaseAction = { readonly step: LeaseStep; readonly terms: LeaseTerms };

// Upper bounds. Steps are simulated with this gas before they are sent, so that one which needs more waits, and none
// runs out of it on the chain.
const gasOf: Readonly<Record<LeaseStep, number>> = {
  settle: 500_000,
  complete: 1_000_000,
  finalize: 1_200_000,
  reportNoShow: 1_200_000,
};
const gasOfTransaction = 60_000;

/** Calldata that takes these steps, all or none. */
export function encodeSteps(leases: Address, actions: readonly LeaseAction[]): Hex {
  const calls = actions.map(({ step, terms }) => leaseCalls[step](leases, terms));
  const [only] = calls;
  return only !== undefined && calls.length === 1 ? only.data : leaseCalls.multicall(leases, calls).data;
}

/** The gas limit of a transaction that takes these steps. */
export function stepsGasLimit(actions: readonly Pick<LeaseAction, "step">[]): number {
  return gasOfTransaction + actions.reduce((sum, { step }) => sum + gasOf[step], 0);
}
