import type { Command } from "commander";
import { contractsOf } from "../../../sdk/contracts.ts";
import { disputeCalls } from "../../../sdk/dispute-calls.ts";
import { MillraceError } from "../../../sdk/error.ts";
import { readSettings } from "../../../sdk/setting.ts";
import { answer } from "../../answer.ts";
import type { Context } from "../../context.ts";
import { bondSteps } from "../../disputes/bond-steps.ts";
import { addEvidenceOptions, type EvidenceOptions, evidenceFacts, readEvidence } from "../../disputes/evidence.ts";
import { arbitrationFee } from "../../disputes/fee.ts";
import { disputeOutcome } from "../../disputes/outcome.ts";
import { mill } from "../../mill.ts";
import { time } from "../../output/format.ts";
import type { Report } from "../../output/report.ts";
import { parseWhole } from "../../parse-number.ts";
import { runPlan } from "../../transact/run-plan.ts";

export function addDisputeContest(dispute: Command): void {
  const command = dispute
    .command("contest")
    .summary("take a compensation for an outage to the arbitrator; by the operator, until it is paid")
    .argument("<compensation>", "its number, as `lease show` shows it");
  addEvidenceOptions(command).action(
    answer(["calldata"], (context, [id]: [string], options: EvidenceOptions) => contest(context, id, options)),
  );
}

async function contest(context: Context, text: string, options: EvidenceOptions): Promise<Report> {
  const { client, deployment } = context;
  const compensationId = parseWhole(text, "The compensation", { least: 1, bits: 96 });
  const evidence = readEvidence(options);
  const { staking, disputes } = contractsOf(deployment);
  const [found, settings, [arbitrator], lastId] = await Promise.all([
    client.readContract({ ...staking, functionName: "compensation", args: [compensationId] }),
    readSettings(client, deployment, ["disputeBondBps", "leastDisputeBondMill"]),
    client.readContract({ ...disputes, functionName: "arbitrators" }),
    client.readContract({ ...disputes, functionName: "lastDisputeId" }),
  ]);
  if (!found.contestable) {
    throw new MillraceError("This compensation cannot be contested.", {
      code: "chain-refuses",
      found: `compensation ${compensationId} of ${mill(found.amount)}`,
      expected: "one for an outage, not paid yet and not contested before",
      next: "Look at the lease with `millrace lease show`.",
    });
  }
  if (context.self().toLowerCase() !== found.operator.toLowerCase()) {
    throw new MillraceError("Only the operator contests what its lease compensated.", {
      code: "chain-refuses",
      found: context.self(),
      expected: found.operator,
      next: "Use the operator's own key; a hot key cannot contest.",
    });
  }
  const share = (found.amount * settings.disputeBondBps + 9_999n) / 10_000n;
  const bond = share > settings.leastDisputeBondMill ? share : settings.leastDisputeBondMill;
  const told = { disputeId: lastId + 1n, leaseId: found.leaseId, kind: "outage" } as const;
  const value = await arbitrationFee(context, arbitrator, told);
  const call = disputeCalls.contest(disputes.address, compensationId, evidence);
  return runPlan(context, {
    facts: [
      ["lease", found.leaseId],
      ["compensation", `${mill(found.amount)} to ${found.buyer}, payable from ${time(found.payableAt)}`],
      ["YOUR BOND", `${mill(bond)}: lost if the contest is rejected`],
      ...evidenceFacts(evidence),
    ],
    steps: [...(await bondSteps(context, bond)), { what: "contest the compensation", call, value }],
    json: { compensationId, bond, evidence },
    outcome: disputeOutcome(disputes.address, "Next: the arbitrator rules; millrace dispute show"),
  });
}
