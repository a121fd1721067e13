/** A pool of shares: what it holds, and what holders have of it in all. */
export type Pool = { readonly tokens: bigint; readonly shares: bigint };

/** `⌊tokens · (S + 10³) / (T + 1)⌋`: what entering buys. The twin of `PoolMath.toShares`. */
export function sharesDown(pool: Pool, tokens: bigint): bigint {
  return (tokens * (pool.shares + 1_000n)) / (pool.tokens + 1n);
}

/** `⌊shares · (T + 1) / (S + 10³)⌋`: what leaving brings. The twin of `PoolMath.toTokens`. */
export function tokensDown(pool: Pool, shares: bigint): bigint {
  return (shares * (pool.tokens + 1n)) / (pool.shares + 1_000n);
}
