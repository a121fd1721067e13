/** A setting's value, by its name. */
export type ReadSetting = (id: string) => Promise<number>;

/** The time over which the rewards of a bought score are counted, in epochs. */
const EPOCHS = 90;
const BPS = 10_000;

/**
 * The price of a MILL up to which buying a score loses (P3): the fees of the value that a tier asks for, at the greatest
 * discount, less the rebates that come back at the tier's own multiplier as if the auction fetched their worth, against
 * what twice the required stake earns at that tier in {@link EPOCHS} epochs at the greatest yield. Both grow with the
 * required stake, so the limit is the same for any number of units of any class. The least over the tiers; dollars.
 */
export async function priceLimit(value: ReadSetting): Promise<number> {
  const [fee, discount, rebate, yieldBps, cents] = await Promise.all(
    ["protocolFeeBps", "stakeDiscount3Bps", "rebateShareBps", "maxYieldBps", "stakeValueCents"].map(value),
  );
  const limits = await Promise.all(
    [1, 2, 3].map(async (tier) => {
      const times = await value(`tier${tier}ServedTimes`);
      const multiplier = (await value(`tier${tier}MultiplierBps`)) / BPS;
      // Per 1,000 MILL of required stake.
      const served = ((cents as number) / 100) * times;
      const fees = served * ((fee as number) / BPS) * (1 - (discount as number) / BPS);
      const cost = fees * (1 - ((rebate as number) / BPS) * multiplier);
      const earned = 2 * 1_000 * ((yieldBps as number) / BPS) * EPOCHS * multiplier;
      return cost / earned;
    }),
  );
  return Math.min(...limits);
}
