// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {PaymentMath} from "./PaymentMath.sol";

/// @title What a lease costs, earns and has at stake
/// @notice Prices are per unit (a thousandth of a GPU) and hour in the payment token's smallest unit. What is asked of the
/// buyer in advance is rounded up, what the operator earns is rounded down.
library LeaseMath {
    using Math for uint256;

    /// @notice `⌈units · pricePerUnitHour · seconds / 3600⌉`.
    function price(uint256 units, uint256 pricePerUnitHour, uint256 durationSeconds) internal pure returns (uint256) {
        return (units * pricePerUnitHour * durationSeconds).ceilDiv(1 hours);
    }

    /// @notice `⌊units · pricePerUnitHour · (billable − outage) / 3600⌋`, not below 0.
    function earned(
        uint256 units,
        uint256 pricePerUnitHour,
        uint256 billableSeconds,
        uint256 outageSeconds
    ) internal pure returns (uint256) {
        if (billableSeconds <= outageSeconds) return 0;
        return (units * pricePerUnitHour * (billableSeconds - outageSeconds)) / 1 hours;
    }

    /// @notice What a buyer pays besides for leaving a reserved lease early: `⌈left · earlyExitBps / 10⁴⌉`.
    function earlyExit(uint256 left, uint256 earlyExitBps) internal pure returns (uint256) {
        return (left * earlyExitBps).ceilDiv(PaymentMath.BPS);
    }

    /// @notice The bond of a lease of `first` seconds after it was extended to `total`: in proportion, rounded up.
    function bond(
        uint256 units,
        uint256 bondPerUnit,
        uint256 firstSeconds,
        uint256 totalSeconds
    ) internal pure returns (uint256) {
        return (units * bondPerUnit * totalSeconds).ceilDiv(firstSeconds);
    }

    /// @notice The protocol fee of a lease: `⌈base · (1 − discount) · (1 − subsidy)⌉`.
    /// @param discountBps by the operator's own stake, at most 10⁴
    /// @param subsidyBps of the class or of the whole market, at most 10⁴
    function feeBps(uint256 baseBps, uint256 discountBps, uint256 subsidyBps) internal pure returns (uint256) {
        uint256 left = (PaymentMath.BPS - discountBps) * (PaymentMath.BPS - subsidyBps);
        return (baseBps * left).ceilDiv(PaymentMath.BPS * PaymentMath.BPS);
    }
}
