import type { BaseUnit } from "./quantity.ts";
import { DISPUTE_SETTINGS } from "./settings/disputes.ts";
import { INCENTIVE_RELATIONS, INCENTIVE_SETTINGS } from "./settings/incentives.ts";
import { LEASE_SETTINGS } from "./settings/leases.ts";
import { QUALITY_SETTINGS } from "./settings/quality.ts";
import { STAKE_SETTINGS } from "./settings/stake.ts";

/** One setting of the `Parameters` contract. Quantities are written for people; `unit` is what the contract counts in. */
export type Setting = {
  /** The id on chain; ends in its unit. */
  readonly id: string;
  readonly meaning: string;
  readonly unit: BaseUnit;
  readonly default: string;
  /** The smallest value it can ever have. */
  readonly minimum: string;
  /** The largest value it can ever have. */
  readonly maximum: string;
  /** The largest change at once. */
  readonly maxStep: string;
  /** The least time between two changes. */
  readonly minInterval: string;
};

/** `value(greater) > Σ value(summands)`, or `≥` where it is not strict; no change may break it. */
export type SettingRelation = {
  readonly greater: string;
  readonly summands: readonly string[];
  readonly strict: boolean;
  readonly reason: string;
};

/**
 * Every setting that governance can change, with the bounds that it cannot. This table is what the deployment puts on
 * chain; a network's file may replace defaults, never bounds. `docs/parameters.md` is generated from it.
 */
export const SETTINGS: readonly Setting[] = [
  {
    id: "protocolFeeBps",
    meaning: "Share of each payment that goes to the protocol; bound when a channel is opened",
    unit: "bps",
    default: "2 %",
    minimum: "0 %",
    maximum: "10 %",
    maxStep: "1 %",
    minInterval: "7 days",
  },
  {
    id: "challengePeriodSeconds",
    meaning: "From a payer's request to close a channel until it can be closed: the time left to settle vouchers",
    unit: "seconds",
    default: "1 day",
    minimum: "1 hour",
    maximum: "14 days",
    maxStep: "1 day",
    minInterval: "7 days",
  },
  {
    id: "maxRelayerFeeBps",
    meaning: "The most an operator can promise its relayer, of what is left after the protocol fee",
    unit: "bps",
    default: "10 %",
    minimum: "0 %",
    maximum: "10 %",
    maxStep: "5 %",
    minInterval: "7 days",
  },
  {
    id: "relayerNoticeSeconds",
    meaning: "From naming a relayer or changing its rate until that is in force",
    unit: "seconds",
    default: "1 day",
    minimum: "1 hour",
    maximum: "7 days",
    maxStep: "1 day",
    minInterval: "7 days",
  },
  {
    id: "pauseSeconds",
    meaning: "How long one pause by the guardian lasts",
    unit: "seconds",
    default: "5 days",
    minimum: "1 hour",
    maximum: "7 days",
    maxStep: "2 days",
    minInterval: "7 days",
  },
  {
    id: "pauseRestSeconds",
    meaning: "From the end of a pause until the guardian can pause the same action again",
    unit: "seconds",
    default: "30 days",
    minimum: "14 days",
    maximum: "90 days",
    maxStep: "14 days",
    minInterval: "7 days",
  },
  ...LEASE_SETTINGS,
  ...STAKE_SETTINGS,
  ...DISPUTE_SETTINGS,
  ...QUALITY_SETTINGS,
  ...INCENTIVE_SETTINGS,
];

export const SETTING_RELATIONS: readonly SettingRelation[] = [
  {
    greater: "pauseRestSeconds",
    summands: ["pauseSeconds"],
    strict: true,
    reason: "nothing is paused for half of the time or more",
  },
  {
    greater: "thawSeconds",
    summands: ["claimWindowSeconds"],
    strict: false,
    reason: "stake cannot leave before a lease's faults can be claimed",
  },
  // Compensation that disputes hold back is held for two thaw periods at most.
  {
    greater: "thawSeconds",
    summands: ["rulingSeconds", "appealSeconds"],
    strict: false,
    reason: "with the next one: no dispute outlasts two thaw periods, so none loses what it has frozen",
  },
  {
    greater: "thawSeconds",
    summands: ["answerSeconds", "appealRulingSeconds"],
    strict: false,
    reason: "with the one before: no dispute outlasts two thaw periods, so none loses what it has frozen",
  },
  ...[1, 2].flatMap((step): SettingRelation[] => [
    {
      greater: `outageStep${step + 1}Bps`,
      summands: [`outageStep${step}Bps`],
      strict: true,
      reason: "the steps of an outage ascend",
    },
    {
      greater: `outageCompensation${step + 1}Bps`,
      summands: [`outageCompensation${step}Bps`],
      strict: false,
      reason: "a longer outage is never compensated less",
    },
  ]),
  ...INCENTIVE_RELATIONS,
];
