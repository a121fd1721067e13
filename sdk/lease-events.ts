import { type Address, type Hex, parseEventLogs, type RpcLog } from "viem";
import { disputesAbi } from "./abi/disputes.ts";
import { escrowAbi } from "./abi/escrow.ts";
import { leasesAbi } from "./abi/leases.ts";
import { stakingAbi } from "./abi/staking.ts";
import { type LeaseOutcome, leaseOutcomes } from "./lease.ts";
import type { LeaseEvent } from "./lease-record.ts";

/** The contracts whose events say what became of a lease. */
export type LeaseSources = {
  readonly leases: Address;
  readonly escrow: Address;
  readonly staking: Address;
  readonly disputes: Address;
};

/** A log as nodes answer it, or with its numbers parsed: enough to be decoded. */
export type EventLog = {
  readonly address: string;
  readonly topics: readonly string[];
  readonly data: string;
  readonly blockNumber: number | bigint | string | null;
};

/** An event and whose it is: events of Escrow name the lease's channel. */
export type SourcedLeaseEvent = {
  readonly blockNumber: number;
  readonly event: LeaseEvent;
} & ({ readonly leaseId: Hex } | { readonly channelId: Hex });

/**
 * The events of these logs that change leases, in the order of the logs, which must be that of the chain.
 * @param timestampOf the timestamp (s) of a block; asked for blocks in which a lease ended
 */
export function leaseEventsOf(
  sources: LeaseSources,
  logs: readonly EventLog[],
  timestampOf: (blockNumber: number) => number,
): SourcedLeaseEvent[] {
  const events: SourcedLeaseEvent[] = [];
  // Disputes says whether the operator answered right before Leases says what was ruled.
  let answered = true;
  for (const log of logs) {
    const blockNumber = Number(log.blockNumber);
    if (isOf(log, sources.leases)) {
      const named = leaseEventOf(log, timestampOf, () => answered);
      if (named !== undefined) events.push({ blockNumber, ...named });
    } else if (isOf(log, sources.escrow)) {
      const named = channelEventOf(log);
      if (named !== undefined) events.push({ blockNumber, ...named });
    } else if (isOf(log, sources.staking)) {
      for (const { args } of parseEventLogs({ abi: stakingAbi, eventName: "CompensationBooked", logs: one(log) }))
        events.push({ blockNumber, leaseId: args.leaseId, event: { kind: "compensated", amount: args.amount } });
    } else if (isOf(log, sources.disputes)) {
      for (const { args } of parseEventLogs({ abi: disputesAbi, eventName: "DisputeEnded", logs: one(log) }))
        answered = args.answered;
    }
  }
  return events;
}

/** Whether a lease ended in this log, so that its block's timestamp is needed. */
export function isLeaseEnd(leases: Address, log: EventLog): boolean {
  return isOf(log, leases) && parseEventLogs({ abi: leasesAbi, eventName: "LeaseEnded", logs: one(log) }).length > 0;
}

type Named = { readonly leaseId: Hex; readonly event: LeaseEvent };

function leaseEventOf(
  log: EventLog,
  timestampOf: (block: number) => number,
  answered: () => boolean,
): Named | undefined {
  const [parsed] = parseEventLogs({ abi: leasesAbi, logs: one(log) });
  switch (parsed?.eventName) {
    case "LeaseOpened": {
      const { leaseId, terms } = parsed.args;
      return { leaseId, event: { kind: "opened", leaseId, terms } };
    }
    case "LeaseStarted":
      return { leaseId: parsed.args.leaseId, event: { kind: "started", endsAt: Number(parsed.args.endsAt) } };
    case "LeaseExtended": {
      const { leaseId, addedSeconds, endsAt } = parsed.args;
      return { leaseId, event: { kind: "extended", addedSeconds: Number(addedSeconds), endsAt: Number(endsAt) } };
    }
    case "LeaseReclaimed":
      return { leaseId: parsed.args.leaseId, event: { kind: "reclaimed", endsAt: Number(parsed.args.endsAt) } };
    case "OutageReported": {
      const { leaseId, outageSeconds } = parsed.args;
      return { leaseId, event: { kind: "outage", outageSeconds: Number(outageSeconds) } };
    }
    case "LeaseEnded": {
      const at = timestampOf(Number(log.blockNumber));
      return { leaseId: parsed.args.leaseId, event: { kind: "ended", outcome: outcomeOf(parsed.args.outcome), at } };
    }
    case "LeaseDisputed":
      return { leaseId: parsed.args.leaseId, event: { kind: "disputed" } };
    case "LeaseRuled": {
      const { leaseId, proven } = parsed.args;
      const claim = proven ? "proven" : answered() ? "rejected" : "unanswered";
      return { leaseId, event: { kind: "ruled", claim } };
    }
    case "LeaseFinal":
      return { leaseId: parsed.args.leaseId, event: { kind: "final", outcome: outcomeOf(parsed.args.outcome) } };
    default:
      return undefined;
  }
}

function channelEventOf(log: EventLog): { readonly channelId: Hex; readonly event: LeaseEvent } | undefined {
  const [parsed] = parseEventLogs({ abi: escrowAbi, eventName: ["Settled", "ChannelClosed"], logs: one(log) });
  if (parsed === undefined) return undefined;
  const { channelId, settled } = parsed.args;
  if (parsed.eventName === "Settled") return { channelId, event: { kind: "paid", settled } };
  return { channelId, event: { kind: "channelClosed", settled, refunded: parsed.args.refunded } };
}

function isOf(log: EventLog, contract: Address): boolean {
  return log.address.toLowerCase() === contract.toLowerCase();
}

// Only address, topics and data are read in decoding.
function one(log: EventLog): RpcLog[] {
  return [log as unknown as RpcLog];
}

function outcomeOf(index: number): LeaseOutcome {
  return leaseOutcomes[index] ?? "none";
}
