import type { Address, Hex, PublicClient } from "viem";
import { leasesAbi } from "./abi/leases.ts";
import { stakingAbi } from "./abi/staking.ts";
import { contractAt } from "./contract-at.ts";
import { readContractEvents } from "./contract-events.ts";
import type { Deployment } from "./deployment.ts";
import {
  type LeaseClaim,
  type LeaseOutcome,
  type LeaseState,
  leaseClaims,
  leaseOutcomes,
  leaseStates,
  type OpenedLease,
} from "./lease.ts";
import { recordedBondUp } from "./lease-record.ts";

/** What changes in a lease; the same fields as `ILeases.Lease`. Timestamps in seconds, 0 while not reached. */
export type LeaseSlot = {
  readonly state: LeaseState;
  /** While running: `reclaimed` once the operator gave notice, else `none`. */
  readonly outcome: LeaseOutcome;
  readonly claim: LeaseClaim;
  readonly startedAt: number;
  /** Planned end, of the whole duration or after a reclaim's notice. */
  readonly endsAt: number;
  readonly endedAt: number;
  /** Attested and not paid. */
  readonly outageSeconds: number;
  /** From the start; no earlier outage can be reported any more. */
  readonly outageReportedSeconds: number;
  /** The share of the bond that was compensated for outages. */
  readonly bookedOutageBps: number;
  /** Added to the first duration. */
  readonly extendedSeconds: number;
};

/** A lease that was opened, where, and when. */
export type FoundLease = OpenedLease & { readonly blockNumber: bigint; readonly transaction: Hex };

/** Leases as `Leases` knows them. */
export type LeaseReader = ReturnType<typeof leaseReader>;

/** @throws MillraceError `contract-missing` if the deployment has no leases */
export function leaseReader(client: PublicClient, deployment: Pick<Deployment, "network" | "block" | "contracts">) {
  const at = { address: contractAt(deployment, "Leases"), abi: leasesAbi } as const;
  const source = { ...at, fromBlock: deployment.block };
  return {
    /** State `none` if there is no such lease. */
    slot: async (leaseId: Hex): Promise<LeaseSlot> => {
      const found = await client.readContract({ ...at, functionName: "lease", args: [leaseId] });
      return {
        ...found,
        state: leaseStates[found.state] ?? "none",
        outcome: leaseOutcomes[found.outcome] ?? "none",
        claim: leaseClaims[found.claim] ?? "none",
      };
    },

    /** What stands behind a lease now, in MILL's smallest unit; 0 once it is final. */
    bondLeft: async ({ leaseId, terms }: OpenedLease, { state, extendedSeconds }: LeaseSlot): Promise<bigint> => {
      if (state === "none" || state === "final") return 0n;
      const staking = { address: contractAt(deployment, "Staking"), abi: stakingAbi } as const;
      const args = [leaseId, terms.offer.operator, recordedBondUp({ terms, extendedSeconds })] as const;
      return client.readContract({ ...staking, functionName: "bondOf", args });
    },

    /** The leases of a buyer, of an operator, or with these ids, oldest first. */
    opened: async (
      by: { readonly buyer: Address } | { readonly operator: Address } | { readonly leaseId: Hex | readonly Hex[] },
    ): Promise<FoundLease[]> => {
      const events = await readContractEvents(client, source, "LeaseOpened", by);
      return events.map(({ args, blockNumber, transactionHash }) => {
        return { leaseId: args.leaseId, terms: args.terms, blockNumber, transaction: transactionHash };
      });
    },

    /** What others may still add to an on-demand lease, and until which timestamp (s) it may then last. */
    extensionAllowance: async (leaseId: Hex): Promise<{ amount: bigint; until: number }> => {
      const args = [leaseId] as const;
      const [amount, until] = await client.readContract({ ...at, functionName: "extensionAllowance", args });
      return { amount, until };
    },
  };
}
