import { min } from "./bigint.ts";

/** A claim as its worth is judged. */
export type PayingClaim = {
  /** What it would settle, in the token's smallest unit. */
  readonly pays: bigint;
  /** What one whole coin of the chain is worth, in the token's smallest unit; undefined if nobody said. */
  readonly coinPrice: bigint | undefined;
  /** A deadline demands it: its channel is closing. */
  readonly urgent: boolean;
};

// What settling takes in the steady state, as the benchmark measures it: the least that has to be worth it. (Limits of
// gas are upper bounds and would keep back what pays.)
const gasPerClaim = 12_000n;
const gasPerGroup = 8_000n;
const gasOfTransaction = 22_000n;

// Of `Leases.settle` in a transaction of its own.
const gasOfLeaseSettlement = 110_000n;

const weiPerCoin = 10n ** 18n;

/**
 * The claims of a batch that are worth their gas now, group by group: each settles at least what it adds to the gas, and
 * together they settle at least all of it. Urgent claims always are, and so are those in a token whose price is not
 * known; beside one of these a claim only has to be worth what it adds.
 * @param feePerGas wei
 */
export function worthSettling<Claim extends PayingClaim>(
  groups: readonly (readonly Claim[])[],
  feePerGas: bigint,
): Claim[][] {
  const kept = groups
    .map((group) => group.filter((claim) => isExempt(claim) || worth(claim) >= gasPerClaim * feePerGas))
    .filter((group) => group.length > 0);
  const claims = kept.flat();
  if (claims.some(isExempt)) return kept;
  const gas = gasOfTransaction + gasPerGroup * BigInt(kept.length) + gasPerClaim * BigInt(claims.length);
  const value = claims.reduce((sum, claim) => sum + worth(claim), 0n);
  return value >= gas * feePerGas ? kept : [];
}

/** Whether a settlement of a lease that pays so much is worth its gas; in a token without a price it is. */
export function worthStep(pays: bigint, coinPrice: bigint | undefined, feePerGas: bigint): boolean {
  return coinPrice === undefined || worth({ pays, coinPrice, urgent: false }) >= gasOfLeaseSettlement * feePerGas;
}

/** What will be paid per gas if the next block takes it, wei. */
export function expectedFeePerGas(baseFee: bigint, suggestedTip: bigint, maxTip: bigint): bigint {
  return baseFee + min(suggestedTip, maxTip);
}

function isExempt({ urgent, coinPrice }: PayingClaim): boolean {
  return urgent || coinPrice === undefined;
}

/** In wei, rounded down. */
function worth({ pays, coinPrice }: PayingClaim): bigint {
  return coinPrice === undefined ? 0n : (pays * weiPerCoin) / coinPrice;
}
