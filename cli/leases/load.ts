import type { Address } from "viem";
import { contractAt } from "../../sdk/contract-at.ts";
import type { Context } from "../context.ts";
import { type LeaseFacts, readLeaseFacts } from "./facts.ts";
import { pickLease } from "./pick-lease.ts";

/** A lease as a step needs it: what is known of it, the time on chain, and where to send the step. */
export type LoadedLease = {
  readonly facts: LeaseFacts;
  /** Timestamp of the newest block, s. */
  readonly now: bigint;
  readonly leases: Address;
};

/** @throws MillraceError as `pickLease` does */
export async function loadLease(context: Context, id: string | undefined): Promise<LoadedLease> {
  const { timestamp: now } = await context.client.getBlock();
  const facts = await readLeaseFacts(context, await pickLease(context, id), now);
  return { facts, now, leases: contractAt(context.deployment, "Leases") };
}
