// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

/// @title The names of the settings that contracts read
/// @dev A setting's id is its name in ASCII, so it can be read on chain. The whole table, with units, bounds and
/// defaults, belongs to the deployment.
library ParameterIds {
    /// @dev Protocol fee of a plain channel, bps of the cumulative amount.
    bytes32 internal constant PROTOCOL_FEE_BPS = "protocolFeeBps";
    /// @dev From a requested close until anyone may close the channel, seconds.
    bytes32 internal constant CHALLENGE_PERIOD_SECONDS = "challengePeriodSeconds";
    /// @dev The most a relayer may be given, bps of what is left after the protocol fee.
    bytes32 internal constant MAX_RELAYER_FEE_BPS = "maxRelayerFeeBps";
    /// @dev From naming a relayer until its terms are in force, seconds.
    bytes32 internal constant RELAYER_NOTICE_SECONDS = "relayerNoticeSeconds";
    /// @dev How long one pause lasts, seconds.
    bytes32 internal constant PAUSE_SECONDS = "pauseSeconds";
    /// @dev From the end of a pause until the same action may be paused again, seconds.
    bytes32 internal constant PAUSE_REST_SECONDS = "pauseRestSeconds";

    // ------------------------------------------------------------------------------------------------------ leases

    /// @dev From the end of a start window until a no-show can be reported, seconds.
    bytes32 internal constant NO_SHOW_DELAY_SECONDS = "noShowDelaySeconds";
    /// @dev From a lease's end until it is final: the time left to report an outage or open a dispute, seconds.
    bytes32 internal constant CLAIM_WINDOW_SECONDS = "claimWindowSeconds";
    /// @dev Compensation for a no-show, of the bond, bps.
    bytes32 internal constant NO_SHOW_BPS = "noShowBps";
    /// @dev Least compensation for an abandoned lease, of the bond, bps.
    bytes32 internal constant ABANDON_FLOOR_BPS = "abandonFloorBps";
    /// @dev Outage over the allowance, of the duration: end of step 1, bps.
    bytes32 internal constant OUTAGE_STEP_1_BPS = "outageStep1Bps";
    /// @dev Compensation in step 1 of an outage, of the bond; above the last step, all of it, bps.
    bytes32 internal constant OUTAGE_COMPENSATION_1_BPS = "outageCompensation1Bps";
    /// @dev Outage over the allowance, of the duration: end of step 2, bps.
    bytes32 internal constant OUTAGE_STEP_2_BPS = "outageStep2Bps";
    /// @dev Compensation in step 2 of an outage, of the bond; above the last step, all of it, bps.
    bytes32 internal constant OUTAGE_COMPENSATION_2_BPS = "outageCompensation2Bps";
    /// @dev Outage over the allowance, of the duration: end of step 3, bps.
    bytes32 internal constant OUTAGE_STEP_3_BPS = "outageStep3Bps";
    /// @dev Compensation in step 3 of an outage, of the bond; above the last step, all of it, bps.
    bytes32 internal constant OUTAGE_COMPENSATION_3_BPS = "outageCompensation3Bps";
    /// @dev Most units that an operator of tier 0 has under leases at once, units.
    bytes32 internal constant NEWCOMER_UNITS = "newcomerUnits";

    // ------------------------------------------------------------------------------------------- stake and slashes

    /// @dev From a request to leave until stake can be withdrawn, and from booking compensation until it is paid,
    /// seconds.
    bytes32 internal constant THAW_SECONDS = "thawSeconds";
    /// @dev From raising a commission until that is in force, seconds.
    bytes32 internal constant COMMISSION_NOTICE_SECONDS = "commissionNoticeSeconds";
    /// @dev Delegated stake that counts, as a multiple of own stake, times.
    bytes32 internal constant MAX_DELEGATION_RATIO = "maxDelegationRatio";
    /// @dev Least size of a position when it is entered, MILL wei.
    bytes32 internal constant LEAST_POSITION_MILL = "leastPositionMill";
    /// @dev Most that slashes pay out at once, MILL wei.
    bytes32 internal constant SLASH_BUCKET_MILL = "slashBucketMill";
    /// @dev Until an empty bucket of slashes is full again, seconds.
    bytes32 internal constant SLASH_REFILL_SECONDS = "slashRefillSeconds";
    /// @dev Most that one slash takes of the delegated pools, bps.
    bytes32 internal constant DELEGATED_SLASH_CAP_BPS = "delegatedSlashCapBps";
    /// @dev Bounty of the challenger, of what a slash took, bps.
    bytes32 internal constant BOUNTY_BPS = "bountyBps";
    /// @dev What the buyer gets of a slash beyond the bond, bps.
    bytes32 internal constant BUYER_SLASH_BPS = "buyerSlashBps";

    // ---------------------------------------------------------------------------------------------------- disputes

    /// @dev From opening a dispute until the operator must have answered, seconds.
    bytes32 internal constant ANSWER_SECONDS = "answerSeconds";
    /// @dev From the answer until the arbitrator must have ruled, seconds.
    bytes32 internal constant RULING_SECONDS = "rulingSeconds";
    /// @dev From a ruling until the loser must have appealed, seconds.
    bytes32 internal constant APPEAL_SECONDS = "appealSeconds";
    /// @dev From an appeal until it must have been ruled, seconds.
    bytes32 internal constant APPEAL_RULING_SECONDS = "appealRulingSeconds";
    /// @dev Bond of a dispute, of what the fault could take, bps.
    bytes32 internal constant DISPUTE_BOND_BPS = "disputeBondBps";
    /// @dev Least bond of a dispute, MILL wei.
    bytes32 internal constant LEAST_DISPUTE_BOND_MILL = "leastDisputeBondMill";
    /// @dev Bond of an appeal, of the dispute's bond, bps.
    bytes32 internal constant APPEAL_BOND_BPS = "appealBondBps";
    /// @dev Slash for a wrong result, of own and delegated stake, bps.
    bytes32 internal constant WRONG_RESULT_BPS = "wrongResultBps";
    /// @dev Slash for wrong hardware, of own and delegated stake, bps.
    bytes32 internal constant WRONG_HARDWARE_BPS = "wrongHardwareBps";
    /// @dev Slash for double-sold or spoofed capacity, of own and delegated stake, bps.
    bytes32 internal constant DOUBLE_SOLD_BPS = "doubleSoldBps";
    /// @dev Slash for misuse of data, of own and delegated stake, bps.
    bytes32 internal constant DATA_MISUSE_BPS = "dataMisuseBps";

    // ------------------------------------------------------------------------------------- record, score and tiers

    /// @dev What is left of the good record after a day, bps.
    bytes32 internal constant GOOD_FADE_BPS = "goodFadeBps";
    /// @dev What is left of the bad record after a day, bps.
    bytes32 internal constant BAD_FADE_BPS = "badFadeBps";
    /// @dev Score that a newcomer's prior stands for, bps.
    bytes32 internal constant PRIOR_BPS = "priorBps";
    /// @dev V₀: value in hundredths of a reference unit that the prior weighs per 1,000 MILL of required stake, cents.
    bytes32 internal constant STAKE_VALUE_CENTS = "stakeValueCents";
    /// @dev Weight of the value at fault: noShow, times.
    bytes32 internal constant NO_SHOW_WEIGHT = "noShowWeight";
    /// @dev Weight of the value at fault: outage, times.
    bytes32 internal constant OUTAGE_WEIGHT = "outageWeight";
    /// @dev Weight of the value at fault: abandoned, times.
    bytes32 internal constant ABANDONED_WEIGHT = "abandonedWeight";
    /// @dev Weight of the value at fault: proven, times.
    bytes32 internal constant PROVEN_WEIGHT = "provenWeight";
    /// @dev Least score of tier 1, bps.
    bytes32 internal constant TIER_1_SCORE_BPS = "tier1ScoreBps";
    /// @dev Least value served in all for tier 1, in V, times.
    bytes32 internal constant TIER_1_SERVED_TIMES = "tier1ServedTimes";
    /// @dev Least effective stake over required stake for tier 1, bps.
    bytes32 internal constant TIER_1_COVER_BPS = "tier1CoverBps";
    /// @dev Least age of the record for tier 1, seconds.
    bytes32 internal constant TIER_1_AGE_SECONDS = "tier1AgeSeconds";
    /// @dev Reward multiplier of tier 1, bps.
    bytes32 internal constant TIER_1_MULTIPLIER_BPS = "tier1MultiplierBps";
    /// @dev Least score of tier 2, bps.
    bytes32 internal constant TIER_2_SCORE_BPS = "tier2ScoreBps";
    /// @dev Least value served in all for tier 2, in V, times.
    bytes32 internal constant TIER_2_SERVED_TIMES = "tier2ServedTimes";
    /// @dev Least effective stake over required stake for tier 2, bps.
    bytes32 internal constant TIER_2_COVER_BPS = "tier2CoverBps";
    /// @dev Least age of the record for tier 2, seconds.
    bytes32 internal constant TIER_2_AGE_SECONDS = "tier2AgeSeconds";
    /// @dev Reward multiplier of tier 2, bps.
    bytes32 internal constant TIER_2_MULTIPLIER_BPS = "tier2MultiplierBps";
    /// @dev Least score of tier 3, bps.
    bytes32 internal constant TIER_3_SCORE_BPS = "tier3ScoreBps";
    /// @dev Least value served in all for tier 3, in V, times.
    bytes32 internal constant TIER_3_SERVED_TIMES = "tier3ServedTimes";
    /// @dev Least effective stake over required stake for tier 3, bps.
    bytes32 internal constant TIER_3_COVER_BPS = "tier3CoverBps";
    /// @dev Least age of the record for tier 3, seconds.
    bytes32 internal constant TIER_3_AGE_SECONDS = "tier3AgeSeconds";
    /// @dev Reward multiplier of tier 3, bps.
    bytes32 internal constant TIER_3_MULTIPLIER_BPS = "tier3MultiplierBps";

    // -------------------------------------------------------------------------------- emissions, auction, lower fees

    /// @dev Most that is emitted in an epoch, of the weight that is there, bps.
    bytes32 internal constant MAX_YIELD_BPS = "maxYieldBps";
    /// @dev κ: what operators get back of the MILL that a lot of fees fetched; the rest is burned, bps.
    bytes32 internal constant REBATE_SHARE_BPS = "rebateShareBps";
    /// @dev In which the price of a lot halves, seconds.
    bytes32 internal constant AUCTION_HALF_LIFE_SECONDS = "auctionHalfLifeSeconds";
    /// @dev From the beginning of its sale until a lot's rebates open though it is not sold out, seconds.
    bytes32 internal constant REBATE_DELAY_SECONDS = "rebateDelaySeconds";
    /// @dev From the opening of a lot's rebates until what was not claimed is burned, seconds.
    bytes32 internal constant REBATE_CLAIM_SECONDS = "rebateClaimSeconds";
    /// @dev Lower fee of all leases, of the base rate, bps.
    bytes32 internal constant MARKET_SUBSIDY_BPS = "marketSubsidyBps";
    /// @dev Own stake from which an operator's leases have discount 1, MILL wei.
    bytes32 internal constant STAKE_DISCOUNT_1_MILL = "stakeDiscount1Mill";
    /// @dev Discount 1 on the fee, bps.
    bytes32 internal constant STAKE_DISCOUNT_1_BPS = "stakeDiscount1Bps";
    /// @dev Own stake from which an operator's leases have discount 2, MILL wei.
    bytes32 internal constant STAKE_DISCOUNT_2_MILL = "stakeDiscount2Mill";
    /// @dev Discount 2 on the fee, bps.
    bytes32 internal constant STAKE_DISCOUNT_2_BPS = "stakeDiscount2Bps";
    /// @dev Own stake from which an operator's leases have discount 3, MILL wei.
    bytes32 internal constant STAKE_DISCOUNT_3_MILL = "stakeDiscount3Mill";
    /// @dev Discount 3 on the fee, bps.
    bytes32 internal constant STAKE_DISCOUNT_3_BPS = "stakeDiscount3Bps";
}
