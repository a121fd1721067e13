import { getAbiItem, type Hash, toFunctionSelector } from "viem";
import { escrowAbi } from "../../sdk/abi/escrow.ts";
import type { Deployment } from "../../sdk/deployment.ts";
import type { Snapshot } from "../books/read.ts";
import type { Chain } from "./chain.ts";

/** What the chain itself says was done. Amounts in the payment token's smallest unit. */
export type Figures = {
  /** Settlement transactions. */
  readonly batches: number;
  /** Claims that these paid. */
  readonly claims: number;
  /** Gas of these transactions, everything included, divided by the claims that they paid. */
  readonly gasPerVoucher: number;
  /** Settled out of channels: to operators, relayers and as fees. */
  readonly paid: bigint;
  /** The protocol's part of it. */
  readonly fees: bigint;
  /** What closing gave back to payers. */
  readonly refunds: bigint;
};

const settlements = (["settle", "settleGroups", "settleBatch", "settleVoucherAndWithdraw"] as const).map((name) =>
  toFunctionSelector(getAbiItem({ abi: escrowAbi, name })),
);

/** Read the figures from the chain's transactions, events and storage. `snapshot` is the books'. */
export async function readFigures(chain: Chain, deployment: Deployment, snapshot: Snapshot): Promise<Figures> {
  const events = { address: deployment.contracts.Escrow, abi: escrowAbi, fromBlock: BigInt(deployment.block) } as const;
  const settled = await chain.getContractEvents({ ...events, eventName: "Settled" });
  const closed = await chain.getContractEvents({ ...events, eventName: "ChannelClosed" });
  const collected = await chain.getContractEvents({ ...events, eventName: "FeesCollected" });

  const claimsOf = new Map<Hash, number>();
  for (const { transactionHash } of settled) claimsOf.set(transactionHash, (claimsOf.get(transactionHash) ?? 0) + 1);
  let batches = 0;
  let claims = 0;
  let gas = 0n;
  for (const [hash, count] of claimsOf) {
    const { input } = await chain.getTransaction({ hash });
    // A close by both settles too, but it is not a batch.
    if (!settlements.some((selector) => input.startsWith(selector))) continue;
    const { gasUsed } = await chain.getTransactionReceipt({ hash });
    batches += 1;
    claims += count;
    gas += gasUsed;
  }

  const [holdings] = snapshot.tokens;
  if (holdings === undefined) throw new Error("The books hold no payment token.");
  const feesThere = [...holdings.earnings.values()].reduce((sum, each) => sum + each.fees, 0n);
  return {
    batches,
    claims,
    gasPerVoucher: claims === 0 ? 0 : Math.round(Number(gas) / claims),
    paid: settledTotal(snapshot),
    fees: collected.reduce((sum, { args }) => sum + (args.amount ?? 0n), feesThere),
    refunds: closed.reduce((sum, { args }) => sum + (args.refunded ?? 0n), 0n),
  };
}

/** What is settled of these channels, from Escrow's storage. */
export function settledOf(snapshot: Snapshot, channelIds: readonly Hash[]): bigint {
  const channels = snapshot.tokens[0]?.channels;
  return channelIds.reduce((total, id) => total + (channels?.get(id)?.settled ?? 0n), 0n);
}

/** The settled total of all channels of the payment token, from Escrow's storage. */
function settledTotal(snapshot: Snapshot): bigint {
  let total = 0n;
  for (const { settled } of snapshot.tokens[0]?.channels.values() ?? []) total += settled;
  return total;
}
