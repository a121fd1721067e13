import type { Address } from "viem";
import { readContractEvents } from "../../sdk/contract-events.ts";
import { contractsOf } from "../../sdk/contracts.ts";
import type { Context } from "../context.ts";

/** Units that an operator has registered and not retired, from the events of its nodes. */
export async function readUnits({ client, deployment }: Context, operator: Address): Promise<bigint> {
  const { nodes } = contractsOf(deployment);
  const registered = await readContractEvents(client, nodes, "NodeRegistered", { operator });
  if (registered.length === 0) return 0n;
  const among = { nodeId: registered.map(({ args }) => args.nodeId) };
  const retired = new Set(
    (await readContractEvents(client, nodes, "NodeRetired", among)).map(({ args }) => args.nodeId),
  );
  return registered
    .filter(({ args }) => !retired.has(args.nodeId))
    .reduce((sum, { args }) => sum + BigInt(args.units), 0n);
}
