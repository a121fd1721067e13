import type { Address, Hex } from "viem";
import { readContractEvents } from "../../sdk/contract-events.ts";
import { contractsOf } from "../../sdk/contracts.ts";
import { MillraceError } from "../../sdk/error.ts";
import type { Context } from "../context.ts";
import { parseWhole } from "../parse-number.ts";

/** A node as Nodes has it. Units are thousandths of a GPU. */
export type NodeFacts = {
  readonly nodeId: bigint;
  readonly operator: Address;
  readonly classId: number;
  readonly units: number;
  readonly leasedUnits: number;
  /** Timestamp, s. */
  readonly attestedUntil: number;
  readonly active: boolean;
  readonly hardwareId: Hex;
};

/** Every node that an operator has ever registered, oldest first. */
export async function readNodes(context: Context, operator: Address): Promise<NodeFacts[]> {
  const { client, deployment } = context;
  const registered = await readContractEvents(client, contractsOf(deployment).nodes, "NodeRegistered", { operator });
  return Promise.all(registered.map(({ args }) => readNode(context, args.nodeId)));
}

export async function readNode({ client, deployment }: Context, nodeId: bigint): Promise<NodeFacts> {
  const node = await client.readContract({ ...contractsOf(deployment).nodes, functionName: "node", args: [nodeId] });
  return { nodeId, ...node };
}

/**
 * The node that is meant: its number, or nothing if the operator has one active node only.
 * @throws MillraceError `bad-number`, `node-ambiguous` or `node-unknown`
 */
export async function pickNode(context: Context, operator: Address, text: string | undefined): Promise<NodeFacts> {
  if (text !== undefined) return readNode(context, parseWhole(text, "The node's number", { bits: 256 }));
  const active = (await readNodes(context, operator)).filter((node) => node.active);
  const [only, ...others] = active;
  if (only !== undefined && others.length === 0) return only;
  throw new MillraceError("Which node?", {
    code: only === undefined ? "node-unknown" : "node-ambiguous",
    found: `${active.length} active nodes of ${operator}`,
    next: "Give its number; `millrace operator node list` shows them, `node register` adds one.",
  });
}
