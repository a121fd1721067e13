// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IEscrow} from "../interfaces/IEscrow.sol";
import {Channels} from "./Channels.sol";
import {ChannelWord} from "./ChannelWord.sol";
import {EarningsWord} from "./EarningsWord.sol";
import {VoucherHash} from "./VoucherHash.sol";
import {VoucherScratch} from "./VoucherScratch.sol";

/// @title Settlement: vouchers become earnings
/// @notice The hot path. A claim costs one signature recovery, one storage word and one event; a group adds one word
/// for the operator's earnings. Nothing a claim contains can make the call revert.
abstract contract Settlement is Channels {
    /// @inheritdoc IEscrow
    function settle(
        address operator,
        address token,
        Claim[] calldata claims
    ) external returns (uint256[] memory paid) {
        Tally memory t = _beginTally(operator, token);
        paid = _settleClaims(t, operator, token, claims);
        _endTally(t, operator, token);
    }

    /// @inheritdoc IEscrow
    function settleGroups(ClaimGroup[] calldata groups) external returns (uint256[][] memory paid) {
        paid = new uint256[][](groups.length);
        for (uint256 i; i < groups.length; ++i) {
            ClaimGroup calldata g = groups[i];
            Tally memory t = _beginTally(g.operator, g.token);
            paid[i] = _settleClaims(t, g.operator, g.token, g.claims);
            _endTally(t, g.operator, g.token);
        }
    }

    /// @inheritdoc IEscrow
    function settleAndWithdraw(address token, Claim[] calldata claims) external returns (uint256 withdrawn) {
        Tally memory t = _beginTally(msg.sender, token);
        _settleClaims(t, msg.sender, token, claims);
        // The earnings word is written once: what it held and what was just earned leave together.
        withdrawn = t.word.net() + t.net;
        if (withdrawn == 0) revert NothingToWithdraw(msg.sender, token);
        t.word = t.word.withoutNet();
        t.net = 0;
        _earnings[msg.sender][token] = t.word;
        _endTally(t, msg.sender, token);
        _payOut(msg.sender, token, withdrawn);
    }

    function _settleClaims(
        Tally memory t,
        address operator,
        address token,
        Claim[] calldata claims
    ) private returns (uint256[] memory paid) {
        uint256 count = claims.length;
        paid = new uint256[](count);
        uint256 scratch = VoucherScratch.prepare(operator, token, _domainSeparatorV4());
        for (uint256 i; i < count; ) {
            // `i < count`: within both arrays, and no overflow.
            unchecked {
                (uint256 amount, SkipReason reason) = _settleClaim(t, scratch, claims[i]);
                if (amount != 0) paid[i] = amount;
                else emit ClaimSkipped(operator, token, i, claims[i].saltAndCumulative >> 96, reason);
                ++i;
            }
        }
    }

    function _settleClaim(
        Tally memory t,
        uint256 scratch,
        Claim calldata claim
    ) private returns (uint256, SkipReason) {
        (bytes32 id, bool recovered) = VoucherScratch.channelIdOfClaim(scratch, claim);
        if (!recovered) return (0, SkipReason.BadSignature);
        ChannelWord w = _channels[id];
        if (!w.takesVouchers()) return (0, _refusal(w));
        return _pay(t, id, w, uint96(claim.saltAndCumulative));
    }

    // -------------------------------------------------------------------------- one signature for many vouchers

    /// @inheritdoc IEscrow
    function settleBatch(
        Run[] calldata runs,
        bytes32[] calldata entries,
        bytes32 r,
        bytes32 vs
    ) external returns (uint256[] memory paid) {
        paid = new uint256[](entries.length);
        address signer = VoucherScratch.recover(
            _hashTypedDataV4(VoucherHash.batch(_hashEntries(runs, entries))),
            r,
            vs
        );
        uint256 from;
        for (uint256 i; i < runs.length; ++i) {
            Run calldata run = runs[i];
            if (run.operator != address(0)) _settleRun(run, signer, entries, from, paid);
            from += run.length;
        }
    }

    function _settleRun(
        Run calldata run,
        address signer,
        bytes32[] calldata entries,
        uint256 from,
        uint256[] memory paid
    ) private {
        Tally memory t = _beginTally(run.operator, run.token);
        uint256 scratch = VoucherScratch.prepareSigned(run.operator, run.token, signer);
        uint256 to = from + run.length;
        for (uint256 i = from; i < to; ) {
            // `i < to <= entries.length`, which `_hashEntries` has checked.
            unchecked {
                uint256 entry = uint256(entries[i]);
                (uint256 amount, SkipReason reason) = _settleEntry(t, scratch, entry);
                if (amount != 0) paid[i] = amount;
                else emit ClaimSkipped(run.operator, run.token, i, entry >> 96, reason);
                ++i;
            }
        }
        _endTally(t, run.operator, run.token);
    }

    /// @dev A signature without signer finds no channel, since none is opened for signer zero.
    function _settleEntry(Tally memory t, uint256 scratch, uint256 entry) private returns (uint256, SkipReason) {
        bytes32 id = VoucherScratch.channelIdOf(scratch, entry >> 96);
        ChannelWord w = _channels[id];
        if (!w.takesVouchers()) return (0, _refusal(w));
        return _pay(t, id, w, uint96(entry));
    }

    /// @dev The vouchers' hashes in the order of signing, from the entries of all runs.
    function _hashEntries(
        Run[] calldata runs,
        bytes32[] calldata entries
    ) private pure returns (bytes32[] memory hashes) {
        uint256 given = entries.length;
        uint256 named;
        for (uint256 i; i < runs.length; ++i) named += runs[i].length;
        if (named != given || given > 256) revert RunsMismatch(named, given);

        hashes = new bytes32[](given);
        uint256 at;
        for (uint256 i; i < runs.length; ++i) {
            Run calldata run = runs[i];
            uint256 to = at + run.length;
            if (run.operator == address(0)) {
                for (; at < to; ++at) hashes[at] = entries[at];
            } else {
                uint256 scratch = VoucherScratch.prepare(run.operator, run.token, 0);
                for (; at < to; ++at) hashes[at] = VoucherScratch.hashOf(scratch, uint256(entries[at]));
            }
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
