import { type Address, type Log, parseEventLogs } from "viem";
import { disputesAbi } from "../../sdk/abi/disputes.ts";
import type { Outcome } from "../transact/plan.ts";

/** The dispute that the transactions opened: its number is known only then. */
export function disputeOutcome(disputes: Address, next: string): (logs: readonly Log[]) => Outcome {
  return (logs) => {
    const ours = logs.filter(({ address }) => address.toLowerCase() === disputes.toLowerCase());
    const [opened] = parseEventLogs({ abi: disputesAbi, eventName: "DisputeOpened", logs: [...ours] });
    const disputeId = opened?.args.disputeId;
    return { json: { disputeId }, next: `Dispute ${disputeId}\n${next}` };
  };
}
