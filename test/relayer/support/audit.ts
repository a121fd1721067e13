import { expect } from "chai";
import { type Hex, parseAbiItem } from "viem";
import { eventually, get } from "./http.ts";
import type { TestChannel } from "./market.ts";
import type { World } from "./world.ts";

const settledEvent = parseAbiItem("event Settled(bytes32 indexed channelId, uint256 settled)");

/** Wait until the chain has settled exactly these amounts, and the relayer says that nothing is left to do. */
export async function expectSettled(
  world: World,
  url: string,
  acknowledged: ReadonlyMap<TestChannel, bigint>,
): Promise<void> {
  await eventually("settlement of everything that was acknowledged", async () => {
    for (const [channel, amount] of acknowledged) {
      if ((await world.market.settledOf(channel.id)) !== amount) return undefined;
    }
    return true;
  });
  await eventually("relayer with nothing left to settle", async () => {
    const { body } = await get(`${url}/v1/health`);
    return (body.unsettled as unknown[]).length === 0 ? true : undefined;
  });
}

/** How often the canonical chain paid on this channel, and by which transactions. */
export async function paymentsOf(world: World, channelId: Hex): Promise<{ settled: bigint; transaction: Hex }[]> {
  const logs = await world.chain.client.getLogs({
    address: world.market.escrow,
    event: settledEvent,
    args: { channelId },
    fromBlock: 0n,
  });
  return logs.map((log) => ({ settled: log.args.settled ?? 0n, transaction: log.transactionHash }));
}

/** No payment was made twice: the totals of a channel only rise. */
export async function expectPaidOnce(world: World, channelId: Hex, times = 1): Promise<void> {
  const payments = await paymentsOf(world, channelId);
  expect(payments).to.have.length(times);
  const totals = payments.map(({ settled }) => settled);
  expect(totals.every((total, index) => index === 0 || total > (totals[index - 1] ?? 0n))).to.equal(true);
}
