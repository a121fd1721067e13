// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title The falling price of a lot, and who gets what of the MILL that it fetched
/// @notice Prices are in MILL's smallest unit per whole token. What a bidder pays is rounded up, what operators get back
/// is rounded down.
library AuctionMath {
    /// @dev 100 %, in basis points.
    uint256 internal constant BPS = 10_000;
    /// @notice κ is never more: 90 %.
    uint256 internal constant MOST_REBATE_BPS = 9_000;

    /// @notice `⌈start·2⁻ⁿ·(1 − f/2)⌉` after n whole half-lives and the part f of another: it halves in each, along a
    /// straight line.
    /// @param start at most 2¹²⁸ − 1
    /// @param halfLifeSeconds from 1 to 2³² − 1
    function priceUp(uint256 start, uint256 elapsedSeconds, uint256 halfLifeSeconds) internal pure returns (uint256) {
        uint256 halvings = elapsedSeconds / halfLifeSeconds;
        if (halvings > 128) return start == 0 ? 0 : 1;
        // 128 + 33 bits over at most 33 + 128.
        uint256 whole = 2 * halfLifeSeconds;
        return Math.ceilDiv(start * (whole - (elapsedSeconds % halfLifeSeconds)), whole << halvings);
    }

    /// @notice `⌈amount·price/10^decimals⌉`.
    /// @param amount in the token's smallest unit, at most 2¹²⁸ − 1
    /// @param price at most 2¹²⁸ − 1
    function costUp(uint256 amount, uint256 price, uint256 decimals) internal pure returns (uint256) {
        return Math.ceilDiv(amount * price, 10 ** decimals);
    }

    /// @notice What of `received` MILL is the pot of the lot: `⌊κ·received/10⁴⌋`, with κ at most `MOST_REBATE_BPS`.
    function pot(uint256 received, uint256 rebateBps) internal pure returns (uint256) {
        return (received * Math.min(rebateBps, MOST_REBATE_BPS)) / BPS;
    }

    /// @notice What a contribution counts for: `⌊contribution·multiplierBps/10⁴⌋`, never more than the contribution.
    function counted(uint256 contribution, uint256 multiplierBps) internal pure returns (uint256) {
        return (contribution * Math.min(multiplierBps, BPS)) / BPS;
    }

    /// @notice An operator's part of a pot: `⌊pot·counted/collected⌋`.
    /// @param collected all contributions of the lot, not 0 if `counted_` is not
    function rebate(uint256 pot_, uint256 counted_, uint256 collected) internal pure returns (uint256) {
        return counted_ == 0 ? 0 : (pot_ * counted_) / collected;
    }
}
