/** What failures of a lease cost, in basis points. */
export type WarrantyRates = {
  /** Share of the bond. */
  readonly noShowBps: number;
  /** Least share of the bond for a lease that its operator abandons. */
  readonly abandonFloorBps: number;
  /** Outage over the allowance, as shares of the duration, ascending. */
  readonly outageStepBps: readonly [number, number, number];
  /** Shares of the bond for each step; above the last step all of it. */
  readonly outageCompensationBps: readonly [number, number, number];
};

const WIDTH = 16n;
const MASK = (1n << WIDTH) - 1n;

/** The rates in one number, as the contract's `WarrantyRates`: 16 bits each, the first one lowest. Each below 2¹⁶. */
export function packRates(rates: WarrantyRates): bigint {
  const { noShowBps, abandonFloorBps, outageStepBps, outageCompensationBps } = rates;
  return [noShowBps, abandonFloorBps, ...outageStepBps, ...outageCompensationBps].reduce(
    (packed, bps, index) => packed | (BigInt(bps) << (WIDTH * BigInt(index))),
    0n,
  );
}

/** The twin of {@link packRates}. */
export function unpackRates(packed: bigint): WarrantyRates {
  const at = (index: number): number => Number((packed >> (WIDTH * BigInt(index))) & MASK);
  return {
    noShowBps: at(0),
    abandonFloorBps: at(1),
    outageStepBps: [at(2), at(3), at(4)],
    outageCompensationBps: [at(5), at(6), at(7)],
  };
}
