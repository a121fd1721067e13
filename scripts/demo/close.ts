import { escrowAbi } from "../../sdk/abi/escrow.ts";
import type { Call } from "../../sdk/call.ts";
import { signClose } from "../../sdk/close.ts";
import { escrowCalls } from "../../sdk/escrow-calls.ts";
import { inParallel } from "../parallel.ts";
import { type Chain, passTime, send } from "./chain.ts";
import type { ChannelLedger } from "./ledger.ts";
import type { Market } from "./market.ts";
import type { Ending } from "./plan.ts";

const width = 4;

/** The payers of the channels that end that way ask for the rest; the challenge period begins. */
export async function requestCloses(chain: Chain, market: Market, ledgers: readonly ChannelLedger[]): Promise<void> {
  const escrow = market.domain.verifyingContract;
  await inParallel(market.buyers, width, async (buyer) => {
    const mine = endingBy("payer", ledgers).filter(({ channel }) => channel.buyer === buyer);
    const calls = mine.map(({ channel }) => escrowCalls.requestClose(escrow, channel.terms));
    await sendAll(chain, market, buyer.account, calls);
  });
}

/** Everything is settled: end every channel in the way that was planned. */
export async function closeAll(chain: Chain, market: Market, ledgers: readonly ChannelLedger[]): Promise<void> {
  const escrow = market.domain.verifyingContract;
  await inParallel(market.operators, width, async (operator, index) => {
    const mine = ledgers.filter(({ channel }) => channel.operator === index);
    const alone = endingBy("operator", mine).map(({ channel }) => escrowCalls.close(escrow, channel.terms));
    const together = await Promise.all(endingBy("both", mine).map((ledger) => closeByBoth(market, ledger)));
    await sendAll(chain, market, operator, [...alone, ...together]);
  });
  await passTime(chain, await longestChallenge(chain, market, ledgers));
  await inParallel(market.buyers, width, async (buyer) => {
    const mine = endingBy("payer", ledgers).filter(({ channel }) => channel.buyer === buyer);
    const calls = mine.map(({ channel }) => escrowCalls.close(escrow, channel.terms));
    await sendAll(chain, market, buyer.account, calls);
  });
}

/** Operators take their earnings, buyers what is left of their money. */
export async function withdrawAll(chain: Chain, market: Market): Promise<void> {
  const escrow = market.domain.verifyingContract;
  const token = market.token.address;
  const read = { address: escrow, abi: escrowAbi } as const;
  await inParallel(market.operators, width, async (operator) => {
    const [net] = await chain.readContract({ ...read, functionName: "earnings", args: [operator.address, token] });
    if (net > 0n) await send(chain, operator, escrowCalls.withdrawEarnings(escrow, token));
  });
  await inParallel(market.buyers, width, async ({ account }) => {
    const free = await chain.readContract({ ...read, functionName: "freeBalance", args: [account.address, token] });
    if (free > 0n) await send(chain, account, escrowCalls.withdraw(escrow, token, free, account.address));
  });
}

function endingBy(ending: Ending, ledgers: readonly ChannelLedger[]): ChannelLedger[] {
  return ledgers.filter(({ channel }) => channel.ending === ending);
}

async function closeByBoth(market: Market, ledger: ChannelLedger): Promise<Call> {
  const { channel, acknowledged } = ledger;
  const close = { channelId: channel.id, cumulative: acknowledged };
  const operator = market.operators[channel.operator];
  if (operator === undefined) throw new Error(`There is no operator number ${channel.operator}.`);
  const [payer, payee] = await Promise.all([
    signClose(channel.buyer.account, market.domain, close),
    signClose(operator, market.domain, close),
  ]);
  const signatures = { payer, operator: payee };
  return escrowCalls.closeByBoth(market.domain.verifyingContract, channel.terms, acknowledged, signatures);
}

/** Seconds until the last requested close may be done. */
async function longestChallenge(chain: Chain, market: Market, ledgers: readonly ChannelLedger[]): Promise<bigint> {
  const read = { address: market.domain.verifyingContract, abi: escrowAbi, functionName: "channel" } as const;
  const states = await inParallel(endingBy("payer", ledgers), width, ({ channel }) => {
    return chain.readContract({ ...read, args: [channel.id] });
  });
  const { timestamp } = await chain.getBlock();
  return states.reduce(
    (longest, { closesAt }) => (closesAt - timestamp > longest ? closesAt - timestamp : longest),
    0n,
  );
}

/** All in one transaction; none if there are none. */
async function sendAll(
  chain: Chain,
  market: Market,
  account: Parameters<typeof send>[1],
  calls: readonly Call[],
): Promise<void> {
  if (calls.length > 0) await send(chain, account, escrowCalls.multicall(market.domain.verifyingContract, calls));
}
