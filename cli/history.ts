import type { Address, Hex } from "viem";
import { type EscrowEvent, readEscrowEvents } from "../sdk/escrow-events.ts";
import type { Opening } from "../sdk/opening.ts";
import { splitPayment } from "../sdk/payment-math.ts";
import type { Context } from "./context.ts";
import { ownChannels } from "./pick-channel.ts";

export type EntryKind = "deposit" | "withdraw" | "lock" | "pay" | "refund" | "earn" | "withdraw earnings";

/** One thing that happened to an account's money. Amounts in the token's smallest unit, never below zero. */
export type Entry = {
  readonly kind: EntryKind;
  /** Timestamp of the block, seconds. */
  readonly at: bigint;
  readonly block: bigint;
  readonly transaction: Hex;
  readonly logIndex: number;
  readonly channelId?: Hex;
  /** The other side of the channel, or where a withdrawal went. */
  readonly counterparty?: Address;
  /** Before fees. */
  readonly gross: bigint;
  readonly protocolFee: bigint;
  readonly relayerFee: bigint;
  /** `gross − protocolFee − relayerFee` for an operator; `gross` for everything else. */
  readonly net: bigint;
};

type Undated = Omit<Entry, "at">;
type Place = { readonly blockNumber: bigint; readonly transactionHash: Hex; readonly logIndex: number };

/** Everything that happened to this account's money in this token, oldest first, from the chain's events. */
export async function readHistory(context: Context): Promise<Entry[]> {
  const { client, deployment, token, self } = context;
  const account = self();
  const own = (await ownChannels(context)).filter(({ terms }) => terms.token === token.address);
  const byAccount = { account, token: token.address };
  const [deposits, withdrawals, taken] = await Promise.all([
    readEscrowEvents(client, deployment, "Deposited", byAccount),
    readEscrowEvents(client, deployment, "Withdrawn", byAccount),
    readEscrowEvents(client, deployment, "EarningsWithdrawn", { operator: account, token: token.address }),
  ]);
  const entries: Undated[] = [
    ...deposits.map((event) => plain("deposit", event, event.args.amount)),
    ...withdrawals.map((event) => ({ ...plain("withdraw", event, event.args.amount), counterparty: event.args.to })),
    ...taken.map((event) => plain("withdraw earnings", event, event.args.amount)),
    ...(await channelEntries(context, own)),
  ];
  entries.sort((a, b) => Number(a.block - b.block) || a.logIndex - b.logIndex);
  return withTimes(context, entries);
}

/** What happened in the account's own channels; in a channel with itself it is both sides. */
async function channelEntries(context: Context, own: readonly Opening[]): Promise<Undated[]> {
  if (own.length === 0) return [];
  const { client, deployment, self } = context;
  const among = { channelId: own.map(({ channelId }) => channelId) };
  const [opened, toppedUp, settled, closed] = await Promise.all([
    readEscrowEvents(client, deployment, "ChannelOpened", among),
    readEscrowEvents(client, deployment, "ChannelToppedUp", among),
    readEscrowEvents(client, deployment, "Settled", among),
    readEscrowEvents(client, deployment, "ChannelClosed", among),
  ]);
  const openings = new Map(opened.map((event) => [event.args.channelId, event.args]));
  const entries: Undated[] = [];
  const addForPayer = (kind: EntryKind, place: Place, channelId: Hex, amount: bigint): void => {
    const terms = openings.get(channelId);
    if (terms?.payer !== self() || amount === 0n) return;
    entries.push({ ...plain(kind, place, amount), channelId, counterparty: terms.operator });
  };
  for (const event of opened) addForPayer("lock", event, event.args.channelId, event.args.deposited);
  for (const event of toppedUp) addForPayer("lock", event, event.args.channelId, event.args.amount);
  for (const event of closed) addForPayer("refund", event, event.args.channelId, event.args.refunded);

  const rates = await relayerRates(context);
  const before = new Map<Hex, bigint>();
  for (const event of settled) {
    const { channelId, settled: target } = event.args;
    const last = before.get(channelId) ?? 0n;
    before.set(channelId, target);
    addForPayer("pay", event, channelId, target - last);
    const terms = openings.get(channelId);
    if (terms?.operator !== self()) continue;
    const { timestamp } = await client.getBlock({ blockNumber: event.blockNumber });
    const parts = splitPayment(last, target, terms.feeBps, rateAt(rates, timestamp));
    entries.push({
      ...plain("earn", event, target - last),
      channelId,
      counterparty: terms.payer,
      protocolFee: parts.fee,
      relayerFee: parts.relayerFee,
      net: parts.net,
    });
  }
  return entries;
}

function plain(kind: EntryKind, place: Place, amount: bigint): Undated {
  const { blockNumber: block, transactionHash: transaction, logIndex } = place;
  return { kind, block, transaction, logIndex, gross: amount, protocolFee: 0n, relayerFee: 0n, net: amount };
}

type TermsChange = EscrowEvent<"RelayerTermsChanged">["args"];

async function relayerRates({ client, deployment, token, self }: Context): Promise<TermsChange[]> {
  const filter = { operator: self(), token: token.address };
  const events = await readEscrowEvents(client, deployment, "RelayerTermsChanged", filter);
  return events.map(({ args }) => args);
}

/** The relayer's rate in force: of the changes whose time had come, the one that was announced last. */
function rateAt(changes: readonly TermsChange[], timestamp: bigint): bigint {
  return changes.findLast(({ effectiveAt }) => effectiveAt <= timestamp)?.feeBps ?? 0n;
}

async function withTimes({ client }: Context, entries: readonly Undated[]): Promise<Entry[]> {
  const times = new Map<bigint, bigint>();
  for (const { block } of entries) {
    if (!times.has(block)) times.set(block, (await client.getBlock({ blockNumber: block })).timestamp);
  }
  return entries.map((entry) => ({ ...entry, at: times.get(entry.block) ?? 0n }));
}
