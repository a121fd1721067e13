const bps = 10_000n;
/** κ is never more. */
const mostRebateBps = 9_000n;

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);
const up = (dividend: bigint, divisor: bigint): bigint => (dividend + divisor - 1n) / divisor;

/** The price of a lot, MILL's smallest unit per whole token: the twin of `AuctionMath.priceUp`. */
export function lotPriceUp(start: bigint, elapsedSeconds: bigint, halfLifeSeconds: bigint): bigint {
  const halvings = elapsedSeconds / halfLifeSeconds;
  if (halvings > 128n) return start === 0n ? 0n : 1n;
  const whole = 2n * halfLifeSeconds;
  return up(start * (whole - (elapsedSeconds % halfLifeSeconds)), whole << halvings);
}

/** `⌈amount·price/10^decimals⌉`: the twin of `AuctionMath.costUp`. */
export function lotCostUp(amount: bigint, price: bigint, decimals: number): bigint {
  return up(amount * price, 10n ** BigInt(decimals));
}

/** The most that costs no more than `mill`: `⌊mill·10^decimals/price⌋`. A price is never 0. */
export function lotAmountDown(mill: bigint, price: bigint, decimals: number): bigint {
  return (mill * 10n ** BigInt(decimals)) / price;
}

/** The part of what a lot fetched that goes back, `⌊κ·received⌋`: the twin of `AuctionMath.pot`. */
export function potDown(received: bigint, rebateBps: bigint): bigint {
  return (received * least(rebateBps, mostRebateBps)) / bps;
}

/** What a contribution counts for: the twin of `AuctionMath.counted`. */
export function countedDown(contribution: bigint, multiplierBps: bigint): bigint {
  return (contribution * least(multiplierBps, bps)) / bps;
}

/** An operator's part of a pot: the twin of `AuctionMath.rebate`. */
export function rebateDown(pot: bigint, counted: bigint, collected: bigint): bigint {
  return counted === 0n ? 0n : (pot * counted) / collected;
}
