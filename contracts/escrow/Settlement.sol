// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IEscrow} from "../interfaces/IEscrow.sol";
import {ChannelWord} from "./ChannelWord.sol";
import {Channels} from "./Channels.sol";
import {EarningsWord} from "./EarningsWord.sol";
import {HotPath} from "./HotPath.sol";
import {VoucherHash} from "./VoucherHash.sol";

/// @title Settlement: vouchers become earnings
/// @notice The hot path. A claim costs one signature recovery, one storage word and one event; a group adds one word
/// for the operator's earnings. Nothing a claim contains can make the call revert.
/// @dev What happens per claim is in `HotPath`, which wants its memory first.
abstract contract Settlement is Channels {
    /// @dev `IEscrow.Claim` and an entry of a jointly signed array, in bytes of calldata.
    uint256 private constant CLAIM_SIZE = 96;
    uint256 private constant ENTRY_SIZE = 32;

    /// @inheritdoc IEscrow
    function settle(address operator, address token, Claim[] calldata claims) external returns (uint256[] memory paid) {
        HotPath.create(_channelsSlot());
        HotPath.setDomain(_domainSeparatorV4());
        paid = _newArray(claims.length);
        _settleClaims(operator, token, claims, paid);
        HotPath.returnArray(paid);
    }

    /// @inheritdoc IEscrow
    function settleGroups(ClaimGroup[] calldata groups) external returns (uint256[][] memory paid) {
        HotPath.create(_channelsSlot());
        HotPath.setDomain(_domainSeparatorV4());
        paid = new uint256[][](groups.length);
        for (uint256 i; i < groups.length; ++i) {
            ClaimGroup calldata g = groups[i];
            paid[i] = new uint256[](g.claims.length);
            _settleClaims(g.operator, g.token, g.claims, paid[i]);
        }
    }

    /// @inheritdoc IEscrow
    function settleVoucherAndWithdraw(address token, Claim calldata claim) external returns (uint256 withdrawn) {
        HotPath.create(_channelsSlot());
        HotPath.setDomain(_domainSeparatorV4());
        uint256 at;
        assembly ("memory-safe") {
            at := claim
        }
        HotPath.setPayee(msg.sender, token);
        HotPath.recoverSigner(at);
        EarningsWord before;
        (withdrawn, before) = HotPath.payPlainWithdrawal(_earningsSlot(), at);
        if (withdrawn == 0) (withdrawn, before) = _settleAndTakeOut(token, at);
        _payOut(msg.sender, token, before, withdrawn);
    }

    /// @dev Settle the claim at `at`, whatever it holds, and take out all that the caller has earned, before and now.
    function _settleAndTakeOut(address token, uint256 at) private returns (uint256 withdrawn, EarningsWord before) {
        unchecked {
            bool noteworthy = _payGroup(msg.sender, token, at, at + CLAIM_SIZE, CLAIM_SIZE, HotPath.PAID_OF_ONE);
            if (noteworthy) _reportClaim(msg.sender, token, 0, at, HotPath.paidOfOne());
        }
        uint256 relayerFees;
        (relayerFees, withdrawn, before) = HotPath.bookWithdrawal();
        if (withdrawn == 0) revert NothingToWithdraw(msg.sender, token);
        if (relayerFees != 0) _accrueRelayerFees(msg.sender, token, relayerFees);
    }

    /// @dev Settle `claims`, and write what each paid to `paid`, which is as long.
    function _settleClaims(address operator, address token, Claim[] calldata claims, uint256[] memory paid) private {
        uint256 at;
        uint256 paidAt;
        assembly ("memory-safe") {
            at := claims.offset
            paidAt := add(paid, 32)
        }
        // Offsets of calldata and memory do not overflow.
        unchecked {
            uint256 end = at + claims.length * CLAIM_SIZE;
            bool noteworthy = _payGroup(operator, token, at, end, CLAIM_SIZE, paidAt);
            _book(operator, token);
            if (!noteworthy) return;
            for (uint256 i; i < paid.length; ++i) _reportClaim(operator, token, i, at + i * CLAIM_SIZE, paid[i]);
        }
    }

    function _reportClaim(address operator, address token, uint256 index, uint256 claim, uint256 paid) private {
        HotPath.recoverSigner(claim);
        uint256 entry;
        assembly ("memory-safe") {
            entry := calldataload(claim)
        }
        _report(operator, token, index, entry, paid);
    }

    /// @dev Say what was not paid of an entry, and why. The signer is set.
    function _report(address operator, address token, uint256 index, uint256 entry, uint256 paid) private {
        bytes32 id = HotPath.channelIdOf(entry);
        ChannelWord w = _channels[id];
        if (paid == 0) {
            bool signed = HotPath.signer() != address(0);
            SkipReason reason = signed ? _whySkipped(w, uint96(entry)) : SkipReason.BadSignature;
            emit ClaimSkipped(operator, token, index, entry >> 96, reason);
        } else if (uint96(entry) > w.deposited()) {
            emit ClaimCapped(id, uint96(entry), w.deposited());
        }
    }

    /// @dev `HotPath.payGroup`, with the relayer's terms that are in force now.
    function _payGroup(
        address operator,
        address token,
        uint256 at,
        uint256 end,
        uint256 stride,
        uint256 paidAt
    ) private returns (bool noteworthy) {
        uint256 status = HotPath.payGroup(operator, token, _earningsSlot(), at, end, stride, paidAt);
        if (status == HotPath.TERMS_DUE) {
            _currentWord(operator, token);
            status = HotPath.payGroup(operator, token, _earningsSlot(), at, end, stride, paidAt);
        }
        return status != 0;
    }

    function _book(address operator, address token) private {
        uint256 relayerFees = HotPath.book();
        if (relayerFees != 0) _accrueRelayerFees(operator, token, relayerFees);
    }

    // -------------------------------------------------------------------------- one signature for many vouchers

    /// @inheritdoc IEscrow
    function settleBatch(
        address token,
        uint256[] calldata runs,
        uint256[] calldata entries,
        bytes32 r,
        bytes32 vs
    ) external returns (uint256[] memory paid) {
        HotPath.create(_channelsSlot());
        paid = _newArray(entries.length);
        HotPath.setSigner(VoucherHash.recover(_hashTypedDataV4(_hashRuns(token, runs, entries)), r, vs));
        _settleRuns(token, runs, entries, paid);
        HotPath.returnArray(paid);
    }

    function _settleRuns(
        address token,
        uint256[] calldata runs,
        uint256[] calldata entries,
        uint256[] memory paid
    ) private {
        uint256 run;
        uint256 at;
        // From an entry in calldata to what it paid in memory, modulo 2²⁵⁶.
        uint256 toPaid;
        assembly ("memory-safe") {
            run := runs.offset
            at := entries.offset
            toPaid := sub(add(paid, 32), at)
        }
        bool noteworthy;
        HotPath.setPayee(address(0), token);
        // Offsets of calldata and memory do not overflow; `_hashRuns` has checked that the runs are as long as the entries.
        unchecked {
            uint256 runsEnd = run + runs.length * ENTRY_SIZE;
            while (true) {
                (run, at) = HotPath.payPlainRuns(_earningsSlot(), run, runsEnd, at, toPaid);
                if (run == runsEnd) break;
                (bool noted, uint256 size) = _payRun(token, run, at, at + toPaid);
                if (noted) noteworthy = true;
                (run, at) = (run + ENTRY_SIZE, at + size);
            }
        }
        if (noteworthy) _reportRuns(token, runs, entries, paid);
    }

    /// @dev Pay one run, whatever it holds.
    /// @return noteworthy whether an entry was skipped or capped
    /// @return size of the run's entries, bytes
    function _payRun(
        address token,
        uint256 run,
        uint256 at,
        uint256 paidAt
    ) private returns (bool noteworthy, uint256 size) {
        address operator;
        assembly ("memory-safe") {
            size := calldataload(run)
            operator := shr(96, size)
        }
        // At most 256 entries.
        unchecked {
            size = uint96(size) * ENTRY_SIZE;
            if (operator == address(0)) return (false, size);
            noteworthy = _payGroup(operator, token, at, at + size, ENTRY_SIZE, paidAt);
        }
        _book(operator, token);
    }

    function _reportRuns(
        address token,
        uint256[] calldata runs,
        uint256[] calldata entries,
        uint256[] memory paid
    ) private {
        uint256 at;
        for (uint256 i; i < runs.length; ++i) {
            address operator = address(uint160(runs[i] >> 96));
            uint256 to = at + uint96(runs[i]);
            HotPath.setPayee(operator, token);
            for (; at < to; ++at) {
                if (operator != address(0)) _report(operator, token, at, entries[at], paid[at]);
            }
        }
    }

    /// @dev The EIP-712 hash of the whole array, from the entries of all runs in the order of signing.
    function _hashRuns(
        address token,
        uint256[] calldata runs,
        uint256[] calldata entries
    ) private pure returns (bytes32) {
        uint256 given = entries.length;
        if (given > 256) revert RunsMismatch(given, 256);
        bytes32 joined = HotPath.hashRuns(token, runs, entries);
        if (joined == 0) revert RunsMismatch(_entriesNamed(runs), given);
        return VoucherHash.batch(joined);
    }

    function _entriesNamed(uint256[] calldata runs) private pure returns (uint256 named) {
        for (uint256 i; i < runs.length; ++i) named += uint96(runs[i]);
    }

    /// @dev A new array with a word to spare before it, for `HotPath.returnArray`.
    function _newArray(uint256 length) private pure returns (uint256[] memory values) {
        assembly ("memory-safe") {
            mstore(0x40, add(mload(0x40), 32))
        }
        return new uint256[](length);
    }

    function _earningsSlot() private pure returns (uint256 slot) {
        assembly ("memory-safe") {
            slot := _earnings.slot
        }
    }

    function _channelsSlot() private pure returns (bytes32 slot) {
        assembly ("memory-safe") {
            slot := _channels.slot
        }
    }

    // ------------------------------------------------------------------------------------------------- views

    /// @inheritdoc IEscrow
    function voucherDigest(
        address operator,
        address token,
        uint160 salt,
        uint96 cumulative
    ) external view returns (bytes32) {
        return _hashTypedDataV4(VoucherHash.voucher(operator, token, salt, cumulative));
    }
}
