import { keccak256, type Log, parseEventLogs, toHex } from "viem";
import { nodesAbi } from "../../sdk/abi/nodes.ts";
import {
  attestorsDomain,
  inOrderOfSigners,
  type NodeAttestation,
  nodeDigest,
  signNode,
} from "../../sdk/attestation.ts";
import { nodeCalls } from "../../sdk/stake-calls.ts";
import type { SessionKey } from "../demo/session-key.ts";
import type { Action } from "./chain.ts";
import type { Person } from "./people.ts";
import { act, type Stage } from "./stage.ts";

/** Two of three attestors look at the hardware, or at what they take for it, and sign. */
export async function registerNode(
  stage: Stage,
  operator: Person,
  node: { readonly classId: number; readonly units: number; readonly name: string; readonly now: number },
  onRegistered: (nodeId: bigint) => void,
): Promise<Action> {
  const attestation: NodeAttestation = {
    operator: operator.address,
    hardwareId: keccak256(toHex(`${stage.seed}/${operator.address}/${node.name}`)),
    classId: node.classId,
    units: node.units,
    expiresAt: node.now + 5 * 365 * 86_400,
  };
  const nodes = stage.at("Nodes");
  const domain = attestorsDomain(stage.chainId, stage.at("Attestors"));
  const attestors = stage.roles.slice(17, 19) as SessionKey[];
  const signatures = await Promise.all(attestors.map((key) => signNode(key, domain, attestation)));
  const inOrder = await inOrderOfSigners(nodeDigest(domain, attestation), signatures);
  return act(operator, "register a node", nodeCalls.register(nodes, attestation, inOrder.signatures), {
    onMined: (logs) => {
      const events = parseEventLogs({ abi: nodesAbi, eventName: "NodeRegistered", logs: logs as Log[] });
      for (const { args } of events) onRegistered(args.nodeId);
    },
  });
}
