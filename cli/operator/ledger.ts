import type { Address, Hex } from "viem";
import { readContractEvents } from "../../sdk/contract-events.ts";
import { contractsOf } from "../../sdk/contracts.ts";
import type { PaymentToken } from "../../sdk/deployment.ts";
import { leaseReader } from "../../sdk/lease-reader.ts";
import type { Context } from "../context.ts";
import { readHistory } from "../history.ts";
import { millToken } from "../mill.ts";
import { asIfBy } from "./acting-as.ts";

/** What changed what an operator has. Amounts in the token's smallest unit; what was lost is below zero. */
export type LedgerEntry = {
  readonly kind:
    | ("earn" | "withdraw earnings" | "stake" | "withdraw stake" | "reward")
    | ("compensation" | "compensation returned" | "slash" | "credit withdrawn");
  /** Timestamp of the block, s. */
  readonly at: bigint;
  readonly block: bigint;
  readonly logIndex: number;
  readonly transaction: Hex;
  /** The channel, lease, compensation or dispute. */
  readonly reference: string;
  readonly counterparty?: Address;
  readonly token: PaymentToken;
  readonly gross: bigint;
  readonly protocolFee: bigint;
  readonly relayerFee: bigint;
  readonly net: bigint;
};

type Undated = Omit<LedgerEntry, "at">;
type Place = { readonly blockNumber: bigint; readonly transactionHash: Hex; readonly logIndex: number };

/** All of it, oldest first, from the chain's events: payments in every token of the deployment, and MILL. */
export async function readLedger(context: Context, operator: Address): Promise<LedgerEntry[]> {
  const earned = await Promise.all(context.deployment.tokens.map((token) => earnings({ ...context, token }, operator)));
  const inMill = await withTimes(context, [
    ...(await ownStake(context, operator)),
    ...(await losses(context, operator)),
  ]);
  return [...earned.flat(), ...inMill].sort((a, b) => Number(a.block - b.block) || a.logIndex - b.logIndex);
}

async function earnings(context: Context, operator: Address): Promise<LedgerEntry[]> {
  const history = await readHistory(asIfBy(context, operator));
  return history.flatMap((entry) => {
    const { kind, channelId } = entry;
    if (kind !== "earn" && kind !== "withdraw earnings") return [];
    return [{ ...entry, kind, reference: channelId ?? "", token: context.token }];
  });
}

async function ownStake(context: Context, operator: Address): Promise<Undated[]> {
  const { client, deployment } = context;
  const { staking } = contractsOf(deployment);
  const [staked, withdrawn, rewards, credits] = await Promise.all([
    readContractEvents(client, staking, "Staked", { operator }),
    readContractEvents(client, staking, "StakeWithdrawn", { operator, account: operator }),
    readContractEvents(client, staking, "RewardsAdded", { operator }),
    readContractEvents(client, staking, "CreditWithdrawn", { account: operator }),
  ]);
  const entry = (kind: LedgerEntry["kind"], place: Place, amount: bigint, reference = "") =>
    millEntry(context, kind, place, amount, reference);
  return [
    ...staked.map((event) => entry("stake", event, event.args.amount)),
    ...withdrawn.map((event) => entry("withdraw stake", event, event.args.tokens, `thaw ${event.args.index}`)),
    ...rewards.map((event) => entry("reward", event, event.args.toOwn)),
    ...credits.map((event) => entry("credit withdrawn", event, event.args.amount)),
  ];
}

/** Compensation leaves the operator's stake when it is booked, a slash when it is booked. */
async function losses(context: Context, operator: Address): Promise<Undated[]> {
  const { client, deployment } = context;
  const { staking } = contractsOf(deployment);
  const slashes = await readContractEvents(client, staking, "SlashBooked", { operator });
  const slashed = slashes.map((event) => {
    return millEntry(context, "slash", event, -event.args.ownTaken, `dispute ${event.args.disputeId}`);
  });
  const leaseIds = (await leaseReader(client, deployment).opened({ operator })).map(({ leaseId }) => leaseId);
  if (leaseIds.length === 0) return slashed;
  const booked = await readContractEvents(client, staking, "CompensationBooked", { leaseId: leaseIds });
  const ids = booked.map(({ args }) => args.compensationId);
  const returned =
    ids.length === 0 ? [] : await readContractEvents(client, staking, "CompensationReturned", { compensationId: ids });
  return [
    ...slashed,
    ...booked.map((event) => {
      const { leaseId, buyer, amount } = event.args;
      return { ...millEntry(context, "compensation", event, -amount, leaseId), counterparty: buyer };
    }),
    ...returned.map((event) => {
      const { compensationId, amount } = event.args;
      return millEntry(context, "compensation returned", event, amount, `compensation ${compensationId}`);
    }),
  ];
}

function millEntry(
  context: Context,
  kind: LedgerEntry["kind"],
  { blockNumber: block, transactionHash: transaction, logIndex }: Place,
  amount: bigint,
  reference: string,
): Undated {
  const token = millToken(context);
  return {
    kind,
    block,
    logIndex,
    transaction,
    reference,
    token,
    gross: amount,
    protocolFee: 0n,
    relayerFee: 0n,
    net: amount,
  };
}

async function withTimes({ client }: Context, entries: readonly Undated[]): Promise<LedgerEntry[]> {
  const blocks = [...new Set(entries.map(({ block }) => block))];
  const times = new Map(
    await Promise.all(
      blocks.map(async (block) => [block, (await client.getBlock({ blockNumber: block })).timestamp] as const),
    ),
  );
  return entries.map((entry) => ({ ...entry, at: times.get(entry.block) ?? 0n }));
}
