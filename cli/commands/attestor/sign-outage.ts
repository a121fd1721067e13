import type { Command } from "commander";
import type { Hex } from "viem";
import type { OutageAttestation } from "../../../sdk/attestation.ts";
import { MillraceError } from "../../../sdk/error.ts";
import { answer } from "../../answer.ts";
import { addCoSignOptions, type CoSignOptions, checkSame, coSign, readMerged } from "../../attestations/sign.ts";
import type { Context } from "../../context.ts";
import { type LoadedLease, loadLease } from "../../leases/load.ts";
import { duration, time } from "../../output/format.ts";
import type { Report } from "../../output/report.ts";
import { parseTime } from "../../parse-time.ts";

type OutageOptions = CoSignOptions & { readonly lease?: string; readonly start?: string; readonly end?: string };

export function addSignOutage(attestor: Command): void {
  const command = attestor
    .command("sign-outage")
    .summary("sign that the host of a lease was out")
    .description(
      "Signs that it was out from --start until before --end. The time must lie within the lease, after the last outage " +
        "that was reported. With --merge alone, signs what others have signed already.",
    )
    .option("--lease <id>", "the lease, its whole id")
    .option("--start <time>", "the first second: 2026-11-24T09:30:00Z")
    .option("--end <time>", "the first second when it was up again");
  addCoSignOptions(command).action(answer([], (context, _, options: OutageOptions) => signOutageOf(context, options)));
}

async function signOutageOf(context: Context, options: OutageOptions): Promise<Report> {
  const merged = readMerged("outage", options.merge);
  const given = attestationOf(options);
  const first = given ?? merged[0]?.attestation;
  if (first === undefined) throw incomplete();
  const loaded = await loadLease(context, first.leaseId);
  const attestation = { ...first, leaseId: loaded.facts.found.leaseId };
  checkSame(attestation, merged);
  checkWithin(attestation, loaded);
  const signatures = merged.flatMap((file) => file.signatures);
  return coSign(
    context,
    { kind: "outage", attestation, signatures },
    [
      ["lease", attestation.leaseId],
      ["out from", time(BigInt(attestation.from))],
      ["until", `${time(BigInt(attestation.to))}, for ${duration(BigInt(attestation.to - attestation.from))}`],
    ],
    options,
  );
}

function attestationOf({ lease, start, end }: OutageOptions): OutageAttestation | undefined {
  if (lease === undefined && start === undefined && end === undefined) return undefined;
  if (lease === undefined || start === undefined || end === undefined) throw incomplete();
  return { leaseId: lease as Hex, from: parseTime(start, "--start"), to: parseTime(end, "--end") };
}

/** What the contract would refuse is not signed. @throws MillraceError `outage-outside` */
function checkWithin({ from, to }: OutageAttestation, { facts, now }: LoadedLease): void {
  const { slot } = facts;
  const first = slot.startedAt + slot.outageReportedSeconds;
  const last = slot.state === "running" ? Math.min(Number(now), slot.endsAt) : slot.endedAt;
  if (slot.startedAt !== 0 && from >= first && to <= last && from < to) return;
  const at = (seconds: number): string => time(BigInt(seconds));
  throw new MillraceError("The outage does not lie within the lease.", {
    code: "outage-outside",
    found: `${at(from)} to ${at(to)}`,
    expected:
      slot.startedAt === 0
        ? "a lease that was started"
        : `a start before its end, from ${at(first)} on and until ${at(last)} at most`,
  });
}

function incomplete(): MillraceError {
  return new MillraceError("The attestation is not complete.", {
    code: "attestation-incomplete",
    expected: "all of --lease, --start and --end, or --merge with a file that has them",
  });
}
