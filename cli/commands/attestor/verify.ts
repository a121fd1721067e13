import type { Command } from "commander";
import { type Address, recoverAddress } from "viem";
import { contractsOf } from "../../../sdk/contracts.ts";
import { gpuClassName } from "../../../sdk/gpu-class.ts";
import { answer } from "../../answer.ts";
import { attestationDigest } from "../../attestations/digest.ts";
import { type AttestationFile, readAttestation } from "../../attestations/file.ts";
import type { Context } from "../../context.ts";
import { exitCodes } from "../../errors/exit-codes.ts";
import { time } from "../../output/format.ts";
import { type Fact, factsText } from "../../output/layout.ts";
import type { Report } from "../../output/report.ts";

export function addVerify(attestor: Command): void {
  attestor
    .command("verify")
    .summary("check an attestation against the attestors and the threshold of the chain")
    .description("Ends with exit code 7 if it would be refused.")
    .argument("<file>", "what `sign-node` or `sign-outage` wrote; - is standard input")
    .action(answer([], (context, [file]: [string]) => verify(context, file)));
}

type Signature = { readonly signer: Address | undefined; readonly isAttestor: boolean };

async function verify(context: Context, text: string): Promise<Report> {
  const { client, deployment } = context;
  const { attestors } = contractsOf(deployment);
  const file = readAttestation(text);
  const hash = attestationDigest(context, file);
  const [threshold, all, { timestamp: now }] = await Promise.all([
    client.readContract({ ...attestors, functionName: "threshold" }),
    client.readContract({ ...attestors, functionName: "attestors" }),
    client.getBlock(),
  ]);
  const signatures = await Promise.all(
    file.signatures.map(async (signature): Promise<Signature> => {
      const signer = await recoverAddress({ hash, signature }).catch(() => undefined);
      return { signer, isAttestor: signer !== undefined && all.includes(signer) };
    }),
  );
  const good = new Set(signatures.flatMap(({ signer, isAttestor }) => (isAttestor && signer ? [signer] : [])));
  const problems = [
    ...(good.size < Number(threshold) ? [`${good.size} attestors signed, ${threshold} must`] : []),
    ...(good.size < signatures.length ? ["there is a signature of somebody else, or one twice"] : []),
    ...(file.kind === "node" && BigInt(file.attestation.expiresAt) <= now ? ["it has expired"] : []),
  ];
  if (problems.length > 0) process.exitCode = exitCodes.warned;
  const said = signatures.map(
    ({ signer, isAttestor }): Fact => [
      isAttestor ? "signed by" : "NOT AN ATTESTOR",
      signer ?? "no signature that can be read",
    ],
  );
  const verdict = problems.length === 0 ? "It is good." : `It would be refused: ${problems.join("; ")}.`;
  return {
    json: {
      kind: file.kind,
      attestation: file.attestation,
      signatures,
      threshold,
      isGood: problems.length === 0,
      problems,
    },
    text: `${factsText([...attestationFacts(file), ...said, ["threshold", `${threshold} of ${all.length}`]])}\n\n${verdict}`,
  };
}

function attestationFacts(file: AttestationFile): Fact[] {
  if (file.kind === "outage") {
    const { leaseId, from, to } = file.attestation;
    return [
      ["lease", leaseId],
      ["out", `${time(BigInt(from))} to ${time(BigInt(to))}`],
    ];
  }
  const { operator, hardwareId, classId, units, expiresAt } = file.attestation;
  return [
    ["operator", operator],
    ["hardware", hardwareId],
    ["class", gpuClassName(classId)],
    ["units", String(units)],
    ["good until", time(BigInt(expiresAt))],
  ];
}
