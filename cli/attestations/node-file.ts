import { isDeepStrictEqual } from "node:util";
import type { Hex } from "viem";
import { z } from "zod";
import { inOrderOfSigners, type NodeAttestation, nodeDigest } from "../../sdk/attestation.ts";
import type { EscrowDomain } from "../../sdk/domain.ts";
import { MillraceError } from "../../sdk/error.ts";
import { addressText, hash32, signatureBytes } from "../../sdk/wire.ts";
import { readJsonFile } from "../json-file.ts";

/** Numbers as JSON numbers or as decimal text. */
const whole = z.coerce.number().int().nonnegative();

const fileSchema = z.object({
  attestation: z.object({
    operator: addressText,
    hardwareId: hash32,
    classId: whole,
    units: whole,
    expiresAt: whole,
  }),
  signatures: z.array(signatureBytes),
});

/**
 * What attestors signed of a node, from one file or several, with the signatures of all in the order that the contract
 * takes; one attestor's signature that is in two files counts once.
 * @throws MillraceError `bad-file`, `attestations-differ`, `signed-twice`
 */
export async function readNodeAttestation(
  domain: EscrowDomain,
  files: readonly string[],
): Promise<{ attestation: NodeAttestation; signatures: Hex[] }> {
  const [first, ...others] = files.map((file) => ({
    file,
    ...readJsonFile(file, fileSchema, "attestation of a node", "`millrace attestor sign-node`"),
  }));
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
  const signatures = [...new Set([first, ...others].flatMap((each) => each.signatures))];
  const inOrder = await inOrderOfSigners(nodeDigest(domain, first.attestation), signatures);
  return { attestation: first.attestation, signatures: inOrder.signatures };
}
