import type { Address } from "viem";
import { readContractEvents } from "../../sdk/contract-events.ts";
import { contractsOf } from "../../sdk/contracts.ts";
import type { Context } from "../context.ts";

type Moment = { readonly blockNumber: bigint; readonly logIndex: number };

const isBefore = (a: Moment, b: Moment): boolean =>
  a.blockNumber < b.blockNumber || (a.blockNumber === b.blockNumber && a.logIndex < b.logIndex);

/**
 * The stake that an operator's nodes ask for, from their events: each node that was not retired adds its units times what
 * its class asked for when it was registered, or last renewed. In MILL's smallest unit.
 */
export async function readRequiredStake({ client, deployment }: Context, operator: Address): Promise<bigint> {
  const { nodes } = contractsOf(deployment);
  const registered = await readContractEvents(client, nodes, "NodeRegistered", { operator });
  if (registered.length === 0) return 0n;
  const among = { nodeId: registered.map(({ args }) => args.nodeId) };
  const [renewed, retired, changes] = await Promise.all([
    readContractEvents(client, nodes, "NodeRenewed", among),
    readContractEvents(client, nodes, "NodeRetired", among),
    readContractEvents(client, nodes, "ClassChanged"),
  ]);
  const gone = new Set(retired.map(({ args }) => args.nodeId));
  return registered
    .filter(({ args }) => !gone.has(args.nodeId))
    .reduce((sum, node) => {
      const since = renewed.findLast(({ args }) => args.nodeId === node.args.nodeId) ?? node;
      const terms = changes.findLast(({ args, ...at }) => args.classId === node.args.classId && isBefore(at, since));
      return sum + BigInt(node.args.units) * (terms?.args.requiredStakePerUnit ?? 0n);
    }, 0n);
}
