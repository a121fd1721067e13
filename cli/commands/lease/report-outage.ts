import type { Command } from "commander";
import { inOrderOfSigners } from "../../../sdk/attestation.ts";
import { MillraceError } from "../../../sdk/error.ts";
import { leaseCalls } from "../../../sdk/lease-calls.ts";
import { totalSecondsOf } from "../../../sdk/lease-due.ts";
import { outageGrade } from "../../../sdk/lease-math.ts";
import { answer } from "../../answer.ts";
import { attestationDigest } from "../../attestations/digest.ts";
import { readAttestation } from "../../attestations/file.ts";
import type { Context } from "../../context.ts";
import { loadLease } from "../../leases/load.ts";
import { mill } from "../../mill.ts";
import { duration, percent, time } from "../../output/format.ts";
import type { Report } from "../../output/report.ts";
import { runPlan } from "../../transact/run-plan.ts";

export function addLeaseReportOutage(lease: Command): void {
  lease
    .command("report-outage")
    .summary("report an outage that attestors have signed: it is not paid, and compensated")
    .description("By the buyer, while the lease runs and until its claim window closes; outages in their order.")
    .argument("<file>", "what `attestor sign-outage` wrote, signed by enough attestors; - is standard input")
    .action(answer(["calldata"], (context, [file]: [string]) => report(context, file)));
}

async function report(context: Context, text: string): Promise<Report> {
  const file = readAttestation(text);
  if (file.kind !== "outage") {
    throw new MillraceError("This is the attestation of a node.", {
      code: "bad-file",
      found: text,
      expected: "the attestation of an outage: `millrace attestor sign-outage`",
    });
  }
  const { attestation } = file;
  const { facts, leases } = await loadLease(context, attestation.leaseId);
  const { found, slot, bond } = facts;
  const { signers, signatures } = await inOrderOfSigners(attestationDigest(context, file), file.signatures);
  const seconds = BigInt(slot.outageSeconds + attestation.to - attestation.from);
  const grade = outageGrade(seconds, totalSecondsOf(found.terms, slot), found.terms);
  const booked = BigInt(slot.bookedOutageBps);
  const worth = (share: bigint): bigint => (bond * share + 9_999n) / 10_000n;
  const compensation = grade > booked ? worth(grade) - worth(booked) : 0n;
  return runPlan(context, {
    facts: [
      ["lease", found.leaseId],
      ["outage", `${time(BigInt(attestation.from))} to ${time(BigInt(attestation.to))}`],
      ["outage in all", `${duration(seconds)}, not paid`],
      ["attested by", signers.join(", ")],
      ["compensation in all", `${percent(grade)} of the bond`],
      ["booked now", `${mill(compensation)}, at most what is left of the bond`],
      ...(grade === 10_000n ? [["the lease", "ENDS with this: the outage is past the last step"] as const] : []),
    ],
    steps: [{ what: "report the outage", call: leaseCalls.reportOutage(leases, found.terms, attestation, signatures) }],
    json: { leaseId: found.leaseId, outageSeconds: seconds, gradeBps: grade, compensation },
    next: "It is paid out a thaw period later: millrace lease compensation",
  });
}
