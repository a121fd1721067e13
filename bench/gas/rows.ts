import { parseUnits } from "ethers";
import { type Market, USD } from "../../test/support/market.ts";
import { type Channel, entry, newChannel, signBatch } from "../../test/support/vouchers.ts";
import { networkHelpers } from "../../test/world.ts";
import { gasOf, perItem } from "./sample.ts";

/** The most gas that one transaction may use (EIP-7825). */
export const TRANSACTION_GAS_LIMIT = 16_777_216n;

/** What was paid before each measurement, so that no word is zero and no amount short. */
const EARLIER = parseUnits("12.345678", 6);
const NEXT = parseUnits("23.456789", 6);
const LATER = parseUnits("34.567891", 6);

/** Deposit and open: the buyer has a free balance and an open channel already. */
export async function depositAndOpen(m: Market) {
  const buyer = m.escrow.connect(m.buyer);
  await m.open();
  const deposit = await gasOf(buyer.deposit(m.token, 1_000n * USD));
  const { terms } = await m.open(0n);
  const nonce = BigInt(terms.nonce) ^ 1n;
  const open = await gasOf(buyer.open(terms.operator, m.token, terms.signer, nonce, 1_000n * USD));
  return { deposit: Number(deposit), open: Number(open) };
}

/** `count` channels with a signer each, on each of which something has been settled. */
export async function settledChannels(m: Market, count: number): Promise<Channel[]> {
  const channels: Channel[] = [];
  for (let i = 0; i < count; i++) channels.push(await m.open(100n * USD));
  for (let i = 0; i < count; i += 500) await settle(m, channels.slice(i, i + 500), EARLIER);
  return channels;
}

/** One voucher, 100 and as many as `channels` has, each batch in one transaction sent by a stranger. */
export async function settleBatches(m: Market, channels: readonly Channel[]) {
  const one = await settle(m, channels.slice(0, 1), NEXT);
  const hundred = await settle(m, channels.slice(100, 200), NEXT);
  const all = await settle(m, channels, LATER);
  if (all > TRANSACTION_GAS_LIMIT) throw new Error(`the batch of ${channels.length} used ${all} gas`);
  return {
    one: Number(one),
    perVoucher: { 100: perItem(hundred, 100), [channels.length]: perItem(all, channels.length) },
    transaction: { [channels.length]: Number(all) },
  };
}

/** One voucher all the way to the operator's wallet, in one transaction of the operator. */
export async function settleToWallet(m: Market): Promise<number> {
  const [first, second] = [await m.open(), await m.open()];
  await m.usd.mint(m.operator.address, USD);
  await settle(m, [first, second], EARLIER);
  const operator = m.escrow.connect(m.operator);
  return Number(await gasOf(operator.settleVoucherAndWithdraw(m.token, m.claim(first, NEXT))));
}

/** One voucher of an operator that has named a relayer, which has been paid before. */
export async function settleWithRelayerFee(m: Market): Promise<number> {
  const [first, second] = [await m.open(), await m.open()];
  await m.escrow.connect(m.operator).setRelayer(m.token, m.relayer.address, 500);
  await networkHelpers.time.increase(86_400);
  await settle(m, [first, second], EARLIER);
  return Number(await settle(m, [first], NEXT));
}

/** 100 channels under one signature: of one operator, and of 100. */
export async function settleGateway(m: Market, operators: readonly string[]): Promise<number> {
  const gateway = (await m.open()).key;
  const channels: Channel[] = [];
  for (let i = 0; i < 100; i++) {
    const operator = operators[i % operators.length] ?? m.operator.address;
    channels.push(await m.open(100n * USD, { operator, key: gateway }));
  }
  const size = BigInt(channels.length / operators.length);
  const runs = operators.map((operator) => (BigInt(operator) << 96n) | size);
  const send = (cumulative: bigint) => {
    const { r, vs } = signBatch(
      m.domain,
      channels.map((channel) => ({ channel, cumulative })),
      gateway,
    );
    const entries = channels.map((channel) => entry(channel, cumulative));
    return gasOf(m.escrow.connect(m.stranger).settleBatch(m.token, runs, entries, r, vs));
  };
  await send(EARLIER);
  return perItem(await send(NEXT), channels.length);
}

/** Open, one settle, close by the operator, withdraw: all of a plain channel's life. */
export async function channelLife(m: Market): Promise<number> {
  await settle(m, [await m.open()], EARLIER);
  await m.usd.mint(m.operator.address, USD);
  const channel = newChannel({ payer: m.buyer.address, operator: m.operator.address, token: m.token });
  const { operator, signer, nonce } = channel.terms;
  const asOperator = m.escrow.connect(m.operator);
  const opened = await gasOf(m.escrow.connect(m.buyer).open(operator, m.token, signer, nonce, 1_000n * USD));
  const settled = await settle(m, [channel], NEXT);
  const closed = await gasOf(asOperator.close(channel.terms));
  const withdrawn = await gasOf(asOperator.withdrawEarnings(m.token));
  return Number(opened + settled + closed + withdrawn);
}

/** Pay all `channels` up to `cumulative`, sent by a stranger. */
function settle(m: Market, channels: readonly Channel[], cumulative: bigint): Promise<bigint> {
  const claims = channels.map((channel) => m.claim(channel, cumulative));
  const limit = { gasLimit: TRANSACTION_GAS_LIMIT };
  return gasOf(m.escrow.connect(m.stranger).settle(m.operator.address, m.token, claims, limit));
}
