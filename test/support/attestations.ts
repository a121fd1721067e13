import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { World } from "../world.ts";

/** What attestors sign of a node. */
export const NODE = {
  Node: [
    { name: "operator", type: "address" },
    { name: "hardwareId", type: "bytes32" },
    { name: "classId", type: "uint32" },
    { name: "units", type: "uint32" },
    { name: "expiresAt", type: "uint40" },
  ],
};

/** What attestors sign of an outage. */
export const OUTAGE = {
  Outage: [
    { name: "leaseId", type: "bytes32" },
    { name: "from", type: "uint40" },
    { name: "to", type: "uint40" },
  ],
};

export type NodeAttestation = {
  readonly operator: string;
  readonly hardwareId: string;
  readonly classId: number;
  readonly units: number;
  readonly expiresAt: bigint;
};

export type OutageAttestation = { readonly leaseId: string; readonly from: bigint; readonly to: bigint };

/** Where attestations count: one chain, one Attestors. */
export async function attestationDomain(w: World) {
  const verifyingContract = await w.attestors.getAddress();
  return { name: "Millrace", version: "1", chainId: w.chainId, verifyingContract };
}

/** In the order in which Attestors lists them and takes their signatures. */
export function ascending<T extends { readonly address: string }>(accounts: readonly T[]): T[] {
  return [...accounts].sort((a, b) => (BigInt(a.address) < BigInt(b.address) ? -1 : 1));
}

export function attestNode(w: World, attestation: NodeAttestation, by = observers(w)): Promise<string[]> {
  return sign(w, NODE, attestation, by);
}

export function attestOutage(w: World, attestation: OutageAttestation, by = observers(w)): Promise<string[]> {
  return sign(w, OUTAGE, attestation, by);
}

/** Two of the three attestors: the threshold. */
function observers(w: World): HardhatEthersSigner[] {
  return [w.attestor0, w.attestor1];
}

async function sign(
  w: World,
  types: Record<string, { name: string; type: string }[]>,
  message: Record<string, unknown>,
  by: readonly HardhatEthersSigner[],
): Promise<string[]> {
  const domain = await attestationDomain(w);
  return Promise.all(ascending(by).map((signer) => signer.signTypedData(domain, types, message)));
}
