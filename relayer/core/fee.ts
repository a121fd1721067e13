import { max, min } from "./bigint.ts";

/** What a transaction offers per gas, in wei. */
export type Fee = { readonly maxFeePerGas: bigint; readonly maxPriorityFeePerGas: bigint };

export type FeeCap = { readonly maxFeePerGas: bigint; readonly maxPriorityFeePerGas: bigint };

/** The first offer: it stays valid through six full blocks, in which the base fee at most doubles. */
export function firstFee(baseFee: bigint, suggestedTip: bigint, cap: FeeCap): Fee {
  const tip = min(suggestedTip, cap.maxPriorityFeePerGas);
  const maxFeePerGas = min(2n * baseFee + tip, cap.maxFeePerGas);
  return { maxFeePerGas, maxPriorityFeePerGas: min(tip, maxFeePerGas) };
}

/**
 * The offer of a replacement: at least an eighth more of both parts, which is what the strictest nodes ask for, and
 * at least what a first offer would be now. Undefined once the cap does not allow that: then the last one broadcast is
 * kept, and sent again and again.
 */
export function replacementFee(last: Fee, baseFee: bigint, suggestedTip: bigint, cap: FeeCap): Fee | undefined {
  const fresh = firstFee(baseFee, suggestedTip, cap);
  const tip = max(raised(last.maxPriorityFeePerGas), fresh.maxPriorityFeePerGas);
  const maxFeePerGas = max(max(raised(last.maxFeePerGas), fresh.maxFeePerGas), tip);
  // The tip of a replacement may pass its own cap: a wedged nonce costs more than a few gwei.
  if (maxFeePerGas > cap.maxFeePerGas) return undefined;
  return { maxFeePerGas, maxPriorityFeePerGas: tip };
}

function raised(amount: bigint): bigint {
  return (amount * 9n) / 8n + 1n;
}
