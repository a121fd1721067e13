// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title What is emitted in an epoch, and what a unit of weight earns of it in a second
/// @notice Every division rounds down, so that what all weights earn together is never above the schedule.
library EmissionMath {
    /// @notice Scale of decay, of rewards per weight and of what is emitted: 10¹⁸.
    uint256 internal constant ONE = 1e18;
    /// @notice MILL's smallest unit per unit of weight: weights are counted in 10⁻⁹ MILL.
    uint256 internal constant WEIGHT_UNIT = 1e9;
    /// @notice No yield is ever greater, per epoch: 1 %.
    uint256 internal constant MOST_YIELD_BPS = 100;

    uint256 private constant BPS = 10_000;

    /// @notice `Eₙ₊₁ = Eₙ − ⌊Eₙ·decay/10¹⁸⌋`.
    /// @param emission of epoch n, at most 2⁹⁶ − 1
    /// @param decay at most 10¹⁸
    function next(uint256 emission, uint256 decay) internal pure returns (uint256) {
        // At most 96 + 60 bits, and never below zero.
        unchecked {
            return emission - (emission * decay) / ONE;
        }
    }

    /// @notice What a unit of weight earns per second, times 10¹⁸: the lower of what the schedule gives,
    /// `⌊Eₙ·10¹⁸/(epochSeconds·totalWeight)⌋`, and what the greatest yield allows,
    /// `⌊yieldBps·10⁹·10¹⁸/(10⁴·epochSeconds)⌋`. 0 without weight.
    /// @param emission of the epoch, in MILL's smallest unit, at most 2⁹⁶ − 1
    /// @param totalWeight at most 2⁶⁴ − 1
    /// @param yieldBps per epoch, at most `MOST_YIELD_BPS`
    function perSecond(
        uint256 emission,
        uint256 totalWeight,
        uint256 yieldBps,
        uint256 epochSeconds
    ) internal pure returns (uint256) {
        if (totalWeight == 0) return 0;
        return
            Math.min(
                (emission * ONE) / (epochSeconds * totalWeight),
                (yieldBps * WEIGHT_UNIT * ONE) / (BPS * epochSeconds)
            );
    }

    /// @notice `⌊⌊effectiveStake·multiplierBps/10⁴⌋/10⁹⌋`, at most 2⁶⁴ − 1.
    function weight(uint256 effectiveStake, uint256 multiplierBps) internal pure returns (uint256) {
        return Math.min((effectiveStake * multiplierBps) / (BPS * WEIGHT_UNIT), type(uint64).max);
    }
}
