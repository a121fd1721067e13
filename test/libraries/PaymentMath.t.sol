// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {PaymentMath} from "../../contracts/libraries/PaymentMath.sol";
import {Check} from "../support/Check.sol";
import {Dice, Random} from "../support/Random.sol";

/// @title What a claim pays, against exact arithmetic written another way
contract PaymentMathTest is Check {
    uint256 private constant BPS = 10_000;

    function testFuzz_feeIsTheLargestWholeUnitUnderTheRate(uint96 cumulative, uint256 feeBps) external pure {
        feeBps = Random.fit(feeBps, 0, type(uint16).max);
        uint256 fee = PaymentMath.feeOf(cumulative, feeBps);
        uint256 exact = uint256(cumulative) * feeBps;
        check(fee * BPS <= exact && exact < (fee + 1) * BPS, "fee <= cumulative * rate < fee + 1");
    }

    function testFuzz_splitIsTheModelsTotalsNewMinusOld(
        uint96 a,
        uint96 b,
        uint256 feeBps,
        uint256 relayerBps
    ) external pure {
        (uint256 settled, uint256 target) = a < b ? (a, b) : (b, a);
        (feeBps, relayerBps) = (Random.fit(feeBps, 0, BPS), Random.fit(relayerBps, 0, BPS));
        (uint256 fee, uint256 relayerFee) = PaymentMath.split(settled, target, feeBps, relayerBps);

        (uint256 oldFee, uint256 oldRelayerFee) = _totals(settled, feeBps, relayerBps);
        (uint256 newFee, uint256 newRelayerFee) = _totals(target, feeBps, relayerBps);
        same(fee, newFee - oldFee, "protocol's part");
        same(relayerFee, newRelayerFee - oldRelayerFee, "relayer's part");
        // Checked subtraction: the operator's part is never below zero.
        same(fee + relayerFee + (target - settled - fee - relayerFee), target - settled, "the parts add up");
    }

    /// @notice However a cumulative amount is cut into payments, the totals are the same (P-17).
    function testFuzz_totalsDoNotDependOnThePath(
        uint96 total,
        uint256 feeBps,
        uint256 relayerBps,
        uint256 seed
    ) external pure {
        (feeBps, relayerBps) = (Random.fit(feeBps, 0, BPS), Random.fit(relayerBps, 0, BPS));
        (uint256 fee, uint256 relayerFee) = PaymentMath.split(0, total, feeBps, relayerBps);

        Dice memory dice = Dice(seed);
        uint256 fees;
        uint256 relayerFees;
        uint256 settled;
        while (settled < total) {
            // Mostly steps that are too small to carry a fee of their own, now and then what is left.
            uint256 step = dice.chance(4) ? total - settled : 1 + dice.magnitude(90);
            uint256 target = settled + step > total ? total : settled + step;
            (uint256 f, uint256 r) = PaymentMath.split(settled, target, feeBps, relayerBps);
            (fees, relayerFees, settled) = (fees + f, relayerFees + r, target);
        }
        same(fees, fee, "protocol's total");
        same(relayerFees, relayerFee, "relayer's total");
    }

    function testFuzz_noPartFallsWhenMoreIsSettled(
        uint96 a,
        uint96 b,
        uint256 feeBps,
        uint256 relayerBps
    ) external pure {
        (uint256 less, uint256 more) = a < b ? (a, b) : (b, a);
        (feeBps, relayerBps) = (Random.fit(feeBps, 0, BPS), Random.fit(relayerBps, 0, BPS));
        (uint256 fee, uint256 relayerFee) = PaymentMath.split(0, less, feeBps, relayerBps);
        (uint256 moreFee, uint256 moreRelayerFee) = PaymentMath.split(0, more, feeBps, relayerBps);
        atMost(fee, moreFee, "protocol's part");
        atMost(relayerFee, moreRelayerFee, "relayer's part");
        atMost(less - fee - relayerFee, more - moreFee - moreRelayerFee, "operator's part");
    }

    function test_theLargestAmountsAtTheHighestRatesFit() external pure {
        uint256 most = type(uint96).max;
        (uint256 fee, uint256 relayerFee) = PaymentMath.split(0, most, BPS, BPS);
        same(fee, most, "all is fee");
        same(relayerFee, 0, "nothing is left for the relayer");
        (fee, relayerFee) = PaymentMath.split(0, most, 0, BPS);
        same(fee, 0, "no fee");
        same(relayerFee, most, "all of the rest is the relayer's");
    }

    /// @dev `⌊x · bps / 10⁴⌋` by quotient and remainder, without the product of `PaymentMath`.
    function _part(uint256 x, uint256 bps) private pure returns (uint256) {
        return (x / BPS) * bps + ((x % BPS) * bps) / BPS;
    }

    function _totals(
        uint256 cumulative,
        uint256 feeBps,
        uint256 relayerBps
    ) private pure returns (uint256 fee, uint256 relayerFee) {
        fee = _part(cumulative, feeBps);
        relayerFee = _part(cumulative - fee, relayerBps);
    }
}
