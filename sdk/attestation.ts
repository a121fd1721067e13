import { type Address, type Hex, hashTypedData, recoverAddress } from "viem";
import { type EscrowDomain, escrowDomain } from "./domain.ts";
import { MillraceError } from "./error.ts";
import type { HashSigner } from "./voucher.ts";

/** What attestors sign of a node. */
export type NodeAttestation = {
  readonly operator: Address;
  readonly hardwareId: Hex;
  readonly classId: number;
  /** Thousandths of a GPU. */
  readonly units: number;
  /** Timestamp, s. */
  readonly expiresAt: number;
};

/** What attestors sign of an outage: from `from` until before `to`, timestamps in seconds. */
export type OutageAttestation = { readonly leaseId: Hex; readonly from: number; readonly to: number };

/** EIP-712 types, as wallets take them. */
export const nodeAttestationTypes = {
  Node: [
    { name: "operator", type: "address" },
    { name: "hardwareId", type: "bytes32" },
    { name: "classId", type: "uint32" },
    { name: "units", type: "uint32" },
    { name: "expiresAt", type: "uint40" },
  ],
} as const;

export const outageAttestationTypes = {
  Outage: [
    { name: "leaseId", type: "bytes32" },
    { name: "from", type: "uint40" },
    { name: "to", type: "uint40" },
  ],
} as const;

/** The domain that attestations are signed in: that of the contract `Attestors`. */
export function attestorsDomain(chainId: number, attestors: Address): EscrowDomain {
  return escrowDomain(chainId, attestors);
}

/** The hash to sign; equal to `Attestors.nodeDigest`. */
export function nodeDigest(domain: EscrowDomain, message: NodeAttestation): Hex {
  return hashTypedData({ domain, types: nodeAttestationTypes, primaryType: "Node", message });
}

/** The hash to sign; equal to `Attestors.outageDigest`. */
export function outageDigest(domain: EscrowDomain, message: OutageAttestation): Hex {
  return hashTypedData({ domain, types: outageAttestationTypes, primaryType: "Outage", message });
}

/** One attestor's signature of a node: 65 bytes r, s, v. */
export function signNode(signer: HashSigner, domain: EscrowDomain, attestation: NodeAttestation): Promise<Hex> {
  return signer.sign({ hash: nodeDigest(domain, attestation) });
}

/** One attestor's signature of an outage: 65 bytes r, s, v. */
export function signOutage(signer: HashSigner, domain: EscrowDomain, attestation: OutageAttestation): Promise<Hex> {
  return signer.sign({ hash: outageDigest(domain, attestation) });
}

/**
 * Signatures of one digest in the order in which contracts take them: ascending by who signed.
 * @throws MillraceError `signed-twice` if two are of the same account
 */
export async function inOrderOfSigners(
  digest: Hex,
  signatures: readonly Hex[],
): Promise<{ readonly signers: Address[]; readonly signatures: Hex[] }> {
  const signed = await Promise.all(
    signatures.map(async (signature) => ({ signature, by: await recoverAddress({ hash: digest, signature }) })),
  );
  signed.sort((a, b) => (BigInt(a.by) < BigInt(b.by) ? -1 : 1));
  const twice = signed.find(({ by }, index) => by === signed[index - 1]?.by);
  if (twice !== undefined) {
    throw new MillraceError("Two of the signatures are of the same account.", {
      code: "signed-twice",
      found: twice.by,
      expected: "one signature of each",
    });
  }
  return { signers: signed.map(({ by }) => by), signatures: signed.map(({ signature }) => signature) };
}
