// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

/// @notice What an operator has earned in one token and not withdrawn, from the top:
/// `net (96) | fees (96) | relayerChangesAt (40) | relayerBps (16) | flags (8)`. The low 64 bits tell the hot path what
/// it need not read: that no relayer is named, that its terms do not change, that earnings go to the operator itself.
type EarningsWord is uint256;

using EarningsWordLib for EarningsWord global;

library EarningsWordLib {
    uint256 internal constant RELAYER_NAMED = 1;
    uint256 internal constant BENEFICIARY_NAMED = 2;

    uint256 private constant NET_SHIFT = 160;
    uint256 private constant FEES_SHIFT = 64;
    uint256 private constant CHANGES_SHIFT = 24;
    uint256 private constant BPS_SHIFT = 8;
    uint256 private constant MASK_96 = type(uint96).max;
    uint256 private constant MASK_40 = type(uint40).max;
    uint256 private constant MASK_16 = type(uint16).max;

    function net(EarningsWord w) internal pure returns (uint256) {
        return EarningsWord.unwrap(w) >> NET_SHIFT;
    }

    function fees(EarningsWord w) internal pure returns (uint256) {
        return (EarningsWord.unwrap(w) >> FEES_SHIFT) & MASK_96;
    }

    /// @dev Timestamp (s) from which the next relayer's terms are in force; 0 if none are pending.
    function relayerChangesAt(EarningsWord w) internal pure returns (uint256) {
        return (EarningsWord.unwrap(w) >> CHANGES_SHIFT) & MASK_40;
    }

    function relayerBps(EarningsWord w) internal pure returns (uint256) {
        return (EarningsWord.unwrap(w) >> BPS_SHIFT) & MASK_16;
    }

    function relayerNamed(EarningsWord w) internal pure returns (bool) {
        return EarningsWord.unwrap(w) & RELAYER_NAMED != 0;
    }

    function beneficiaryNamed(EarningsWord w) internal pure returns (bool) {
        return EarningsWord.unwrap(w) & BENEFICIARY_NAMED != 0;
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

    /// @dev `changesAt` fits 40 and `bps` 16 bits: the caller has checked.
    function withRelayer(
        EarningsWord w,
        bool named,
        uint256 bps,
        uint256 changesAt
    ) internal pure returns (EarningsWord) {
        uint256 cleared =
            EarningsWord.unwrap(w) & ~((MASK_40 << CHANGES_SHIFT) | (MASK_16 << BPS_SHIFT) | RELAYER_NAMED);
        return
            EarningsWord.wrap(
                cleared | (changesAt << CHANGES_SHIFT) | (bps << BPS_SHIFT) | (named ? RELAYER_NAMED : 0)
            );
    }

    function withBeneficiary(EarningsWord w) internal pure returns (EarningsWord) {
        return EarningsWord.wrap(EarningsWord.unwrap(w) | BENEFICIARY_NAMED);
    }
}
