import { type Hex, keccak256, type PrivateKeyAccount, parseEventLogs, toHex } from "viem";
import { nodesAbi } from "../../../sdk/abi/nodes.ts";
import { inOrderOfSigners, type NodeAttestation, nodeDigest, signNode } from "../../../sdk/attestation.ts";
import { nodeCalls } from "../../../sdk/stake-calls.ts";
import type { Cast, Quorum } from "./cast.ts";
import type { Clock, Deed } from "./clock.ts";
import type { LeasePlan } from "./lease-plan.ts";
import type { Place } from "./place.ts";
import type { PlannedNode } from "./providers.ts";

const month = 30 * 86_400;

/** Every operator registers its nodes, with what attestors say of them. @returns their ids, in the plan's order */
export async function registerNodes(clock: Clock, plan: LeasePlan, cast: Cast, place: Place): Promise<bigint[]> {
  const expiresAt = clock.now() + plan.endsAt - plan.beginsAt + 3 * month;
  const ids = new Map<Hex, bigint>();
  const deeds: Deed[] = [];
  for (const [index, node] of plan.nodes.entries()) {
    const by = cast.operators[node.operator] as PrivateKeyAccount;
    const { classId, units } = node;
    const attestation = { operator: by.address, hardwareId: hardwareId(node), classId, units, expiresAt };
    const signatures = await attest(cast.attestors, place, attestation, index);
    deeds.push({
      by,
      call: nodeCalls.register(place.nodes, attestation, signatures),
      done: ({ logs }) => {
        const [event] = parseEventLogs({ abi: nodesAbi, eventName: "NodeRegistered", logs: [...logs] as never });
        if (event !== undefined) ids.set(event.args.hardwareId, event.args.nodeId);
      },
    });
  }
  await clock.mine(0, deeds);
  return plan.nodes.map((node) => {
    const id = ids.get(hardwareId(node));
    if (id === undefined) throw new Error(`The node ${node.name} was not registered.`);
    return id;
  });
}

/** The id of a node's hardware: what attestors would read from the machine. */
function hardwareId(node: PlannedNode): Hex {
  return keccak256(toHex(`millrace demo hardware/${node.name}`));
}

/** As many attestors as must, each node by others. */
async function attest(attestors: Quorum, place: Place, attestation: NodeAttestation, turn: number): Promise<Hex[]> {
  const digest = nodeDigest(place.attestors, attestation);
  const signed = quorumOf(attestors, turn).map((account) => signNode(account, place.attestors, attestation));
  return (await inOrderOfSigners(digest, await Promise.all(signed))).signatures;
}

/** As many members as must sign, beginning with another at each turn. */
export function quorumOf({ members, threshold }: Quorum, turn: number): PrivateKeyAccount[] {
  return Array.from({ length: threshold }, (_, index) => members[(turn + index) % members.length] as PrivateKeyAccount);
}
