import { parseQuantity } from "../../sdk/quantity.ts";

/**
 * The schedule of emissions. It is fixed when it is deployed: no vote can change it. An epoch is a day, and what all of
 * them emit together is 140,000 MILL / 0.00035 = 400,000,000 MILL.
 */
export const EMISSION_SCHEDULE = {
  /** The most that the first epoch emits, in MILL's smallest unit. */
  firstEmission: parseQuantity("140,000 MILL", "MILL wei"),
  /** By which part of itself each epoch's emission is less than the one before, times 10¹⁸. */
  decay: 350_000_000_000_000n,
} as const;
