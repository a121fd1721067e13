// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {PaymentMath} from "./PaymentMath.sol";
import {WarrantyRates} from "./WarrantyRates.sol";

/// @title What a buyer is compensated, as a share of the bond
/// @notice In MILL's smallest unit, rounded up: for the buyer, who did not fail. The sum over a lease is capped by what is
/// left of its bond, where it is booked.
library CompensationMath {
    using Math for uint256;

    /// @notice `⌈bond · noShowBps / 10⁴⌉`.
    function noShow(uint256 bond, uint256 noShowBps) internal pure returns (uint256) {
        return (bond * noShowBps).ceilDiv(PaymentMath.BPS);
    }

    /// @notice `⌈bond · max(left / total, floorBps / 10⁴)⌉`.
    function abandoned(
        uint256 bond,
        uint256 leftSeconds,
        uint256 totalSeconds,
        uint256 floorBps
    ) internal pure returns (uint256) {
        return Math.max((bond * leftSeconds).ceilDiv(totalSeconds), (bond * floorBps).ceilDiv(PaymentMath.BPS));
    }

    /// @notice The share of the bond that an outage of `outageSeconds` in all is worth, in bps: that of the first step
    /// which the outage over the allowance `⌊(1 − uptime) · total⌋` does not exceed; above the last step, all.
    function outageGrade(
        uint256 outageSeconds,
        uint256 totalSeconds,
        uint256 promisedUptimeBps,
        WarrantyRates rates
    ) internal pure returns (uint256) {
        uint256 allowance = (totalSeconds * (PaymentMath.BPS - promisedUptimeBps)) / PaymentMath.BPS;
        if (outageSeconds <= allowance) return 0;
        uint256 over = (outageSeconds - allowance) * PaymentMath.BPS;
        for (uint256 i; i < 3; ++i) {
            if (over <= totalSeconds * rates.outageStepBps(i)) return rates.outageCompensationBps(i);
        }
        return PaymentMath.BPS;
    }

    /// @notice What a rise of the grade from `beforeBps` to `afterBps` adds: `⌈bond·after⌉ − ⌈bond·before⌉`.
    function graded(uint256 bond, uint256 beforeBps, uint256 afterBps) internal pure returns (uint256) {
        return (bond * afterBps).ceilDiv(PaymentMath.BPS) - (bond * beforeBps).ceilDiv(PaymentMath.BPS);
    }
}
