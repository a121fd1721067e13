// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {PaymentMath} from "../libraries/PaymentMath.sol";
import {ChannelWord, ChannelWordLib} from "./ChannelWord.sol";
import {Earnings} from "./Earnings.sol";
import {EarningsWord} from "./EarningsWord.sol";

/// @title Payment: one claim on one channel, and the sum of a group of them
/// @dev A group of claims of one operator in one token keeps its sums in memory (`Tally`) and writes the operator's
/// earnings once. Settling vouchers does the same in assembly: `HotPath`.
abstract contract Payment is Earnings {
    /// @dev The sums of a group of claims of one operator in one token, in the token's smallest unit.
    struct Tally {
        uint256 paid; // net, fees and relayer's fees together
        uint256 fees;
        uint256 relayerFees;
        uint256 relayerBps;
        uint256 room; // what the earnings word can take at least
        EarningsWord word; // the operator's earnings before the group
    }

    /// @dev Begin a group: the operator's earnings with the relayer's terms that are in force now, and no sums yet.
    function _begin(Tally memory t, address operator, address token) internal {
        EarningsWord w = _earnings[token][operator];
        if (w.relayerNamed()) w = _currentWord(operator, token);
        t.word = w;
        t.relayerBps = w.relayerBps();
        t.room = type(uint96).max - (w.net() > w.fees() ? w.net() : w.fees());
    }

    /// @dev The operator's part of the group.
    function _netOf(Tally memory t) internal pure returns (uint256) {
        // The parts of each payment add up to it.
        unchecked {
            return t.paid - t.fees - t.relayerFees;
        }
    }

    /// @dev Book what the group has earned.
    function _end(Tally memory t, address operator, address token) internal {
        if (t.paid == 0) return;
        _earnings[token][operator] = t.word.plus(_netOf(t), t.fees);
        if (t.relayerFees != 0) _accrueRelayerFees(operator, token, t.relayerFees);
    }

    /// @dev Pay what a channel still owes of `cumulative`, up to its deposit.
    /// @param id the channel; `w` is its word, which takes payments
    /// @return paid 0 if there is nothing to pay or no room for it; `_whySkipped` tells which
    function _pay(Tally memory t, bytes32 id, ChannelWord w, uint256 cumulative) internal returns (uint256 paid) {
        uint256 settled = w.settled();
        uint256 target = w.deposited();
        if (cumulative < target) target = cumulative;
        if (target <= settled || t.paid + (target - settled) > t.room) return 0;

        paid = target - settled;
        (uint256 fee, uint256 relayerFee) = PaymentMath.split(settled, target, w.feeBps(), t.relayerBps);
        t.paid += paid;
        t.fees += fee;
        t.relayerFees += relayerFee;
        _channels[id] = w.plusSettled(paid);
        emit Settled(id, target);
        if (target != cumulative) emit ClaimCapped(id, cumulative, target);
    }

    /// @dev Why a claim for `cumulative` on a channel with this word was not paid.
    function _whySkipped(ChannelWord w, uint256 cumulative) internal pure returns (SkipReason) {
        if (!w.has(ChannelWordLib.OPEN)) return SkipReason.UnknownChannel;
        if (w.has(ChannelWordLib.CLOSED)) return SkipReason.Closed;
        if (w.has(ChannelWordLib.BY_AMOUNT)) return SkipReason.ByAmount;
        if (cumulative <= w.settled()) return SkipReason.Stale;
        if (w.deposited() == w.settled()) return SkipReason.Overdrawn;
        return SkipReason.Overflow;
    }
}
