// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {ChannelWord, ChannelWordLib} from "../../contracts/escrow/ChannelWord.sol";
import {Channels} from "../../contracts/escrow/Channels.sol";
import {Balances} from "../../contracts/escrow/Balances.sol";
import {EarningsWord} from "../../contracts/escrow/EarningsWord.sol";
import {EscrowState} from "../../contracts/escrow/EscrowState.sol";
import {IParameters} from "../../contracts/interfaces/IParameters.sol";
import {IPermit2} from "../../contracts/interfaces/IPermit2.sol";
import {PaymentMath} from "../../contracts/libraries/PaymentMath.sol";

/// @title Settlement as one would write it without a thought for gas
/// @notice The twin that `HotPath` is compared with: the same storage, the same calls, no assembly, nothing shared with
/// the hot path but the pure `PaymentMath` and the relayers' terms.
contract PlainEscrow is Channels {
    bytes32 private constant VOUCHER_TYPEHASH = keccak256(
        "Voucher(address operator,address token,uint160 salt,uint96 cumulative)"
    );
    bytes32 private constant BATCH_TYPEHASH = keccak256(
        "VoucherBatch(Voucher[] vouchers)Voucher(address operator,address token,uint160 salt,uint96 cumulative)"
    );

    /// @dev What one group of claims has come to so far.
    struct Sums {
        uint256 paid;
        uint256 fees;
        uint256 relayerFees;
        uint256 relayerBps;
        uint256 room;
    }

    constructor(
        IParameters parameters,
        IPermit2 permit2,
        address wirer
    ) EscrowState(parameters, wirer) Balances(permit2) {}

    function settle(address operator, address token, Claim[] calldata claims) public returns (uint256[] memory paid) {
        Sums memory sums = _start(operator, token);
        address[] memory signers = new address[](claims.length);
        paid = new uint256[](claims.length);
        for (uint256 i; i < claims.length; ++i) {
            (signers[i], paid[i]) = _payClaim(sums, operator, token, claims[i]);
        }
        _book(sums, operator, token);
        for (uint256 i; i < claims.length; ++i) {
            _report(operator, token, signers[i], i, claims[i].saltAndCumulative, paid[i]);
        }
    }

    function settleGroups(ClaimGroup[] calldata groups) external returns (uint256[][] memory paid) {
        paid = new uint256[][](groups.length);
        for (uint256 i; i < groups.length; ++i) {
            paid[i] = settle(groups[i].operator, groups[i].token, groups[i].claims);
        }
    }

    function settleVoucherAndWithdraw(address token, Claim calldata claim) external returns (uint256 withdrawn) {
        Sums memory sums = _start(msg.sender, token);
        (address signer, uint256 paid) = _payClaim(sums, msg.sender, token, claim);
        _report(msg.sender, token, signer, 0, claim.saltAndCumulative, paid);
        _book(sums, msg.sender, token);

        EarningsWord w = _earnings[token][msg.sender];
        withdrawn = w.net();
        if (withdrawn == 0) revert NothingToWithdraw(msg.sender, token);
        _earnings[token][msg.sender] = w.withoutNet();
        _payOut(msg.sender, token, w, withdrawn);
    }

    function settleBatch(
        address token,
        uint256[] calldata runs,
        uint256[] calldata entries,
        bytes32 r,
        bytes32 vs
    ) external returns (uint256[] memory paid) {
        address signer = _recover(_batchHash(token, runs, entries), r, vs);
        paid = new uint256[](entries.length);
        uint256 at;
        for (uint256 i; i < runs.length; ++i) {
            (address operator, uint256 end) = (address(uint160(runs[i] >> 96)), at + uint96(runs[i]));
            if (operator == address(0)) {
                at = end;
                continue;
            }
            Sums memory sums = _start(operator, token);
            for (; at < end; ++at) paid[at] = _payVoucher(sums, operator, token, signer, entries[at]);
            _book(sums, operator, token);
        }
        at = 0;
        for (uint256 i; i < runs.length; ++i) {
            (address operator, uint256 end) = (address(uint160(runs[i] >> 96)), at + uint96(runs[i]));
            for (; at < end; ++at) {
                if (operator != address(0)) _report(operator, token, signer, at, entries[at], paid[at]);
            }
        }
    }

    function voucherDigest(
        address operator,
        address token,
        uint160 salt,
        uint96 cumulative
    ) external view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(VOUCHER_TYPEHASH, operator, token, salt, cumulative)));
    }

    function _batchHash(
        address token,
        uint256[] calldata runs,
        uint256[] calldata entries
    ) private pure returns (bytes32) {
        if (entries.length > 256) revert RunsMismatch(entries.length, 256);
        uint256 named;
        for (uint256 i; i < runs.length; ++i) named += uint96(runs[i]);
        if (named != entries.length) revert RunsMismatch(named, entries.length);

        bytes32[] memory hashes = new bytes32[](entries.length);
        uint256 at;
        for (uint256 i; i < runs.length; ++i) {
            address operator = address(uint160(runs[i] >> 96));
            for (uint256 end = at + uint96(runs[i]); at < end; ++at) {
                hashes[at] =
                    operator == address(0)
                        ? bytes32(entries[at])
                        : keccak256(
                            abi.encode(
                                VOUCHER_TYPEHASH,
                                operator,
                                token,
                                uint160(entries[at] >> 96),
                                uint96(entries[at])
                            )
                        );
            }
        }
        return keccak256(abi.encode(BATCH_TYPEHASH, keccak256(abi.encodePacked(hashes))));
    }

    function _payClaim(
        Sums memory sums,
        address operator,
        address token,
        Claim calldata claim
    ) private returns (address signer, uint256 paid) {
        uint256 entry = claim.saltAndCumulative;
        bytes32 hash = keccak256(abi.encode(VOUCHER_TYPEHASH, operator, token, uint160(entry >> 96), uint96(entry)));
        signer = _recover(hash, claim.r, claim.vs);
        paid = _payVoucher(sums, operator, token, signer, entry);
    }

    function _payVoucher(
        Sums memory sums,
        address operator,
        address token,
        address signer,
        uint256 entry
    ) private returns (uint256 paid) {
        bytes32 id = keccak256(abi.encode(operator, token, signer, uint160(entry >> 96)));
        ChannelWord w = _channels[id];
        bool takesVouchers =
            w.has(ChannelWordLib.OPEN) && !w.has(ChannelWordLib.CLOSED) && !w.has(ChannelWordLib.BY_AMOUNT);
        uint256 target = uint96(entry) < w.deposited() ? uint96(entry) : w.deposited();
        if (signer == address(0) || !takesVouchers || target <= w.settled()) return 0;
        if (sums.paid + (target - w.settled()) > sums.room) return 0;

        paid = target - w.settled();
        (uint256 fee, uint256 relayerFee) = PaymentMath.split(w.settled(), target, w.feeBps(), sums.relayerBps);
        sums.paid += paid;
        sums.fees += fee;
        sums.relayerFees += relayerFee;
        uint256 flags = uint8(ChannelWord.unwrap(w));
        _channels[id] = ChannelWordLib.pack(w.deposited(), target, w.clock(), w.feeBps(), flags);
        emit Settled(id, target);
    }

    function _report(
        address operator,
        address token,
        address signer,
        uint256 index,
        uint256 entry,
        uint256 paid
    ) private {
        bytes32 id = keccak256(abi.encode(operator, token, signer, uint160(entry >> 96)));
        ChannelWord w = _channels[id];
        if (paid != 0) {
            if (uint96(entry) > w.deposited()) emit ClaimCapped(id, uint96(entry), w.deposited());
            return;
        }
        SkipReason reason = SkipReason.Overflow;
        if (signer == address(0)) reason = SkipReason.BadSignature;
        else if (!w.has(ChannelWordLib.OPEN)) reason = SkipReason.UnknownChannel;
        else if (w.has(ChannelWordLib.CLOSED)) reason = SkipReason.Closed;
        else if (w.has(ChannelWordLib.BY_AMOUNT)) reason = SkipReason.ByAmount;
        else if (uint96(entry) <= w.settled()) reason = SkipReason.Stale;
        else if (w.deposited() == w.settled()) reason = SkipReason.Overdrawn;
        emit ClaimSkipped(operator, token, index, entry >> 96, reason);
    }

    function _start(address operator, address token) private returns (Sums memory sums) {
        EarningsWord w = _currentWord(operator, token);
        sums.relayerBps = w.relayerBps();
        sums.room = type(uint96).max - (w.net() > w.fees() ? w.net() : w.fees());
    }

    function _book(Sums memory sums, address operator, address token) private {
        if (sums.paid == 0) return;
        EarningsWord w = _earnings[token][operator];
        _earnings[token][operator] = w.plus(sums.paid - sums.fees - sums.relayerFees, sums.fees);
        if (sums.relayerFees != 0) _accrueRelayerFees(operator, token, sums.relayerFees);
    }

    function _recover(bytes32 hash, bytes32 r, bytes32 vs) private view returns (address) {
        uint8 v = uint256(vs) >> 255 == 0 ? 27 : 28;
        return ecrecover(_hashTypedDataV4(hash), v, r, vs & bytes32(uint256(type(int256).max)));
    }
}
