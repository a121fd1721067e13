/** What one settlement transaction may hold. */
export type BatchLimits = {
  readonly maxClaims: number;
  readonly maxGas: number;
  readonly maxCalldataBytes: number;
};

// Upper bounds, so that a batch within its limit cannot run out of gas: 1,536 calldata + 3,000 recovery + 2,100 + 2,900
// channel word + two events, with room. The measured steady state is about 12,000.
const gasPerClaim = 15_500;
const gasPerGroup = 75_000;
const gasOfTransaction = 60_000;

const bytesPerClaim = 96;
const bytesPerGroup = 160;
const bytesOfCall = 100;

/** The gas limit of a transaction with so many groups and claims. */
export function gasLimitOf(groups: number, claims: number): number {
  return gasOfTransaction + groups * gasPerGroup + claims * gasPerClaim;
}

export function calldataBytesOf(groups: number, claims: number): number {
  return bytesOfCall + groups * bytesPerGroup + claims * bytesPerClaim;
}

/**
 * How many claims of one more group fit into a transaction that holds `groups` and `claims` already.
 *
 * A claim that was in a transaction that failed as a whole comes back with its number of failures, and shares its next
 * transaction with an eighth as many others for each: at the fourth it is alone, and the guilty one is found.
 */
export function roomForGroup(limits: BatchLimits, held: { groups: number; claims: number }, failures: number): number {
  const byCount = Math.ceil(limits.maxClaims / 8 ** failures) - held.claims;
  const byGas = Math.floor((limits.maxGas - gasLimitOf(held.groups + 1, held.claims)) / gasPerClaim);
  const bytesLeft = limits.maxCalldataBytes - calldataBytesOf(held.groups + 1, held.claims);
  return Math.max(0, Math.min(byCount, byGas, Math.floor(bytesLeft / bytesPerClaim)));
}

/** How long a claim that failed alone, or that would be paid nothing, waits for its next try. */
export function retryDelaySeconds(failures: number): number {
  return Math.min(3_600, 5 * 2 ** Math.min(failures, 10));
}
