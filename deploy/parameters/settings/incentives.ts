import type { Setting, SettingRelation } from "../settings.ts";

/** Settings of emissions, of the auction of fees, and of what lowers the fee of a lease. */
export const INCENTIVE_SETTINGS: readonly Setting[] = [
  {
    id: "maxYieldBps",
    meaning: "Most that is emitted in an epoch (a day), of the weight that is there; the schedule itself cannot change",
    unit: "bps",
    default: "0.05 %",
    minimum: "0 %",
    maximum: "0.07 %",
    maxStep: "0.01 %",
    minInterval: "7 days",
  },
  {
    id: "rebateShareBps",
    meaning:
      "κ: share of the MILL that fees fetched which goes back to operators; the rest is burned; bound into a lot",
    unit: "bps",
    default: "70 %",
    minimum: "0 %",
    maximum: "90 %",
    maxStep: "5 %",
    minInterval: "7 days",
  },
  {
    id: "auctionHalfLifeSeconds",
    meaning: "In which the price of a lot halves; bound into a lot",
    unit: "seconds",
    default: "20 minutes",
    minimum: "10 minutes",
    maximum: "1 hour",
    maxStep: "10 minutes",
    minInterval: "7 days",
  },
  {
    id: "rebateDelaySeconds",
    meaning: "From the beginning of its sale until a lot's rebates open though it is not sold out; bound into a lot",
    unit: "seconds",
    default: "7 days",
    minimum: "1 day",
    maximum: "30 days",
    maxStep: "7 days",
    minInterval: "7 days",
  },
  {
    id: "rebateClaimSeconds",
    meaning: "From the opening of a lot's rebates until what is not claimed can be burned; bound into a lot",
    unit: "seconds",
    default: "90 days",
    minimum: "30 days",
    maximum: "365 days",
    maxStep: "30 days",
    minInterval: "7 days",
  },
  {
    id: "marketSubsidyBps",
    meaning:
      "By how much the fee of every lease is lower; a class with a greater subsidy keeps its own; bound at opening",
    unit: "bps",
    default: "0 %",
    minimum: "0 %",
    maximum: "100 %",
    maxStep: "25 %",
    minInterval: "7 days",
  },
  ...[
    { step: 1, stake: "25,000 MILL", discount: "5 %" },
    { step: 2, stake: "100,000 MILL", discount: "10 %" },
    { step: 3, stake: "1,000,000 MILL", discount: "15 %" },
  ].flatMap(({ step, stake, discount }): Setting[] => [
    {
      id: `stakeDiscount${step}Mill`,
      meaning: `Own stake from which the fee of an operator's leases is lower by discount ${step}`,
      unit: "MILL wei",
      default: stake,
      minimum: "1,000 MILL",
      maximum: "100,000,000 MILL",
      maxStep: "1,000,000 MILL",
      minInterval: "7 days",
    },
    {
      id: `stakeDiscount${step}Bps`,
      meaning: `Discount ${step} on the fee of an operator's leases; bound at opening`,
      unit: "bps",
      default: discount,
      minimum: "0 %",
      maximum: "50 %",
      maxStep: "10 %",
      minInterval: "7 days",
    },
  ]),
];

export const INCENTIVE_RELATIONS: readonly SettingRelation[] = [1, 2].flatMap((step): SettingRelation[] => [
  {
    greater: `stakeDiscount${step + 1}Mill`,
    summands: [`stakeDiscount${step}Mill`],
    strict: true,
    reason: "the steps of the discount ascend",
  },
  {
    greater: `stakeDiscount${step + 1}Bps`,
    summands: [`stakeDiscount${step}Bps`],
    strict: false,
    reason: "more stake never means a higher fee",
  },
]);
