import { randomBytes } from "node:crypto";
import secp256k1 from "secp256k1";
import type { Address } from "viem";
import { keccak } from "../../../relayer/intake/keccak.ts";
import { type ChannelTerms, channelIdOfTerms, plainTerms, saltOf } from "../../../sdk/channel.ts";
import { domainSeparator } from "../../../sdk/domain.ts";
import { escrowCalls } from "../../../sdk/escrow-calls.ts";
import { voucherTypeHash } from "../../../sdk/voucher.ts";
import type { Market } from "../../../test/relayer/support/market.ts";

/** An open channel, and a signer that signs thirty times as fast as viem's: the benchmark needs many. */
export type BenchChannel = { readonly id: string; readonly sign: (cumulative: bigint) => string };

const AT_ONCE = 100;
const DEPOSIT = 1_000_000n;

/** Open channels of one operator, each with a signer of its own. */
export async function openChannels(market: Market, operator: Address, count: number): Promise<BenchChannel[]> {
  const channels: { terms: ChannelTerms; channel: BenchChannel }[] = [];
  for (let index = 0; index < count; index += 1) {
    const key = randomBytes(32);
    const signer = addressOf(key);
    // Far from the nonces that the market itself gives.
    const nonce = 1_000_000n + BigInt(index);
    const terms = plainTerms({ payer: market.buyer.address, operator, token: market.token, signer, nonce });
    channels.push({ terms, channel: { id: channelIdOfTerms(terms), sign: voucherSigner(market, terms, key) } });
  }
  for (let start = 0; start < count; start += AT_ONCE) {
    const calls = channels.slice(start, start + AT_ONCE).map(({ terms }) => {
      return escrowCalls.open(market.escrow, terms, DEPOSIT);
    });
    await market.send(market.buyer, escrowCalls.multicall(market.escrow, calls));
  }
  return channels.map(({ channel }) => channel);
}

function addressOf(key: Buffer): Address {
  return `0x${keccak(secp256k1.publicKeyCreate(key, false).subarray(1)).toString("hex", 12)}`;
}

/** A voucher as text, as a client sends it. */
function voucherSigner({ domain, token }: Market, terms: ChannelTerms, key: Buffer): BenchChannel["sign"] {
  const salt = saltOf(terms);
  const struct = Buffer.alloc(160);
  struct.write(voucherTypeHash.slice(2), 0, "hex");
  struct.write(terms.operator.slice(2), 44, "hex");
  struct.write(token.slice(2), 76, "hex");
  struct.write(salt.toString(16).padStart(40, "0"), 108, "hex");
  const typed = Buffer.concat([Buffer.from("1901", "hex"), Buffer.from(domainSeparator(domain).slice(2), "hex")]);
  return (cumulative) => {
    struct.write(cumulative.toString(16).padStart(64, "0"), 128, "hex");
    const { signature, recid } = secp256k1.ecdsaSign(keccak(Buffer.concat([typed, keccak(struct)])), key);
    const bytes = `0x${Buffer.from(signature).toString("hex")}${(27 + recid).toString(16)}`;
    return `{"operator":"${terms.operator}","token":"${token}","salt":"${salt}","cumulative":"${cumulative}","signature":"${bytes}"}`;
  };
}
