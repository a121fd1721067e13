import type { Hex } from "viem";
import { readContractEvents } from "../../sdk/contract-events.ts";
import { contractsOf } from "../../sdk/contracts.ts";
import { readEscrowEvents } from "../../sdk/escrow-events.ts";
import type { Context } from "../context.ts";

/**
 * From when on (timestamp, s) the operator may release a running lease by voucher; undefined if it has not said that it
 * is idle, or a voucher was settled since.
 */
export async function readReleasableAt(
  { client, deployment }: Context,
  leaseId: Hex,
  channelId: Hex,
): Promise<bigint | undefined> {
  const { leases } = contractsOf(deployment);
  const idle = (await readContractEvents(client, leases, "LeaseIdle", { leaseId })).at(-1);
  if (idle === undefined) return undefined;
  const settled = (await readEscrowEvents(client, deployment, "Settled", { channelId })).at(-1);
  const isOver = settled !== undefined && settled.blockNumber > idle.blockNumber;
  return isOver ? undefined : idle.args.releasableAt;
}
