import type { Command } from "commander";
import type { Hex } from "viem";
import { inOrderOfSigners } from "../../sdk/attestation.ts";
import { contractsOf } from "../../sdk/contracts.ts";
import { MillraceError } from "../../sdk/error.ts";
import type { Context } from "../context.ts";
import { writeJsonFile } from "../json-file.ts";
import { type Fact, factsText } from "../output/layout.ts";
import { toJson } from "../output/print.ts";
import type { Report } from "../output/report.ts";
import { attestationDigest } from "./digest.ts";
import { type AttestationFile, readAttestation } from "./file.ts";

/** Where the signatures of others come from, and where all of them go. */
export type CoSignOptions = { readonly merge?: readonly string[]; readonly out?: string };

export function addCoSignOptions(command: Command): Command {
  return command
    .option("--merge <file...>", "what others have signed of the same; their signatures are kept")
    .option("--out <file>", "write it there (default: show it)");
}

/** The files of others, all about the same thing. @throws MillraceError `bad-file` or `attestations-differ` */
export function readMerged<K extends AttestationFile["kind"]>(
  kind: K,
  files: readonly string[] = [],
): (AttestationFile & { readonly kind: K })[] {
  const read = files.map((file) => ({ file, found: readAttestation(file) }));
  const [first] = read;
  for (const { file, found } of read) {
    if (found.kind === kind && toJson(found.attestation) === toJson(first?.found.attestation)) continue;
    throw differ(`${file}: ${toJson(found.attestation)}`, kind);
  }
  return read.map(({ found }) => found as AttestationFile & { readonly kind: K });
}

/** Two attestations are of the same thing if every field is. @throws MillraceError `attestations-differ` */
export function checkSame(given: AttestationFile["attestation"], merged: readonly AttestationFile[]): void {
  const other = merged.find(({ attestation }) => toJson(attestation) !== toJson(given));
  if (other !== undefined) throw differ(toJson(other.attestation), `the same as ${toJson(given)}`);
}

function differ(found: string, expected: string): MillraceError {
  return new MillraceError("The files attest different things.", {
    code: "attestations-differ",
    found: found.replaceAll(/\s+/g, " "),
    expected: expected.replaceAll(/\s+/g, " "),
    next: "Sign each by itself.",
  });
}

/**
 * Add this key's signature to those of others, and show or write the whole. Nothing is sent.
 * @param facts what is being signed, in words
 * @throws MillraceError `not-attestor` or `signed-twice`
 */
export async function coSign<F extends Omit<AttestationFile, "signatures"> & { signatures: readonly Hex[] }>(
  context: Context,
  file: F & AttestationFile,
  facts: readonly Fact[],
  { out }: CoSignOptions,
): Promise<Report> {
  const { client, deployment, account } = context;
  const { attestors } = contractsOf(deployment);
  const args = [account().address] as const;
  const [isAttestor, threshold] = await Promise.all([
    client.readContract({ ...attestors, functionName: "isAttestor", args }),
    client.readContract({ ...attestors, functionName: "threshold" }),
  ]);
  if (!isAttestor) {
    throw new MillraceError("This key is no attestor of the deployment.", {
      code: "not-attestor",
      found: account().address,
      expected: (await client.readContract({ ...attestors, functionName: "attestors" })).join(", "),
      next: "Sign with an attestor's key: --keystore or --key-file.",
    });
  }
  const digest = attestationDigest(context, file);
  const own = await account().sign({ hash: digest });
  const others = [...new Set(file.signatures.map((signature) => signature.toLowerCase() as Hex))];
  const all = await inOrderOfSigners(digest, [...others.filter((each) => each !== own.toLowerCase()), own]);
  const signed = { attestation: file.attestation, signatures: all.signatures };
  const missing = Number(threshold) - all.signatures.length;
  const state = missing > 0 ? `${missing} more must sign` : "enough have signed";
  const text = factsText([...facts, ["signed by", all.signers.join(", ")], ["threshold", `${threshold}: ${state}`]]);
  if (out !== undefined) writeJsonFile(out, signed);
  const place = out === undefined ? toJson(signed) : `Written to ${out}.`;
  return { json: signed, text: `${text}\n\n${place}` };
}
