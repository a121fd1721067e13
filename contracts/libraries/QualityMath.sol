// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title What leases are worth to a record, how a record fades, and the score that it gives
/// @notice Values are in reference units with 18 decimals. What speaks for an operator is rounded down, what speaks
/// against it up. No function reverts for any input within the bounds it states.
library QualityMath {
    /// @dev 100 %, in basis points.
    uint256 internal constant BPS = 10_000;
    /// @dev The largest weight of a token.
    uint256 internal constant MAX_TOKEN_WEIGHT = 1e36;
    /// @dev The largest value that a record holds.
    uint256 internal constant MAX_VALUE = type(uint96).max;

    /// @dev Of fade factors.
    uint256 private constant ONE = 1e27;
    uint256 private constant VALUE_PER_CENT = 1e16;
    uint256 private constant STAKE_STEP = 1_000e18;

    /// @notice `⌊amount·weight/10¹⁸⌋·times`, at most `MAX_VALUE`.
    /// @param amount in the token's smallest unit
    /// @param weight of the token, at most `MAX_TOKEN_WEIGHT`
    /// @param times at most 2⁹⁶ − 1
    function valueOf(uint256 amount, uint256 weight, uint256 times) internal pure returns (uint256) {
        // 128 + 120 bits; then at most 96 + 96.
        uint256 value = (Math.min(amount, type(uint128).max) * weight) / 1e18;
        return Math.min(Math.min(value, MAX_VALUE) * times, MAX_VALUE);
    }

    /// @notice `a + b`, at most `MAX_VALUE`; both at most `MAX_VALUE`.
    function add(uint256 a, uint256 b) internal pure returns (uint256) {
        return Math.min(a + b, MAX_VALUE);
    }

    /// @notice `value·(bps/10⁴)^elapsedDays`, rounded down; less than that by at most one and
    /// `2·elapsedDays·value/10²⁷`.
    /// @param value at most `MAX_VALUE`
    /// @param bps what is left after a day, at most 10⁴
    /// @param elapsedDays at most 2³² − 1
    function fadeDown(uint256 value, uint256 bps, uint256 elapsedDays) internal pure returns (uint256) {
        return (value * _power(bps, elapsedDays, 0)) / ONE;
    }

    /// @notice The same rounded up; more by at most one and `2·elapsedDays·value/10²⁷`.
    function fadeUp(uint256 value, uint256 bps, uint256 elapsedDays) internal pure returns (uint256) {
        return Math.ceilDiv(value * _power(bps, elapsedDays, ONE - 1), ONE);
    }

    /// @notice V: what a newcomer's prior weighs, `⌊cents·10¹⁶·requiredStake/10²¹⌋`. By the stake that is required, so that
    /// an operator of small GPUs has as far to go as one of large GPUs.
    /// @param cents value per 1,000 MILL in hundredths of a reference unit, at most 2⁹⁶ − 1
    /// @param requiredStake of all registered units, MILL's smallest unit, at most 2⁹⁶ − 1
    function priorValue(uint256 cents, uint256 requiredStake) internal pure returns (uint256) {
        return (cents * VALUE_PER_CENT * requiredStake) / STAKE_STEP;
    }

    /// @notice `⌊(priorBps·V + 10⁴·good)/(V + good + bad)⌋`, 0 if that is 0/0.
    /// @param v at most 2²¹⁴
    /// @param priorBps at most 10⁴
    function scoreBps(uint256 v, uint256 priorBps, uint256 good, uint256 bad) internal pure returns (uint256) {
        uint256 whole = v + good + bad;
        return whole == 0 ? 0 : (priorBps * v + BPS * good) / whole;
    }

    /// @dev `(bps/10⁴)^exponent` of `ONE`, by squaring, so at most 32 rounds. Factors are at most `ONE`, so a rounded
    /// product errs by the sum of its factors' errors and one: by less than `2·exponent` in all.
    /// @param up 0 to round down, `ONE - 1` to round up
    function _power(uint256 bps, uint256 exponent, uint256 up) private pure returns (uint256 result) {
        result = ONE;
        uint256 square = (bps * ONE) / BPS;
        while (exponent != 0) {
            if (exponent & 1 == 1) result = (result * square + up) / ONE;
            exponent >>= 1;
            if (exponent != 0) square = (square * square + up) / ONE;
        }
    }
}
