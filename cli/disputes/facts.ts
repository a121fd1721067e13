import type { Dispute } from "../../sdk/dispute-reader.ts";
import { kebab } from "../leases/quote-facts.ts";
import { mill } from "../mill.ts";
import { duration, time } from "../output/format.ts";
import type { Fact } from "../output/layout.ts";
import { waitingFor } from "./state-text.ts";

/** What is known of a dispute, and who must act until when. @param now timestamp of the newest block, s */
export function disputeFacts(dispute: Dispute, now: bigint): Fact[] {
  const { kind, state, verdict, challenger, respondent, bond, appealBond, appellant } = dispute;
  return [
    ["dispute", String(dispute.disputeId)],
    ["claim", kind === "outage" ? `contest of compensation ${dispute.compensationId}` : kebab(kind)],
    ["state", verdict === "none" ? state : `${state}: ${verdict}`],
    ["challenger", challenger],
    ["respondent", respondent],
    ["lease", dispute.leaseId],
    ["bond", mill(bond)],
    ...(appealBond === 0n ? [] : [["appeal", `by ${appellant}, with ${mill(appealBond)}`] as const]),
    ["waits for", waitText(dispute, now)],
  ];
}

/** "the operator to answer until …, for 2 d; then the buyer gets what is left of the bond" */
export function waitText(dispute: Dispute, now: bigint): string {
  if (dispute.state === "ended") return "nothing: it is over";
  const waiting = waitingFor(dispute);
  const isLate = now >= dispute.deadline;
  if (waiting === undefined || isLate) return "anyone to end it: millrace dispute execute";
  const { who, step, otherwise } = waiting;
  return `${who} to ${step} until ${time(dispute.deadline)}, for ${duration(dispute.deadline - now)}; if not: ${otherwise}`;
}
