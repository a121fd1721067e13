/** What a sender has left of its allowance. */
export type Bucket = { readonly tokens: number; readonly at: number };

export type BucketRule = {
  /** Tokens that come back per second. */
  readonly rate: number;
  /** The most a bucket holds; also the most that one request may cost. */
  readonly burst: number;
};

export type Taken = { readonly bucket: Bucket; readonly waitSeconds: number };

/**
 * Take `cost` tokens at time `at` (ms).
 * @returns the bucket afterwards, and how long to wait if there was not enough; then nothing was taken
 */
export function take(bucket: Bucket | undefined, cost: number, at: number, { rate, burst }: BucketRule): Taken {
  const before = bucket ?? { tokens: burst, at };
  // A clock that steps back gives nothing and takes nothing.
  const elapsedSeconds = Math.max(0, at - before.at) / 1_000;
  const tokens = Math.min(burst, before.tokens + elapsedSeconds * rate);
  const needed = Math.min(cost, burst);
  if (tokens >= needed) return { bucket: { tokens: tokens - needed, at }, waitSeconds: 0 };
  return { bucket: { tokens, at }, waitSeconds: (needed - tokens) / rate };
}
