import type { Hex } from "viem";
import { attestorsDomain, nodeDigest, outageDigest } from "../../sdk/attestation.ts";
import { contractAt } from "../../sdk/contract-at.ts";
import type { Context } from "../context.ts";
import type { AttestationFile } from "./file.ts";

/** What attestors sign of it. */
export function attestationDigest(
  { deployment }: Pick<Context, "deployment">,
  file:
    | Pick<AttestationFile & { kind: "node" }, "kind" | "attestation">
    | Pick<AttestationFile & { kind: "outage" }, "kind" | "attestation">,
): Hex {
  const domain = attestorsDomain(deployment.chainId, contractAt(deployment, "Attestors"));
  return file.kind === "node" ? nodeDigest(domain, file.attestation) : outageDigest(domain, file.attestation);
}
