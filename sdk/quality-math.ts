/** 100 %, in basis points. */
const bps = 10_000n;
/** The scale of fade factors. */
const one = 10n ** 27n;
/** The largest value that a record holds. */
const maxValue = 2n ** 96n - 1n;
const maxAmount = 2n ** 128n - 1n;

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);
const up = (a: bigint, b: bigint): bigint => (a + b - 1n) / b;

/** Days since 1970 of a timestamp (s): records fade by whole days. */
export function dayOf(timestamp: bigint): bigint {
  return timestamp / 86_400n;
}

/**
 * `⌊amount · weight / 10¹⁸⌋ · times` in reference units of 18 decimals, at most 96 bits: the twin of
 * `QualityMath.valueOf`.
 * @param amount in the token's smallest unit
 */
export function recordValue(amount: bigint, weight: bigint, times: bigint): bigint {
  return least(least((least(amount, maxAmount) * weight) / 10n ** 18n, maxValue) * times, maxValue);
}

/** `a + b`, at most 96 bits: the twin of `QualityMath.add`. */
export function addValues(a: bigint, b: bigint): bigint {
  return least(a + b, maxValue);
}

/** What is left of a good record after `days`, rounded down: the twin of `QualityMath.fadeDown`. */
export function fadeDown(value: bigint, fadeBps: bigint, days: bigint): bigint {
  return (value * power(fadeBps, days, 0n)) / one;
}

/** What is left of a bad record after `days`, rounded up: the twin of `QualityMath.fadeUp`. */
export function fadeUp(value: bigint, fadeBps: bigint, days: bigint): bigint {
  return up(value * power(fadeBps, days, one - 1n), one);
}

/**
 * V: what a newcomer's prior weighs, `⌊cents · 10¹⁶ · requiredStake / 10²¹⌋`: the twin of `QualityMath.priorValue`.
 * @param cents value per 1,000 MILL in hundredths of a reference unit
 * @param requiredStake of all registered units, MILL's smallest unit
 */
export function priorValue(cents: bigint, requiredStake: bigint): bigint {
  return (cents * 10n ** 16n * requiredStake) / 10n ** 21n;
}

/** `⌊(priorBps · V + 10⁴ · good) / (V + good + bad)⌋`, 0 if that is 0/0: the twin of `QualityMath.scoreBps`. */
export function scoreBps(v: bigint, priorBps: bigint, good: bigint, bad: bigint): bigint {
  const whole = v + good + bad;
  return whole === 0n ? 0n : (priorBps * v + bps * good) / whole;
}

/** `(fadeBps / 10⁴)^exponent` in 10²⁷, by squaring, each product rounded as the contract does. */
function power(fadeBps: bigint, exponent: bigint, roundUp: bigint): bigint {
  let result = one;
  let square = (fadeBps * one) / bps;
  for (let left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = (result * square + roundUp) / one;
    square = (square * square + roundUp) / one;
  }
  return result;
}
