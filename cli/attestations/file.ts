import type { Hex } from "viem";
import { z } from "zod";
import type { NodeAttestation, OutageAttestation } from "../../sdk/attestation.ts";
import { addressText, hash32, integer, signatureBytes } from "../../sdk/wire.ts";
import { readJsonFile } from "../json-file.ts";

export const nodeSchema = z.strictObject({
  operator: addressText,
  hardwareId: hash32,
  classId: integer(32),
  units: integer(32),
  expiresAt: integer(40),
}) satisfies z.ZodType<NodeAttestation>;

export const outageSchema = z.strictObject({
  leaseId: hash32,
  from: integer(40),
  to: integer(40),
}) satisfies z.ZodType<OutageAttestation>;

const signedBy = z.array(signatureBytes);
const fileSchema = z.union([
  z.strictObject({ attestation: nodeSchema, signatures: signedBy }),
  z.strictObject({ attestation: outageSchema, signatures: signedBy }),
]);

/** What attestors have signed, in a file that goes from one to the next and then to whom it is for. */
export type AttestationFile =
  | { readonly kind: "node"; readonly attestation: NodeAttestation; readonly signatures: readonly Hex[] }
  | { readonly kind: "outage"; readonly attestation: OutageAttestation; readonly signatures: readonly Hex[] };

/** @throws MillraceError `bad-file` */
export function readAttestation(file: string): AttestationFile {
  const { attestation, signatures } = readJsonFile(file, fileSchema, "attestation", "`millrace attestor sign-…`");
  return "leaseId" in attestation
    ? { kind: "outage", attestation, signatures }
    : { kind: "node", attestation, signatures };
}
