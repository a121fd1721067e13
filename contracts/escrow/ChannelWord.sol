// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

/// @notice A channel's only storage word, from the top:
/// `deposited (96) | settled (96) | clock (40) | feeBps (16) | flags (8)`. Zero is a channel that was never opened.
/// The clock is the challenge period in seconds until a close is requested, and from then on the timestamp from which
/// anyone may close; so the period is what it was at opening, whatever governance decides meanwhile.
type ChannelWord is uint256;

using ChannelWordLib for ChannelWord global;

library ChannelWordLib {
    uint256 internal constant OPEN = 1;
    uint256 internal constant CLOSED = 2;
    uint256 internal constant CONTROLLED = 4;
    uint256 internal constant BY_AMOUNT = 8;
    uint256 internal constant CLOSING = 16;

    uint256 private constant DEPOSITED_SHIFT = 160;
    uint256 private constant SETTLED_SHIFT = 64;
    uint256 private constant CLOCK_SHIFT = 24;
    uint256 private constant FEE_SHIFT = 8;
    uint256 private constant MASK_96 = type(uint96).max;
    uint256 private constant MASK_40 = type(uint40).max;
    uint256 private constant MASK_16 = type(uint16).max;

    /// @dev The caller has checked that every part fits its bits.
    function pack(
        uint256 deposited_,
        uint256 settled_,
        uint256 clock_,
        uint256 feeBps_,
        uint256 flags_
    ) internal pure returns (ChannelWord) {
        return
            ChannelWord.wrap(
                (deposited_ << DEPOSITED_SHIFT) |
                    (settled_ << SETTLED_SHIFT) |
                    (clock_ << CLOCK_SHIFT) |
                    (feeBps_ << FEE_SHIFT) |
                    flags_
            );
    }

    function deposited(ChannelWord w) internal pure returns (uint256) {
        return ChannelWord.unwrap(w) >> DEPOSITED_SHIFT;
    }

    function settled(ChannelWord w) internal pure returns (uint256) {
        return (ChannelWord.unwrap(w) >> SETTLED_SHIFT) & MASK_96;
    }

    function clock(ChannelWord w) internal pure returns (uint256) {
        return (ChannelWord.unwrap(w) >> CLOCK_SHIFT) & MASK_40;
    }

    function feeBps(ChannelWord w) internal pure returns (uint256) {
        return (ChannelWord.unwrap(w) >> FEE_SHIFT) & MASK_16;
    }

    /// @dev True if all of `flags` are set.
    function has(ChannelWord w, uint256 flags) internal pure returns (bool) {
        return ChannelWord.unwrap(w) & flags == flags;
    }

    /// @dev True if vouchers settle: opened, not closed, not by amount.
    function takesVouchers(ChannelWord w) internal pure returns (bool) {
        return ChannelWord.unwrap(w) & (OPEN | CLOSED | BY_AMOUNT) == OPEN;
    }

    /// @dev `deposited + amount` fits 96 bits: the caller has checked.
    function plusDeposited(ChannelWord w, uint256 amount) internal pure returns (ChannelWord) {
        unchecked {
            return ChannelWord.wrap(ChannelWord.unwrap(w) + (amount << DEPOSITED_SHIFT));
        }
    }

    /// @dev `settled + amount <= deposited`, so it fits: the caller has checked.
    function plusSettled(ChannelWord w, uint256 amount) internal pure returns (ChannelWord) {
        unchecked {
            return ChannelWord.wrap(ChannelWord.unwrap(w) + (amount << SETTLED_SHIFT));
        }
    }

    /// @dev `closesAt` fits 40 bits: the caller has checked.
    function withClose(ChannelWord w, uint256 closesAt) internal pure returns (ChannelWord) {
        return
            ChannelWord.wrap((ChannelWord.unwrap(w) & ~(MASK_40 << CLOCK_SHIFT)) | (closesAt << CLOCK_SHIFT) | CLOSING);
    }

    /// @dev Closed for good: what was deposited is what was settled, nothing is left in it.
    function asClosed(ChannelWord w) internal pure returns (ChannelWord) {
        uint256 total = settled(w);
        return
            ChannelWord.wrap((ChannelWord.unwrap(w) & (type(uint256).max >> 96)) | (total << DEPOSITED_SHIFT) | CLOSED);
    }
}
