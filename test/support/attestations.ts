import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { World } from "../world.ts";

const NODE = {
  Node: [
    { name: "operator", type: "address" },
    { name: "hardwareId", type: "bytes32" },
    { name: "classId", type: "uint32" },
    { name: "units", type: "uint32" },
    { name: "expiresAt", type: "uint40" },
  ],
};

const OUTAGE = {
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
  const verifyingContract = await w.attestors.getAddress();
  const domain = { name: "Millrace", version: "1", chainId: w.chainId, verifyingContract };
  const ascending = [...by].sort((a, b) => (BigInt(a.address) < BigInt(b.address) ? -1 : 1));
  return Promise.all(ascending.map((signer) => signer.signTypedData(domain, types, message)));
}
