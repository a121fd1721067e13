/** 100 %, in basis points. */
const bps = 10_000n;

/** The parts of a payment; they add up to it exactly. */
export type PaymentParts = {
  /** The operator's. */
  readonly net: bigint;
  /** The protocol's. */
  readonly fee: bigint;
  readonly relayerFee: bigint;
};

/** The total after `cumulative` has been settled, rounded down. */
export function feeOfDown(cumulative: bigint, feeBps: bigint): bigint {
  return (cumulative * feeBps) / bps;
}

/**
 * Split the growth of a channel's settled total: the twin of `PaymentMath.split`. Fees are taken on the cumulative
 * amount, new minus old, so their totals do not depend on how often one settles.
 */
export function splitPayment(settled: bigint, target: bigint, feeBps: bigint, relayerBps: bigint): PaymentParts {
  const feeBefore = feeOfDown(settled, feeBps);
  const feeAfter = feeOfDown(target, feeBps);
  const fee = feeAfter - feeBefore;
  const relayerFee = feeOfDown(target - feeAfter, relayerBps) - feeOfDown(settled - feeBefore, relayerBps);
  return { net: target - settled - fee - relayerFee, fee, relayerFee };
}
