// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

/// @title What a claim pays, and to whom
/// @notice Fees are taken on the cumulative amount, new minus old, each rounded down. So the parts of a payment add up to
/// it exactly, and their totals do not depend on how often, in what order or in what batches one settles.
library PaymentMath {
    /// @dev 100 %, in basis points.
    uint256 internal constant BPS = 10_000;

    /// @notice The protocol's total after `cumulative` has been settled: `⌊cumulative · feeBps / 10⁴⌋`.
    /// @param cumulative at most 2⁹⁶ − 1
    /// @param feeBps at most 2¹⁶ − 1
    function feeOf(uint256 cumulative, uint256 feeBps) internal pure returns (uint256) {
        // 96 + 16 bits: cannot overflow.
        unchecked {
            return (cumulative * feeBps) / BPS;
        }
    }

    /// @notice Split the growth of a channel's settled total from `settled` to `target`.
    /// @param settled what was settled before, at most `target`
    /// @param target what is settled now, at most 2⁹⁶ − 1
    /// @param feeBps the protocol fee of the channel, at most 10⁴
    /// @param relayerBps the relayer's fee on what is left after the protocol's, at most 10⁴
    /// @return fee the protocol's part
    /// @return relayerFee the relayer's part; what is left of `target - settled` is the operator's
    function split(
        uint256 settled,
        uint256 target,
        uint256 feeBps,
        uint256 relayerBps
    ) internal pure returns (uint256 fee, uint256 relayerFee) {
        // `x - feeOf(x)` grows with x as long as feeBps ≤ 10⁴, so no difference is below zero.
        unchecked {
            uint256 feeBefore = (settled * feeBps) / BPS;
            uint256 feeAfter = (target * feeBps) / BPS;
            fee = feeAfter - feeBefore;
            if (relayerBps != 0) {
                relayerFee = feeOf(target - feeAfter, relayerBps) - feeOf(settled - feeBefore, relayerBps);
            }
        }
    }
}
