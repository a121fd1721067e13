import type { Hex } from "viem";
import { readContractEvents } from "../../sdk/contract-events.ts";
import { contractsOf } from "../../sdk/contracts.ts";
import { leaseOutcomes } from "../../sdk/lease.ts";
import type { Context } from "../context.ts";

/** Something that happened to a lease, in words. */
export type Happening = {
  readonly what: string;
  readonly blockNumber: bigint;
  readonly logIndex: number;
  /** Timestamp of the block, s. */
  readonly at: bigint;
};

const eventNames = [
  ...(["LeaseOpened", "LeaseStarted", "LeaseSettled", "LeaseExtended", "LeaseReclaimed", "OutageReported"] as const),
  ...(["LeaseEnded", "LeaseDisputed", "LeaseRuled", "LeaseFinal"] as const),
];

/** Everything that Leases has said of a lease, oldest first. */
export async function readLeaseHistory(context: Context, leaseId: Hex): Promise<Happening[]> {
  const { client, deployment } = context;
  const { leases } = contractsOf(deployment);
  const found = await Promise.all(
    eventNames.map(async (name) => {
      const events = await readContractEvents(client, leases, name, { leaseId });
      return events.map(({ args, blockNumber, logIndex }) => ({ what: wordsOf(name, args), blockNumber, logIndex }));
    }),
  );
  const happenings = found.flat().sort((a, b) => Number(a.blockNumber - b.blockNumber) || a.logIndex - b.logIndex);
  return Promise.all(
    happenings.map(async (each) => {
      const { timestamp: at } = await client.getBlock({ blockNumber: each.blockNumber });
      return { ...each, at };
    }),
  );
}

/** "LeaseStarted" is "started"; an end says how. */
function wordsOf(name: (typeof eventNames)[number], args: object): string {
  const plain = name === "OutageReported" ? "outage reported" : name.replace("Lease", "").toLowerCase();
  const outcome = name === "LeaseEnded" && "outcome" in args ? leaseOutcomes[Number(args.outcome)] : undefined;
  return outcome === undefined ? plain : `${plain}: ${outcome}`;
}
