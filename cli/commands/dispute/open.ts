import { type Command, Option } from "commander";
import { contractsOf } from "../../../sdk/contracts.ts";
import { type DisputeKind, disputeKinds } from "../../../sdk/dispute.ts";
import { disputeCalls } from "../../../sdk/dispute-calls.ts";
import { MillraceError } from "../../../sdk/error.ts";
import { answer } from "../../answer.ts";
import type { Context } from "../../context.ts";
import { bondSteps } from "../../disputes/bond-steps.ts";
import { addEvidenceOptions, type EvidenceOptions, evidenceFacts, readEvidence } from "../../disputes/evidence.ts";
import { disputeOutcome } from "../../disputes/outcome.ts";
import { stakeAtRisk } from "../../disputes/stake-at-risk.ts";
import { windowFacts } from "../../disputes/windows.ts";
import type { LeaseFacts } from "../../leases/facts.ts";
import { loadLease } from "../../leases/load.ts";
import { kebab } from "../../leases/quote-facts.ts";
import { stateText } from "../../leases/state-text.ts";
import { mill } from "../../mill.ts";
import { percent, time } from "../../output/format.ts";
import type { Report } from "../../output/report.ts";
import { runPlan } from "../../transact/run-plan.ts";

type OpenOptions = EvidenceOptions & { readonly kind: string };

const kinds = disputeKinds.filter((kind) => kind !== "outage");

export function addDisputeOpen(dispute: Command): void {
  const command = dispute
    .command("open")
    .summary("claim a fault that the chain cannot see, with a bond")
    .description(
      "By the lease's buyer, while it runs and until its claim window closes, once for each lease. The bond is lost to " +
        "the operator if the claim is rejected, and back with a bounty if it is upheld.",
    )
    .argument("<lease>", "id or its beginning")
    .addOption(new Option("--kind <kind>", "what went wrong").choices(kinds.map(kebab)).makeOptionMandatory());
  addEvidenceOptions(command).action(
    answer(["calldata"], (context, [id]: [string], options: OpenOptions) => open(context, id, options)),
  );
}

async function open(context: Context, id: string, options: OpenOptions): Promise<Report> {
  const { client, deployment } = context;
  const kind: DisputeKind = kinds.find((each) => kebab(each) === options.kind) ?? "wrongResult";
  const evidence = readEvidence(options);
  const { facts, now } = await loadLease(context, id);
  checkClaimable(facts, now);
  const { leaseId, terms } = facts.found;
  const { operator } = terms.offer;
  const { disputes } = contractsOf(deployment);
  const index = disputeKinds.indexOf(kind);
  const [bond, shareBps] = await Promise.all([
    client.readContract({ ...disputes, functionName: "bondFor", args: [operator, index] }),
    client.readContract({ ...disputes, functionName: "shareOf", args: [index] }),
  ]);
  const atRisk = await stakeAtRisk(context, operator, shareBps);
  // The bond rises with the operator's stake: with just the bond allowed, rewards, or a little more stake from an operator
  // that sees the claim coming, would have it refused.
  const most = bond + bond / 10n;
  return runPlan(context, {
    facts: [
      ["lease", leaseId],
      ["operator", operator],
      ["claim", options.kind],
      [
        "it could take",
        `${mill(atRisk.own)} of own stake, ${mill(atRisk.delegated)} of delegated (${percent(shareBps)})`,
      ],
      ["left of the lease's bond", `${mill(facts.bondLeft)}: yours if it is upheld or not answered`],
      ["YOUR BOND", `${mill(bond)}: lost if the claim is rejected`],
      ["at most", `${mill(most)}, if the operator's stake grows before the claim is there`],
      ...evidenceFacts(evidence),
      ...(await windowFacts(context)),
    ],
    steps: [
      ...(await bondSteps(context, bond, most)),
      {
        what: `dispute the lease, with ${mill(bond)}`,
        call: disputeCalls.open(disputes.address, terms, kind, evidence),
      },
    ],
    json: { leaseId, kind, bond, most, atRisk, evidence },
    outcome: disputeOutcome(disputes.address, "Next: the operator answers; millrace dispute show"),
  });
}

/** Before an approval is sent: what the contract would refuse anyway. @throws MillraceError `chain-refuses` */
function checkClaimable(facts: LeaseFacts, now: bigint): void {
  const { slot, found } = facts;
  const until = BigInt(slot.endedAt + found.terms.bound.claimWindowSeconds);
  const isInTime = slot.state === "running" || (slot.state === "ended" && slot.startedAt !== 0 && now < until);
  if (isInTime && slot.claim === "none") return;
  const over = slot.state === "ended" && slot.startedAt !== 0 ? `, its claim window closed at ${time(until)}` : "";
  throw new MillraceError(
    slot.claim === "none" ? "This lease cannot be disputed now." : "This lease was disputed before.",
    {
      code: "chain-refuses",
      found: `${stateText(facts)}${over}`,
      expected: "a lease that runs, or that ran and ended within its claim window, and was not disputed",
      next: slot.claim === "none" ? "Look at it with `millrace lease show`." : "Find it with `millrace dispute list`.",
    },
  );
}
