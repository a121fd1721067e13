// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {AuctionMath} from "../../contracts/libraries/AuctionMath.sol";
import {Check} from "../support/Check.sol";
import {Random} from "../support/Random.sol";

/// @title The falling price, and the parts of a pot
contract AuctionMathTest is Check {
    uint256 private constant HALF_LIFE = 20 minutes;

    function test_thePriceHalvesInEachHalfLife() external pure {
        uint256 start = 1_000_000e18;
        for (uint256 n; n < 72; ++n) {
            uint256 price = AuctionMath.priceUp(start, n * HALF_LIFE, HALF_LIFE);
            same(price, (start + (1 << n) - 1) >> n, "after whole half-lives");
        }
        same(AuctionMath.priceUp(start, HALF_LIFE / 2, HALF_LIFE), 750_000e18, "half of the first");
        same(AuctionMath.priceUp(start, 129 * HALF_LIFE, HALF_LIFE), 1, "never free");
        same(AuctionMath.priceUp(0, 129 * HALF_LIFE, HALF_LIFE), 0, "unless it always was");
    }

    function testFuzz_thePriceNeverRisesWithinADay(uint128 start, uint32 halfLife, uint256 a, uint256 b) external pure {
        uint256 h = Random.fit(halfLife, 600, 1 hours);
        (a, b) = (Random.fit(a, 0, 1 days), Random.fit(b, 0, 1 days));
        if (a > b) (a, b) = (b, a);
        uint256 later = AuctionMath.priceUp(start, b, h);
        atMost(later, AuctionMath.priceUp(start, a, h), "later");
        atMost(later, start, "the start");
    }

    function testFuzz_biddingInPartsIsNeverCheaper(uint96 amount, uint96 price, uint256 part, uint8 d) external pure {
        uint256 decimals = d % 19;
        part = Random.fit(part, 0, amount);
        uint256 parts = AuctionMath.costUp(part, price, decimals) + AuctionMath.costUp(amount - part, price, decimals);
        uint256 whole = AuctionMath.costUp(amount, price, decimals);
        atMost(whole, parts, "the whole");
        atMost(parts, whole + 1, "rounding");
    }

    function testFuzz_rebatesNeverComeToMoreThanThePot(
        uint96 pot,
        uint96[5] memory contributions,
        uint16[5] memory multipliers
    ) external pure {
        uint256 collected;
        for (uint256 i; i < 5; ++i) collected += contributions[i];
        uint256 paid;
        for (uint256 i; i < 5; ++i) {
            uint256 counted = AuctionMath.counted(contributions[i], multipliers[i]);
            atMost(counted, contributions[i], "counted");
            paid += AuctionMath.rebate(pot, counted, collected);
        }
        atMost(paid, pot, "paid");
    }

    function testFuzz_thePotIsNeverMoreThan90Percent(uint96 received, uint16 bps) external pure {
        atMost(AuctionMath.pot(received, bps) * 10, uint256(received) * 9, "pot");
        if (bps <= 9_000) same(AuctionMath.pot(received, bps), (uint256(received) * bps) / 10_000, "pot");
    }
}
