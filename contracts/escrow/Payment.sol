// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {PaymentMath} from "../libraries/PaymentMath.sol";
import {ChannelWord, ChannelWordLib} from "./ChannelWord.sol";
import {Earnings} from "./Earnings.sol";
import {EarningsWord} from "./EarningsWord.sol";

/// @title Payment: one claim on one channel, and the sum of a group of them
/// @dev A group of claims of one operator in one token keeps its sums in memory (`Tally`) and writes the operator's
/// earnings once.
abstract contract Payment is Earnings {
    /// @dev The sums of a group, in the token's smallest unit.
    struct Tally {
        EarningsWord word;
        uint256 net;
        uint256 fees;
        uint256 relayerFees;
        uint256 relayerBps;
        address relayer;
        uint256 netRoom;
        uint256 feesRoom;
    }

    function _beginTally(address operator, address token) internal view returns (Tally memory t) {
        EarningsWord w = _earnings[operator][token];
        t.word = w;
        // A part of the word is at most 2⁹⁶ − 1.
        unchecked {
            t.netRoom = type(uint96).max - w.net();
            t.feesRoom = type(uint96).max - w.fees();
        }
        if (w.relayerNamed()) {
            RelayerSlot memory terms = _relayerNow(operator, token);
            t.relayer = terms.relayer;
            t.relayerBps = terms.feeBps;
        }
    }

    /// @dev Write what the group has earned.
    function _endTally(Tally memory t, address operator, address token) internal {
        if (t.net | t.fees != 0) _earnings[operator][token] = t.word.plus(t.net, t.fees);
        if (t.relayerFees != 0) {
            _giveFree(t.relayer, token, t.relayerFees);
            emit RelayerPaid(t.relayer, operator, token, t.relayerFees);
        }
    }

    /// @dev Pay what the channel still owes of `cumulative`, up to its deposit. `w` is the channel's word, which the
    /// caller has found to be payable. Returns 0 and a reason if there is nothing to pay.
    function _pay(
        Tally memory t,
        bytes32 id,
        ChannelWord w,
        uint256 cumulative
    ) internal returns (uint256 paid, SkipReason reason) {
        uint256 settled = w.settled();
        uint256 deposited = w.deposited();
        uint256 target = cumulative < deposited ? cumulative : deposited;
        if (target <= settled) return (0, cumulative <= settled ? SkipReason.Stale : SkipReason.Overdrawn);

        (uint256 net, uint256 fee, uint256 relayerFee) = PaymentMath.split(
            settled,
            target,
            w.feeBps(),
            t.relayerBps
        );
        // All terms are below 2⁹⁶ and a group has fewer than 2¹⁰⁰ claims: no sum overflows.
        unchecked {
            net += t.net;
            fee += t.fees;
            if (net > t.netRoom || fee > t.feesRoom) return (0, SkipReason.Overflow);
            t.net = net;
            t.fees = fee;
            if (relayerFee != 0) t.relayerFees += relayerFee;
            paid = target - settled;
        }
        _channels[id] = w.plusSettled(paid);
        if (target != cumulative) emit ClaimCapped(id, cumulative, deposited);
        emit Settled(id, target);
    }

    /// @dev Why a channel with this word takes no voucher.
    function _refusal(ChannelWord w) internal pure returns (SkipReason) {
        if (!w.has(ChannelWordLib.OPEN)) return SkipReason.UnknownChannel;
        return w.has(ChannelWordLib.CLOSED) ? SkipReason.Closed : SkipReason.ByAmount;
    }
}
