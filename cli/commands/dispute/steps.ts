import type { Command } from "commander";
import { contractAt } from "../../../sdk/contract-at.ts";
import { disputeCalls } from "../../../sdk/dispute-calls.ts";
import { readSettings } from "../../../sdk/setting.ts";
import { answer } from "../../answer.ts";
import type { Context } from "../../context.ts";
import { bondSteps } from "../../disputes/bond-steps.ts";
import { addEvidenceOptions, type EvidenceOptions, evidenceFacts, readEvidence } from "../../disputes/evidence.ts";
import { disputeFacts } from "../../disputes/facts.ts";
import { arbitrationFee } from "../../disputes/fee.ts";
import { pickDispute } from "../../disputes/pick-dispute.ts";
import { leaseById } from "../../leases/pick-lease.ts";
import { mill } from "../../mill.ts";
import type { Report } from "../../output/report.ts";
import { runPlan } from "../../transact/run-plan.ts";

/** The steps of a dispute that is there: answer, submit, appeal, execute. */
export function addDisputeSteps(dispute: Command): void {
  const step = (name: string, summary: string): Command =>
    dispute.command(name).summary(summary).argument("<dispute>", "its number");

  addEvidenceOptions(step("answer", "answer a claim against you, which takes it to the arbitrator")).action(
    answer(["calldata"], (context, [id]: [string], options: EvidenceOptions) => answerIt(context, id, options)),
  );
  step("submit", "take an answered dispute to an arbitrator that did not take it before; by anyone").action(
    answer(["calldata"], (context, [id]: [string]) => submit(context, id)),
  );
  addEvidenceOptions(step("appeal", "ask for a second ruling, with a larger bond; by the loser, once")).action(
    answer(["calldata"], (context, [id]: [string], options: EvidenceOptions) => appeal(context, id, options)),
  );
  step("execute", "end a dispute whose deadline has passed; by anyone").action(
    answer(["calldata"], (context, [id]: [string]) => execute(context, id)),
  );
}

async function load(context: Context, id: string) {
  const dispute = await pickDispute(context, id);
  const { timestamp: now } = await context.client.getBlock();
  return { dispute, facts: disputeFacts(dispute, now), disputes: contractAt(context.deployment, "Disputes") };
}

async function answerIt(context: Context, id: string, options: EvidenceOptions): Promise<Report> {
  const evidence = readEvidence(options);
  const { dispute, facts, disputes } = await load(context, id);
  const value = await arbitrationFee(context, dispute.arbitrator, dispute);
  return runPlan(context, {
    facts: [...facts, ...evidenceFacts(evidence)],
    steps: [{ what: "answer the claim", call: disputeCalls.answer(disputes, dispute.disputeId, evidence), value }],
    json: { disputeId: dispute.disputeId, evidence },
    next: "Next: the arbitrator rules; millrace dispute show",
  });
}

async function submit(context: Context, id: string): Promise<Report> {
  const { dispute, facts, disputes } = await load(context, id);
  const value = await arbitrationFee(context, dispute.arbitrator, dispute);
  return runPlan(context, {
    facts,
    steps: [{ what: "submit it", call: disputeCalls.submit(disputes, dispute.disputeId), value }],
    json: { disputeId: dispute.disputeId },
  });
}

async function appeal(context: Context, id: string, options: EvidenceOptions): Promise<Report> {
  const evidence = readEvidence(options);
  const { dispute, facts, disputes } = await load(context, id);
  const { appealBondBps } = await readSettings(context.client, context.deployment, ["appealBondBps"]);
  const bond = (dispute.bond * appealBondBps + 9_999n) / 10_000n;
  const value = await arbitrationFee(context, dispute.appealArbitrator, dispute);
  const call = disputeCalls.appeal(disputes, dispute.disputeId, evidence);
  return runPlan(context, {
    facts: [...facts, ["YOUR BOND", `${mill(bond)}: lost if the appeal fails`], ...evidenceFacts(evidence)],
    steps: [...(await bondSteps(context, bond)), { what: `appeal, with ${mill(bond)}`, call, value }],
    json: { disputeId: dispute.disputeId, bond, evidence },
    next: "Next: the court of appeal rules; millrace dispute show",
  });
}

async function execute(context: Context, id: string): Promise<Report> {
  const { dispute, facts, disputes } = await load(context, id);
  const { terms } = await leaseById(context, dispute.leaseId);
  return runPlan(context, {
    facts,
    steps: [{ what: "end the dispute", call: disputeCalls.execute(disputes, dispute.disputeId, terms) }],
    json: { disputeId: dispute.disputeId },
    next: "Next: millrace dispute pay-out, credit withdraw, lease compensation",
  });
}
