import type { Hex } from "viem";
import { feeAuctionAbi } from "../sdk/abi/fee-auction.ts";
import { contractAt } from "../sdk/contract-at.ts";
import { readContractEvents } from "../sdk/contract-events.ts";
import { contractsOf } from "../sdk/contracts.ts";
import type { Context } from "./context.ts";

type MillKind =
  | "stake"
  | "delegate"
  | "stake withdrawn"
  | "compensation"
  | "dispute bond"
  | "credit"
  | "rebate"
  | "bid";

/** MILL that went from an account's wallet to the protocol, or came back. In MILL's smallest unit; one of both is 0. */
export type MillEntry = {
  readonly kind: MillKind;
  /** Timestamp of the block, seconds. */
  readonly at: bigint;
  readonly in: bigint;
  readonly out: bigint;
  /** What it is of: an operator, a compensation, a lot. */
  readonly of: string;
  readonly transaction: Hex;
  readonly block: bigint;
  readonly logIndex: number;
};

/**
 * Every move of MILL between this account's wallet and the protocol, oldest first: without transfers between wallets,
 * `in` less `out` is what the wallet has gained.
 */
export async function readMillHistory({ client, deployment, self }: Context): Promise<MillEntry[]> {
  const { staking, mill } = contractsOf(deployment);
  const auction = { address: contractAt(deployment, "FeeAuction"), abi: feeAuctionAbi, fromBlock: deployment.block };
  const me = self();
  const [staked, delegated, withdrawn, compensated, bonds, credits, rebates, sold, lots] = await Promise.all([
    readContractEvents(client, staking, "Staked", { operator: me }),
    readContractEvents(client, staking, "Delegated", { delegator: me }),
    readContractEvents(client, staking, "StakeWithdrawn", { account: me }),
    readContractEvents(client, staking, "CompensationPaid", { buyer: me }),
    readContractEvents(client, staking, "DisputeBondTaken", { account: me }),
    readContractEvents(client, staking, "CreditWithdrawn", { account: me }),
    readContractEvents(client, auction, "RebatePaid", { operator: me }),
    readContractEvents(client, auction, "LotSold", { bidder: me }),
    readContractEvents(client, auction, "LotOpened", { token: mill.address }),
  ]);
  // Whoever redeems a lot of MILL itself pays nothing and gets nothing.
  const ofMill = new Set(lots.map(({ args }) => args.lot));
  const bids = sold.filter(({ args }) => !ofMill.has(args.lot));
  const entries = [
    ...staked.map((event) => ({ event, kind: "stake", out: event.args.amount, in: 0n, of: me }) as const),
    ...delegated.map(
      (event) => ({ event, kind: "delegate", out: event.args.amount, in: 0n, of: event.args.operator }) as const,
    ),
    ...withdrawn.map(
      (event) => ({ event, kind: "stake withdrawn", in: event.args.tokens, out: 0n, of: event.args.operator }) as const,
    ),
    ...compensated.map(
      (event) =>
        ({ event, kind: "compensation", in: event.args.amount, out: 0n, of: `${event.args.compensationId}` }) as const,
    ),
    ...bonds.map((event) => ({ event, kind: "dispute bond", out: event.args.amount, in: 0n, of: "" }) as const),
    ...credits.map((event) => ({ event, kind: "credit", in: event.args.amount, out: 0n, of: "" }) as const),
    ...rebates.map(
      (event) => ({ event, kind: "rebate", in: event.args.mill, out: 0n, of: `${event.args.lot}` }) as const,
    ),
    ...bids.map((event) => ({ event, kind: "bid", out: event.args.mill, in: 0n, of: `${event.args.lot}` }) as const),
  ]
    .filter((entry) => entry.in + entry.out > 0n)
    .sort((a, b) => Number(a.event.blockNumber - b.event.blockNumber) || a.event.logIndex - b.event.logIndex);

  const times = new Map<bigint, bigint>();
  for (const { event } of entries) {
    const { blockNumber } = event;
    if (!times.has(blockNumber)) times.set(blockNumber, (await client.getBlock({ blockNumber })).timestamp);
  }
  return entries.map(({ event, ...entry }) => ({
    ...entry,
    at: times.get(event.blockNumber) ?? 0n,
    transaction: event.transactionHash,
    block: event.blockNumber,
    logIndex: event.logIndex,
  }));
}
