/** Scale of decay, of rewards per weight and of what is emitted. */
const one = 10n ** 18n;
/** Weights are counted in so many of MILL's smallest unit. */
const weightUnit = 10n ** 9n;
const bps = 10_000n;

/** Seconds of an epoch. */
export const epochSeconds = 86_400n;

/** `Eₙ₊₁ = Eₙ − ⌊Eₙ·decay/10¹⁸⌋`: the twin of `EmissionMath.next`. */
export function nextEmission(emission: bigint, decay: bigint): bigint {
  return emission - (emission * decay) / one;
}

/** What a unit of weight earns per second, times 10¹⁸, rounded down: the twin of `EmissionMath.perSecond`. */
export function earnedPerSecond(emission: bigint, totalWeight: bigint, yieldBps: bigint): bigint {
  if (totalWeight === 0n) return 0n;
  const bySchedule = (emission * one) / (epochSeconds * totalWeight);
  const byYield = (yieldBps * weightUnit * one) / (bps * epochSeconds);
  return bySchedule < byYield ? bySchedule : byYield;
}

/** What a weight has earned when a unit has earned `perWeight` more, and the fraction that is carried on. */
export function creditOfWeight(weight: bigint, perWeight: bigint, fraction: bigint) {
  const scaled = weight * perWeight + fraction;
  return { reward: scaled / one, fraction: scaled % one };
}
