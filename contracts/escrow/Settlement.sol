// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IEscrow} from "../interfaces/IEscrow.sol";
import {ChannelWord} from "./ChannelWord.sol";
import {Channels} from "./Channels.sol";
import {EarningsWord} from "./EarningsWord.sol";
import {HotPath, Tally} from "./HotPath.sol";
import {VoucherHash} from "./VoucherHash.sol";

/// @title Settlement: vouchers become earnings
/// @notice The hot path. A claim costs one signature recovery, one storage word and one event; a group adds one word
/// for the operator's earnings. Nothing a claim contains can make the call revert.
/// @dev What happens per claim is in `HotPath`, which wants a tally declared first and then its memory.
abstract contract Settlement is Channels {
    /// @inheritdoc IEscrow
    function settle(address operator, address token, Claim[] calldata claims) external returns (uint256[] memory) {
        Tally memory t;
        HotPath.create(_domainSeparatorV4(), _channelsSlot());
        return _settleGroup(t, operator, token, claims);
    }

    /// @inheritdoc IEscrow
    function settleGroups(ClaimGroup[] calldata groups) external returns (uint256[][] memory paid) {
        Tally memory t;
        HotPath.create(_domainSeparatorV4(), _channelsSlot());
        paid = new uint256[][](groups.length);
        for (uint256 i; i < groups.length; ++i) {
            ClaimGroup calldata g = groups[i];
            paid[i] = _settleGroup(t, g.operator, g.token, g.claims);
        }
    }

    /// @inheritdoc IEscrow
    function settleAndWithdraw(address token, Claim[] calldata claims) external returns (uint256 withdrawn) {
        Tally memory t;
        HotPath.create(_domainSeparatorV4(), _channelsSlot());
        _beginHot(t, msg.sender, token);
        HotPath.setPayee(msg.sender, token);
        _settleClaims(msg.sender, token, claims);

        // What the word held and what was just earned leave together: the word is written once.
        EarningsWord w = t.word;
        withdrawn = w.net() + _netOf(t);
        if (withdrawn == 0) revert NothingToWithdraw(msg.sender, token);
        HotPath.store(w.withoutNet().plus(0, t.fees));
        if (t.relayerFees != 0) _accrueRelayerFees(msg.sender, token, t.relayerFees);
        _payOut(msg.sender, token, w, withdrawn);
    }

    function _settleGroup(
        Tally memory t,
        address operator,
        address token,
        Claim[] calldata claims
    ) private returns (uint256[] memory paid) {
        _beginHot(t, operator, token);
        HotPath.setPayee(operator, token);
        paid = _settleClaims(operator, token, claims);
        _endHot(operator, token);
    }

    function _settleClaims(
        address operator,
        address token,
        Claim[] calldata claims
    ) private returns (uint256[] memory paid) {
        uint256 count = claims.length;
        paid = new uint256[](count);
        uint256 noteworthy;
        uint256 claim;
        uint256 paidAt;
        // `claims[0]` and `paid[0]`
        assembly ("memory-safe") {
            claim := claims.offset
            paidAt := add(paid, 32)
        }
        for (uint256 end = claim + count * 96; claim < end;) {
            HotPath.recoverSigner(claim);
            // Offsets of calldata and memory do not overflow.
            unchecked {
                noteworthy |= HotPath.payEntries(claim, claim + 32, paidAt);
                claim += 96;
                paidAt += 32;
            }
        }
        if (noteworthy != 0) _reportClaims(operator, token, claims, paid);
    }

    function _reportClaims(address operator, address token, Claim[] calldata claims, uint256[] memory paid) private {
        for (uint256 i; i < paid.length; ++i) {
            uint256 claim;
            // `claims[i]`
            assembly ("memory-safe") {
                claim := add(claims.offset, mul(i, 96))
            }
            HotPath.recoverSigner(claim);
            _report(operator, token, i, claims[i].saltAndCumulative, paid[i]);
        }
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

    function _beginHot(Tally memory t, address operator, address token) private {
        if (HotPath.begin(operator, token, _earningsSlot()) == 0) return;
        EarningsWord w = _currentWord(operator, token);
        (t.word, t.relayerBps) = (w, w.relayerBps());
    }

    function _endHot(address operator, address token) private {
        uint256 relayerFees = HotPath.end();
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
    ) external returns (uint256[] memory) {
        Tally memory t;
        HotPath.create(0, _channelsSlot());
        bytes32 digest = _hashTypedDataV4(_hashEntries(token, runs, entries));
        HotPath.setSigner(VoucherHash.recover(digest, r, vs));
        return _settleRuns(t, token, runs, entries);
    }

    function _settleRuns(
        Tally memory t,
        address token,
        uint256[] calldata runs,
        uint256[] calldata entries
    ) private returns (uint256[] memory paid) {
        paid = new uint256[](entries.length);
        uint256 noteworthy;
        uint256 at;
        uint256 paidAt;
        // `entries[0]` and `paid[0]`
        assembly ("memory-safe") {
            at := entries.offset
            paidAt := add(paid, 32)
        }
        for (uint256 i; i < runs.length; ++i) {
            address operator = address(uint160(runs[i] >> 96));
            uint256 size = (runs[i] << 160) >> 155;
            // `_hashEntries` has checked that the runs are exactly as long as `entries`, 32 bytes each.
            unchecked {
                if (operator != address(0)) {
                    _beginHot(t, operator, token);
                    HotPath.setPayee(operator, token);
                    noteworthy |= HotPath.payEntries(at, at + size, paidAt);
                    _endHot(operator, token);
                }
                at += size;
                paidAt += size;
            }
        }
        if (noteworthy != 0) _reportRuns(token, runs, entries, paid);
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
    function _hashEntries(
        address token,
        uint256[] calldata runs,
        uint256[] calldata entries
    ) private pure returns (bytes32) {
        uint256 named;
        for (uint256 i; i < runs.length; ++i) named += uint96(runs[i]);
        if (named != entries.length || named > 256) revert RunsMismatch(named, entries.length);

        bytes32[] memory hashes = new bytes32[](named);
        uint256 from;
        for (uint256 i; i < runs.length;) {
            uint256 run = runs[i];
            unchecked {
                uint256 to = from + uint96(run);
                if (run >> 96 != 0) HotPath.setPayee(address(uint160(run >> 96)), token);
                HotPath.hashRun(run >> 96 != 0, entries, from, to, hashes);
                from = to;
                ++i;
            }
        }
        return VoucherHash.batch(hashes);
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
