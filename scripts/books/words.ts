const mask96 = 2n ** 96n - 1n;

/** The amount in the low 96 bits of a word. */
export function lowAmount(word: bigint): bigint {
  return word & mask96;
}

/** The amount in the top 96 bits of a word. */
export function topAmount(word: bigint): bigint {
  return word >> 160n;
}

/** The number in `count` bits of a word from bit `from` up. */
export function bits(word: bigint, from: bigint, count: bigint): bigint {
  return (word >> from) & (2n ** count - 1n);
}

/** What of a channel's word is money: `deposited (96) | settled (96) | ...` from the top. */
export type ChannelMoney = { readonly deposited: bigint; readonly settled: bigint };

export function channelMoney(word: bigint): ChannelMoney {
  return { deposited: word >> 160n, settled: (word >> 64n) & mask96 };
}

/** What an operator's relayer has earned and not collected: the top 96 bits above its address. */
export function relayerAccrued(word: bigint): bigint {
  return word >> 160n;
}

/** What of an operator's earnings word is money: `net (96) | fees (96) | ...` from the top. */
export type EarningsMoney = { readonly net: bigint; readonly fees: bigint };

export function earningsMoney(word: bigint): EarningsMoney {
  return { net: word >> 160n, fees: (word >> 64n) & mask96 };
}
