import { isDeepStrictEqual } from "node:util";
import type { Hex } from "viem";
import { inOrderOfSigners, type NodeAttestation } from "../../sdk/attestation.ts";
import { MillraceError } from "../../sdk/error.ts";
import type { Context } from "../context.ts";
import { attestationDigest } from "./digest.ts";
import { readAttestation } from "./file.ts";

/**
 * What attestors signed of a node, from one file or several, with the signatures of all in the order that the contract
 * takes; one signature that is in two files counts once.
 * @throws MillraceError `bad-file`, `attestations-differ`, `signed-twice`
 */
export async function readNodeAttestation(
  context: Context,
  files: readonly string[],
): Promise<{ attestation: NodeAttestation; signatures: Hex[] }> {
  const [first, ...others] = files.map(readOne);
  if (first === undefined) {
    throw new MillraceError("No file with an attestation was given.", { code: "bad-file", expected: "one or more" });
  }
  const other = others.find(({ attestation }) => !isDeepStrictEqual(attestation, first.attestation));
  if (other !== undefined) {
    throw new MillraceError("The files attest different things.", {
      code: "attestations-differ",
      found: `${first.file}: ${JSON.stringify(first.attestation)}; ${other.file}: ${JSON.stringify(other.attestation)}`,
      next: "Give only files of attestors that signed the same.",
    });
  }
  const all = [...new Set([first, ...others].flatMap(({ signatures }) => signatures))];
  const { attestation } = first;
  const { signatures } = await inOrderOfSigners(attestationDigest(context, { kind: "node", attestation }), all);
  return { attestation, signatures };
}

function readOne(file: string) {
  const read = readAttestation(file);
  if (read.kind === "node") return { file, attestation: read.attestation, signatures: read.signatures };
  throw new MillraceError("This attests an outage, not a node.", {
    code: "bad-file",
    found: file,
    expected: "what `millrace attestor sign-node` writes",
  });
}
