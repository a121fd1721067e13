import type { Command } from "commander";
import { answer } from "../../answer.ts";
import type { Context } from "../../context.ts";
import { type Court, isMember, readCourt } from "../../disputes/committee.ts";
import { consequenceFacts } from "../../disputes/consequence-facts.ts";
import { readConsequences } from "../../disputes/consequences.ts";
import { disputeFacts } from "../../disputes/facts.ts";
import { readSubmissions } from "../../disputes/history.ts";
import { readLeaseHistory } from "../../disputes/lease-history.ts";
import { pickDispute } from "../../disputes/pick-dispute.ts";
import { readLeaseFacts } from "../../leases/facts.ts";
import { kindText, meteringText } from "../../leases/offer-facts.ts";
import { selfIfKnown } from "../../leases/offer-source.ts";
import { leaseById } from "../../leases/pick-lease.ts";
import { stateText } from "../../leases/state-text.ts";
import { tokenOf } from "../../leases/token-of.ts";
import { mill } from "../../mill.ts";
import { duration, money, percent, time } from "../../output/format.ts";
import { type Fact, factsText } from "../../output/layout.ts";
import type { Report } from "../../output/report.ts";

export function addCase(arbitrator: Command): void {
  arbitrator
    .command("case")
    .summary("read a case: claim, evidence, terms, history, and what each verdict would do")
    .argument("<dispute>", "its number")
    .action(answer([], (context, [id]: [string]) => readCase(context, id)));
}

async function readCase(context: Context, id: string): Promise<Report> {
  const dispute = await pickDispute(context, id);
  const { timestamp: now } = await context.client.getBlock();
  const lease = await leaseById(context, dispute.leaseId);
  const [court, facts, submissions, history, consequences] = await Promise.all([
    dispute.submitted ? readCourt(context, dispute) : undefined,
    readLeaseFacts(context, lease, now),
    readSubmissions(context, dispute.disputeId),
    readLeaseHistory(context, dispute.leaseId),
    readConsequences(context, dispute),
  ]);
  const { offer, units, durationSeconds } = lease.terms;
  const token = tokenOf(context, offer.token);
  const promised: Fact[] = [
    ["state", stateText(facts)],
    [
      "what was leased",
      `${units} units (${units / 1_000} GPU) of node ${offer.nodeId} for ${duration(BigInt(durationSeconds))}`,
    ],
    ["how", `${kindText(offer)}, metered ${meteringText(offer)}, uptime ${percent(BigInt(offer.promisedUptimeBps))}`],
    ["price", `${money(facts.price, token)}, ${money(facts.due, token)} of it used`],
    ["bond", `${mill(facts.bondLeft)} of ${mill(facts.bond)} left`],
  ];
  const sections: readonly (readonly [string, readonly Fact[]])[] = [
    ["The case", [...disputeFacts(dispute, now), ...courtFacts(context, court)]],
    ["The lease", promised],
    ["What happened", history.map(({ what, at }): Fact => [time(at), what])],
    ["Evidence", submissions.map(({ by, hash, place }): Fact => [by, `${hash} at ${place}`])],
    ["If it is upheld", consequenceFacts(dispute, consequences.upheld)],
    ["If it is rejected", consequenceFacts(dispute, consequences.rejected)],
  ];
  return {
    json: { ...dispute, court, lease: lease.terms, submissions, history, consequences },
    text: sections.map(([title, body]) => `${title}\n${factsText(body)}`).join("\n\n"),
  };
}

function courtFacts(context: Context, court: Court | undefined): Fact[] {
  if (court === undefined) return [["court", "no arbitrator has it yet"]];
  const self = selfIfKnown(context);
  const you = self !== undefined && isMember(court, self) ? "; you are one of them" : "";
  return [
    ["court", court.committee],
    ["members", `${court.threshold} of ${court.members.length} rule: ${court.members.join(", ")}${you}`],
  ];
}
