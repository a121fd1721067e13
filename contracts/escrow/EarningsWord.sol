// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

/// @notice What an operator has earned in one token and not withdrawn, from the top:
/// `net (96) | fees (96) | spare (64)`. The lowest spare bit says that a relayer is named.
type EarningsWord is uint256;

using EarningsWordLib for EarningsWord global;

library EarningsWordLib {
    uint256 internal constant RELAYER_NAMED = 1;

    uint256 private constant NET_SHIFT = 160;
    uint256 private constant FEES_SHIFT = 64;
    uint256 private constant MASK_96 = type(uint96).max;

    function net(EarningsWord w) internal pure returns (uint256) {
        return EarningsWord.unwrap(w) >> NET_SHIFT;
    }

    function fees(EarningsWord w) internal pure returns (uint256) {
        return (EarningsWord.unwrap(w) >> FEES_SHIFT) & MASK_96;
    }

    function relayerNamed(EarningsWord w) internal pure returns (bool) {
        return EarningsWord.unwrap(w) & RELAYER_NAMED != 0;
    }

    /// @dev Both sums fit 96 bits: the caller has checked.
    function plus(EarningsWord w, uint256 net_, uint256 fees_) internal pure returns (EarningsWord) {
        unchecked {
            return EarningsWord.wrap(EarningsWord.unwrap(w) + (net_ << NET_SHIFT) + (fees_ << FEES_SHIFT));
        }
    }

    function withoutNet(EarningsWord w) internal pure returns (EarningsWord) {
        return EarningsWord.wrap(EarningsWord.unwrap(w) & (type(uint256).max >> 96));
    }

    function withoutFees(EarningsWord w) internal pure returns (EarningsWord) {
        return EarningsWord.wrap(EarningsWord.unwrap(w) & ~(MASK_96 << FEES_SHIFT));
    }

    function withRelayer(EarningsWord w, bool named) internal pure returns (EarningsWord) {
        uint256 bare = EarningsWord.unwrap(w) & ~RELAYER_NAMED;
        return EarningsWord.wrap(named ? bare | RELAYER_NAMED : bare);
    }
}
