// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {EarningsWord} from "./EarningsWord.sol";
import {VoucherHash} from "./VoucherHash.sol";

/// @title What happens once per claim, in assembly
/// @notice A claim costs about 11,200 gas that no code can save: calldata, signature recovery, one storage word, one
/// event. Plain Solidity adds 1,550 to that, this adds about 530. Each function stands for the plain Solidity in its comment;
/// a fuzz test compares them (`test/escrow/HotPath.t.sol`).
/// @dev The hashes of a group differ only in salt, cumulative amount and signer, so their preimages are laid out in
/// memory once, at fixed addresses, and patched per claim. That is why a caller calls `create` before it allocates
/// anything.
library HotPath {
    // The sums of the group, in the token's smallest unit: `Payment.Tally`.
    uint256 private constant PAID = 0x80;
    uint256 private constant FEES = 0xa0;
    uint256 private constant RELAYER_FEES = 0xc0;
    uint256 private constant RELAYER_BPS = 0xe0;
    uint256 private constant ROOM = 0x100;
    uint256 private constant WORD = 0x120;
    uint256 private constant SLOT = 0x140;
    uint256 private constant START = 0x80;

    // VOUCHER_TYPEHASH | operator | token | salt | cumulative: the voucher, 160 bytes
    uint256 private constant VOUCHER = 0x160;
    uint256 private constant VOUCHER_OPERATOR = 0x180;
    uint256 private constant VOUCHER_TOKEN = 0x1a0;
    uint256 private constant VOUCHER_CUMULATIVE = 0x1e0;
    // Where an entry `salt << 96 | cumulative` puts its salt at the end of the salt's word; what it puts behind that is
    // written over, or not read.
    uint256 private constant VOUCHER_ENTRY = 0x1cc;

    // 0x1901 | domain separator | hash of the voucher: its digest, 66 bytes
    uint256 private constant PREFIX_WORD = 0x200;
    uint256 private constant DIGEST_PREIMAGE = 0x21e;
    uint256 private constant DOMAIN = 0x220;
    uint256 private constant VOUCHER_HASH = 0x240;

    // operator | token | signer | salt: the channel's id, 128 bytes
    uint256 private constant CHANNEL = 0x260;
    uint256 private constant CHANNEL_TOKEN = 0x280;
    uint256 private constant SIGNER = 0x2a0;
    uint256 private constant CHANNEL_ENTRY = 0x2cc;

    // digest | v | r | s: the precompile's input, 128 bytes
    uint256 private constant RECOVERY = 0x2e0;
    uint256 private constant RECOVERY_V = 0x300;
    uint256 private constant RECOVERY_R = 0x320;
    uint256 private constant RECOVERY_S = 0x340;

    // channel id | slot of the mapping of channels: where the channel's word is stored, 64 bytes
    uint256 private constant CHANNEL_ID = 0x360;
    uint256 private constant MAPPING_SLOT = 0x380;

    /// @dev Where a call with one claim keeps what it paid.
    uint256 internal constant PAID_OF_ONE = 0x3a0;
    uint256 private constant END = 0x3c0;

    uint256 private constant MASK_96 = 0xffffffffffffffffffffffff;
    /// @dev Of these bits none is set in the earnings word of an operator who names no relayer and whose net and fees are
    /// below 2⁹⁵ each, which leaves room for as much again.
    uint256 private constant RELAYED_OR_FULL = (1 << 255) | (1 << 159) | 1;
    /// @dev `ChannelWord.takesVouchers`: of these flags only the first is set.
    uint256 private constant OPEN_CLOSED_OR_BY_AMOUNT = 11;
    /// @dev `IEscrow.Settled.selector`.
    bytes32 private constant SETTLED_TOPIC = 0xf8cd5951a4d275639396b7a7bbcf5eee708975d6b14cae09b50ff2a3a602e13f;

    /// @dev What a claim may turn out to be, as `payGroup` answers.
    uint256 internal constant NOTEWORTHY = 1;
    uint256 internal constant TERMS_DUE = 2;

    /// @dev Lay out what all claims have in common. Reverts if memory has been allocated before.
    /// @param mappingSlot of `_channels`
    function create(bytes32 mappingSlot) internal pure {
        bytes32 typehash = VoucherHash.VOUCHER_TYPEHASH;
        assembly ("memory-safe") {
            if xor(mload(0x40), START) {
                revert(0, 0)
            }
            mstore(0x40, END)
            mstore(VOUCHER, typehash)
            mstore(PREFIX_WORD, 0x1901)
            mstore(MAPPING_SLOT, mappingSlot)
        }
    }

    /// @dev Set the EIP-712 domain separator. Only after `create`: on a fork with another chain id the separator is
    /// computed anew, which allocates memory.
    function setDomain(bytes32 domain) internal pure {
        assembly ("memory-safe") {
            mstore(DOMAIN, domain)
        }
    }

    /// @dev Name whose claims come next.
    function setPayee(address operator, address token) internal pure {
        assembly ("memory-safe") {
            mstore(VOUCHER_OPERATOR, operator)
            mstore(VOUCHER_TOKEN, token)
            mstore(CHANNEL, operator)
            mstore(CHANNEL_TOKEN, token)
        }
    }

    /// @dev Name who signed all the claims to come.
    function setSigner(address signer_) internal pure {
        assembly ("memory-safe") {
            mstore(SIGNER, signer_)
        }
    }

    /// @dev Who signed; zero if nobody did.
    function signer() internal pure returns (address signer_) {
        assembly ("memory-safe") {
            signer_ := mload(SIGNER)
        }
    }

    /// @dev What the only claim of the call has paid.
    function paidOfOne() internal pure returns (uint256 paid) {
        assembly ("memory-safe") {
            paid := mload(PAID_OF_ONE)
        }
    }

    /// @dev Pay a group of claims of one operator in one token, at calldata offsets `at` to `end`, and write what each paid
    /// to memory from `paidAt` on. With a stride of 96 they are `IEscrow.Claim`s; with one of 32 they are entries
    /// `salt << 96 | cumulative` of the signer that is set. It is this, in the words of `Payment` and `VoucherHash`:
    ///
    ///     _begin(t, operator, token);
    ///     for (each) {
    ///         if (stride == 96) signer = recover(_hashTypedDataV4(voucher(operator, token, salt, cumulative)), r, vs);
    ///         id = channelId(operator, token, signer, salt);
    ///         paid[i] = _channels[id].takesVouchers() ? _pay(t, id, _channels[id], cumulative) : 0;
    ///     }
    ///
    /// @param earningsSlot of the mapping `_earnings`
    /// @return status `NOTEWORTHY` if a claim was skipped or capped, which the caller reports; `TERMS_DUE` if nothing was
    /// done because the operator's next relayer terms have to take the place of the old ones first
    // solhint-disable-next-line function-max-lines
    function payGroup(
        address operator,
        address token,
        uint256 earningsSlot,
        uint256 at,
        uint256 end,
        uint256 stride,
        uint256 paidAt
    ) internal returns (uint256 status) {
        assembly ("memory-safe") {
            // _begin
            mstore(0, token)
            mstore(32, earningsSlot)
            mstore(32, keccak256(0, 64))
            mstore(0, operator)
            let slot := keccak256(0, 64)
            let w := sload(slot)
            mstore(SLOT, slot)
            mstore(WORD, w)
            mstore(PAID, 0)
            mstore(FEES, 0)
            mstore(RELAYER_FEES, 0)
            mstore(RELAYER_BPS, 0)
            slot := shr(160, w)
            if lt(slot, and(shr(64, w), MASK_96)) {
                slot := and(shr(64, w), MASK_96)
            }
            mstore(ROOM, sub(MASK_96, slot))
            if and(w, 1) {
                mstore(RELAYER_BPS, and(shr(8, w), 0xffff))
                slot := and(shr(24, w), 0xffffffffff)
                if and(iszero(iszero(slot)), iszero(lt(timestamp(), slot))) {
                    status := TERMS_DUE
                    end := at
                }
            }
            mstore(VOUCHER_OPERATOR, operator)
            mstore(VOUCHER_TOKEN, token)
            mstore(CHANNEL, operator)
            mstore(CHANNEL_TOKEN, token)

            for {} lt(at, end) {
                at := add(at, stride)
                paidAt := add(paidAt, 32)
            } {
                let target := calldataload(at)
                mstore(CHANNEL_ENTRY, target)
                if eq(stride, 96) {
                    mstore(VOUCHER_ENTRY, target)
                    mstore(VOUCHER_CUMULATIVE, and(target, MASK_96))
                    mstore(VOUCHER_HASH, keccak256(VOUCHER, 160))
                    mstore(RECOVERY, keccak256(DIGEST_PREIMAGE, 66))
                    mstore(RECOVERY_R, calldataload(add(at, 32)))
                    w := calldataload(add(at, 64))
                    mstore(RECOVERY_V, add(shr(255, w), 27))
                    mstore(RECOVERY_S, shr(1, shl(1, w)))
                    // The precompile returns nothing for a signature without signer and leaves the word as it was: zero.
                    mstore(SIGNER, 0)
                    pop(staticcall(gas(), 1, RECOVERY, 128, SIGNER, 32))
                }
                target := and(target, MASK_96)
                mstore(CHANNEL_ID, keccak256(CHANNEL, 128))
                slot := keccak256(CHANNEL_ID, 64)
                w := sload(slot)
                switch eq(and(w, OPEN_CLOSED_OR_BY_AMOUNT), 1)
                case 0 {
                    status := NOTEWORTHY
                }
                default {
                    // _pay
                    let settled := shr(160, w)
                    if gt(target, settled) {
                        target := settled
                        status := NOTEWORTHY
                    }
                    settled := and(shr(64, w), MASK_96)
                    let paid := sub(target, settled)
                    let sum := add(mload(PAID), paid)
                    switch or(iszero(gt(target, settled)), gt(sum, mload(ROOM)))
                    case 1 {
                        status := NOTEWORTHY
                    }
                    default {
                        mstore(PAID, sum)
                        mstore(paidAt, paid)
                        sstore(slot, add(w, shl(64, paid)))
                        mstore(0, target)
                        log2(0, 32, SETTLED_TOPIC, mload(CHANNEL_ID))

                        // PaymentMath.split, with `slot` for the fee before and `w` for the fee after.
                        w := and(shr(8, w), 0xffff)
                        slot := div(mul(settled, w), 10000)
                        w := div(mul(target, w), 10000)
                        mstore(FEES, add(mload(FEES), sub(w, slot)))
                        paid := mload(RELAYER_BPS)
                        if paid {
                            w := div(mul(sub(target, w), paid), 10000)
                            slot := div(mul(sub(settled, slot), paid), 10000)
                            mstore(RELAYER_FEES, add(mload(RELAYER_FEES), sub(w, slot)))
                        }
                    }
                }
            }
        }
    }

    /// @dev Pay the runs of a jointly signed array at calldata offsets `runAt` to `runsEnd`, whose entries begin at `at`, as
    /// long as they are plain: one entry, on an open channel, for more than is settled and no more than is deposited, of
    /// an operator who names no relayer and has not earned 2⁹⁵. What each paid goes to memory, `toPaid` from the entry.
    /// The signer and the token are set. It is what `payGroup` with a stride of 32 and `book` do for such a run.
    /// @return nextRun the first run that is not plain, of which nothing has been done; or `runsEnd`
    /// @return nextAt where its entries begin
    // solhint-disable-next-line function-max-lines
    function payPlainRuns(
        uint256 earningsSlot,
        uint256 runAt,
        uint256 runsEnd,
        uint256 at,
        uint256 toPaid
    ) internal returns (uint256 nextRun, uint256 nextAt) {
        assembly ("memory-safe") {
            // The second word of scratch space stays that of `_earnings[token]`; only the first changes below.
            mstore(0, mload(CHANNEL_TOKEN))
            mstore(32, earningsSlot)
            mstore(32, keccak256(0, 64))
            for {} lt(runAt, runsEnd) {
                runAt := add(runAt, 32)
                at := add(at, 32)
            } {
                let operator := calldataload(runAt)
                let count := and(operator, MASK_96)
                operator := shr(96, operator)
                if or(xor(count, 1), iszero(operator)) {
                    break
                }
                mstore(CHANNEL, operator)
                mstore(0, operator)
                let earningsAt := keccak256(0, 64)
                let earned := sload(earningsAt)
                let target := calldataload(at)
                mstore(CHANNEL_ENTRY, target)
                target := and(target, MASK_96)
                mstore(CHANNEL_ID, keccak256(CHANNEL, 128))
                let slot := keccak256(CHANNEL_ID, 64)
                let w := sload(slot)
                let settled := and(shr(64, w), MASK_96)
                let paid := sub(target, settled)
                if or(
                    or(xor(and(w, OPEN_CLOSED_OR_BY_AMOUNT), 1), and(or(earned, shl(160, paid)), RELAYED_OR_FULL)),
                    or(gt(target, shr(160, w)), iszero(gt(target, settled)))
                ) {
                    break
                }
                mstore(add(toPaid, at), paid)
                sstore(slot, add(w, shl(64, paid)))
                mstore(0, target)
                log2(0, 32, SETTLED_TOPIC, mload(CHANNEL_ID))

                // PaymentMath.feeOf, after and before; then the net is the payment less the fee.
                w := and(shr(8, w), 0xffff)
                w := sub(div(mul(target, w), 10000), div(mul(settled, w), 10000))
                sstore(earningsAt, add(earned, add(shl(160, sub(paid, w)), shl(64, w))))
            }
            nextRun := runAt
            nextAt := at
        }
    }

    /// @dev `_end` of the group, but for the relayer's part.
    /// @return relayerFees that part
    function book() internal returns (uint256 relayerFees) {
        assembly ("memory-safe") {
            let paid := mload(PAID)
            if paid {
                let fees := mload(FEES)
                relayerFees := mload(RELAYER_FEES)
                let net := shl(160, sub(sub(paid, fees), relayerFees))
                sstore(mload(SLOT), add(mload(WORD), add(net, shl(64, fees))))
            }
        }
    }

    /// @dev As `book`, but all that the operator has earned, before and now, is taken out.
    /// @return relayerFees the relayer's part
    /// @return withdrawn what was taken out
    /// @return word the operator's earnings before
    function bookWithdrawal() internal returns (uint256 relayerFees, uint256 withdrawn, EarningsWord word) {
        assembly ("memory-safe") {
            word := mload(WORD)
            let fees := mload(FEES)
            relayerFees := mload(RELAYER_FEES)
            withdrawn := add(shr(160, word), sub(sub(mload(PAID), fees), relayerFees))
            sstore(mload(SLOT), add(shr(96, shl(96, word)), shl(64, fees)))
        }
    }

    /// @dev Pay the caller's claim at calldata offset `at`, whose signer is set, and take out all that the caller has earned
    /// with it, if the claim is plain in the sense of `payPlainRuns`. It is what `payGroup` and `bookWithdrawal` do then.
    /// @return withdrawn what was taken out; zero if the claim is not plain and nothing was done
    /// @return word the caller's earnings before
    function payPlainWithdrawal(
        uint256 earningsSlot,
        uint256 at
    ) internal returns (uint256 withdrawn, EarningsWord word) {
        assembly ("memory-safe") {
            mstore(0, mload(CHANNEL_TOKEN))
            mstore(32, earningsSlot)
            mstore(32, keccak256(0, 64))
            mstore(0, caller())
            let earningsAt := keccak256(0, 64)
            word := sload(earningsAt)
            let target := calldataload(at)
            mstore(CHANNEL_ENTRY, target)
            target := and(target, MASK_96)
            mstore(CHANNEL_ID, keccak256(CHANNEL, 128))
            let slot := keccak256(CHANNEL_ID, 64)
            let w := sload(slot)
            let settled := and(shr(64, w), MASK_96)
            let paid := sub(target, settled)
            if iszero(
                or(
                    or(xor(and(w, OPEN_CLOSED_OR_BY_AMOUNT), 1), and(or(word, shl(160, paid)), RELAYED_OR_FULL)),
                    or(gt(target, shr(160, w)), iszero(gt(target, settled)))
                )
            ) {
                sstore(slot, add(w, shl(64, paid)))
                mstore(0, target)
                log2(0, 32, SETTLED_TOPIC, mload(CHANNEL_ID))
                // PaymentMath.feeOf, after and before.
                w := and(shr(8, w), 0xffff)
                w := sub(div(mul(target, w), 10000), div(mul(settled, w), 10000))
                withdrawn := add(shr(160, word), sub(paid, w))
                sstore(earningsAt, add(shr(96, shl(96, word)), shl(64, w)))
            }
        }
    }

    /// @dev Recover who signed the claim at calldata offset `claim`, as `payGroup` does.
    function recoverSigner(uint256 claim) internal view {
        assembly ("memory-safe") {
            let word := calldataload(claim)
            mstore(VOUCHER_ENTRY, word)
            mstore(VOUCHER_CUMULATIVE, and(word, MASK_96))
            mstore(VOUCHER_HASH, keccak256(VOUCHER, 160))
            mstore(RECOVERY, keccak256(DIGEST_PREIMAGE, 66))
            mstore(RECOVERY_R, calldataload(add(claim, 32)))
            word := calldataload(add(claim, 64))
            mstore(RECOVERY_V, add(shr(255, word), 27))
            mstore(RECOVERY_S, shr(1, shl(1, word)))
            mstore(SIGNER, 0)
            pop(staticcall(gas(), 1, RECOVERY, 128, SIGNER, 32))
        }
    }

    /// @dev `id = VoucherHash.channelId(operator, token, signer, entry >> 96)`.
    function channelIdOf(uint256 entry) internal pure returns (bytes32 id) {
        assembly ("memory-safe") {
            mstore(CHANNEL_ENTRY, entry)
            id := keccak256(CHANNEL, 128)
        }
    }

    /// @dev The EIP-712 hash of an array of the vouchers of all runs, as `encodeData` wants it: the hash of their hashes, in
    /// the order of signing. An entry `salt << 96 | cumulative` of a run with an operator is hashed, an entry of a run
    /// without is a hash.
    /// @return joined that hash; zero if the runs name more or fewer entries than there are
    // solhint-disable-next-line function-max-lines
    function hashRuns(
        address token,
        uint256[] calldata runs,
        uint256[] calldata entries
    ) internal pure returns (bytes32 joined) {
        assembly ("memory-safe") {
            mstore(VOUCHER_TOKEN, token)
            let at := entries.offset
            let last := add(at, shl(5, entries.length))
            let run := runs.offset
            // The hashes lie in memory that is free and stays so.
            let out := sub(mload(0x40), at)
            for {
                let runsEnd := add(run, shl(5, runs.length))
            } lt(run, runsEnd) {
                run := add(run, 32)
            } {
                let count := calldataload(run)
                let operator := shr(96, count)
                count := and(count, MASK_96)
                if iszero(or(xor(count, 1), iszero(operator))) {
                    // One entry too many is noticed at the end; it is written where nothing lives.
                    mstore(VOUCHER_OPERATOR, operator)
                    count := calldataload(at)
                    mstore(VOUCHER_ENTRY, count)
                    mstore(VOUCHER_CUMULATIVE, and(count, MASK_96))
                    mstore(add(out, at), keccak256(VOUCHER, 160))
                    at := add(at, 32)
                    continue
                }
                let end := add(at, shl(5, count))
                if gt(end, last) {
                    at := 0
                    break
                }
                if iszero(operator) {
                    calldatacopy(add(out, at), at, sub(end, at))
                    at := end
                    continue
                }
                mstore(VOUCHER_OPERATOR, operator)
                for {} lt(at, end) {
                    at := add(at, 32)
                } {
                    let entry := calldataload(at)
                    mstore(VOUCHER_ENTRY, entry)
                    mstore(VOUCHER_CUMULATIVE, and(entry, MASK_96))
                    mstore(add(out, at), keccak256(VOUCHER, 160))
                }
            }
            if eq(at, last) {
                joined := keccak256(mload(0x40), shl(5, entries.length))
            }
        }
    }

    /// @dev Return `values` from the call, without copying it.
    function returnArray(uint256[] memory values) internal pure {
        assembly ("memory-safe") {
            let start := sub(values, 32)
            mstore(start, 32)
            return(start, add(64, shl(5, mload(values))))
        }
    }
}
