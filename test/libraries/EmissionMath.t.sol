// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {EmissionMath} from "../../contracts/libraries/EmissionMath.sol";
import {Check} from "../support/Check.sol";
import {Random} from "../support/Random.sol";

/// @title The schedule, and what a unit of weight earns of it
contract EmissionMathTest is Check {
    uint256 private constant MILL = 1e18;
    uint256 private constant DAY = 1 days;
    uint256 private constant OUR_DECAY = 350_000_000_000_000;

    /// @dev io.net's published figures: hourly, 300 million in 175,319 epochs.
    function test_theGoldenScheduleSumsTo300MillionWithinOnePartInAMillion() external pure {
        uint256 emission = 4566.21e18;
        uint256 decay = 13_886_952_395_979;
        uint256 sum;
        for (uint256 i; i < 175_319; ++i) {
            sum += emission;
            emission = EmissionMath.next(emission, decay);
        }
        uint256 target = 300_000_000 * MILL;
        atMost(sum > target ? sum - target : target - sum, target / 1_000_000, "off the published sum");
    }

    /// @dev Σ Eₙ = E₀/decay: what is emitted up to epoch n is what the emission has fallen by, over decay.
    function test_ourScheduleStaysWithin400Million() external pure {
        uint256 emission = 140_000 * MILL;
        uint256 sum;
        uint256 epochs = 100_000;
        for (uint256 i; i < epochs; ++i) {
            sum += emission;
            emission = EmissionMath.next(emission, OUR_DECAY);
        }
        // Rounding adds at most 1/decay to the sum in an epoch.
        uint256 exact = ((140_000 * MILL - emission) * 1e18) / OUR_DECAY;
        atMost(sum, exact + epochs * (1e18 / OUR_DECAY + 1), "the sum");
        atMost(exact, sum + 1, "the fall over decay");
        atMost(400_000_000 * MILL - sum, MILL, "left after 274 years");
        atMost(sum, 400_000_000 * MILL, "never above");
    }

    function testFuzz_allWeightTogetherEarnsNeitherMoreThanTheScheduleNorThanTheYield(
        uint96 emission,
        uint64 totalWeight,
        uint256 yieldBps
    ) external pure {
        yieldBps = Random.fit(yieldBps, 0, EmissionMath.MOST_YIELD_BPS);
        uint256 perSecond = EmissionMath.perSecond(emission, totalWeight, yieldBps, DAY);
        uint256 inEpoch = perSecond * DAY * totalWeight;
        atMost(inEpoch, uint256(emission) * 1e18, "the schedule");
        // yieldBps of the weight in MILL's smallest unit, times 10¹⁸
        atMost(inEpoch, (uint256(totalWeight) * 1e9 * yieldBps * 1e18) / 10_000, "the yield");
        if (totalWeight == 0) same(perSecond, 0, "without weight");
        else {
            // It is one of the two, but for the rounding of a second's part of a unit of weight.
            uint256 lower = uint256(emission) * 1e18;
            uint256 byYield = (uint256(totalWeight) * 1e9 * yieldBps * 1e18) / 10_000;
            if (byYield < lower) lower = byYield;
            atMost(lower, inEpoch + DAY * totalWeight + DAY, "lost by rounding");
        }
    }

    function testFuzz_weightRoundsDownAndCannotOverflow(uint96 stake, uint16 bps) external pure {
        uint256 bounded = uint256(bps) % 10_001;
        uint256 weight = EmissionMath.weight(stake, bounded);
        atMost(weight * 1e9 * 10_000, uint256(stake) * bounded, "weight");
        if (weight != type(uint64).max) {
            atMost(uint256(stake) * bounded, (weight + 1) * 1e9 * 10_000 - 1, "less than a unit is lost");
        }
    }

    function testFuzz_eachEpochEmitsLessByDecayRoundedDown(uint96 emission, uint64 decay) external pure {
        uint256 d = uint256(decay) % (1e18 + 1);
        uint256 next = EmissionMath.next(emission, d);
        same(next, emission - (uint256(emission) * d) / 1e18, "next");
        atMost(next, emission, "never grows");
    }
}
