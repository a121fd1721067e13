// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {EarningsWord} from "./EarningsWord.sol";
import {VoucherHash} from "./VoucherHash.sol";

/// @dev The sums of a group of claims of one operator in one token, in the token's smallest unit.
struct Tally {
    uint256 paid; // net, fees and relayer's fees together
    uint256 fees;
    uint256 relayerFees;
    uint256 relayerBps;
    uint256 room; // what the earnings word can take at least
    EarningsWord word; // the operator's earnings before the group
    bytes32 slot; // where they are stored
}

/// @title What happens once per claim, in assembly
/// @notice A claim costs about 11,200 gas that no code can save: calldata, signature recovery, one storage word, one
/// event. Plain Solidity adds 1,800 to that, this adds 900. Each function stands for the plain Solidity in its comment;
/// a fuzz test compares them (`test/escrow/HotPath.t.sol`).
/// @dev The hashes of a group differ only in salt, cumulative amount and signer, so their preimages are laid out in
/// memory once, at fixed addresses, and patched per claim. That is why a caller declares a `Tally` and calls `create`
/// before it allocates anything else: the tally is at 0x80, and the preimages follow.
library HotPath {
    // Tally
    uint256 private constant PAID = 0x80;
    uint256 private constant FEES = 0xa0;
    uint256 private constant RELAYER_FEES = 0xc0;
    uint256 private constant RELAYER_BPS = 0xe0;
    uint256 private constant ROOM = 0x100;
    uint256 private constant WORD = 0x120;
    uint256 private constant SLOT = 0x140;

    // VOUCHER_TYPEHASH | operator | token | salt | cumulative: the voucher, 160 bytes
    uint256 private constant VOUCHER = 0x160;
    uint256 private constant VOUCHER_OPERATOR = 0x180;
    uint256 private constant VOUCHER_TOKEN = 0x1a0;
    uint256 private constant VOUCHER_SALT = 0x1c0;
    uint256 private constant VOUCHER_CUMULATIVE = 0x1e0;

    // 0x1901 | domain separator | hash of the voucher: its digest, 66 bytes
    uint256 private constant PREFIX_WORD = 0x200;
    uint256 private constant DIGEST_PREIMAGE = 0x21e;
    uint256 private constant DOMAIN = 0x220;
    uint256 private constant VOUCHER_HASH = 0x240;

    // operator | token | signer | salt: the channel's id, 128 bytes
    uint256 private constant CHANNEL = 0x260;
    uint256 private constant CHANNEL_TOKEN = 0x280;
    uint256 private constant SIGNER = 0x2a0;
    uint256 private constant CHANNEL_SALT = 0x2c0;

    // digest | v | r | s: the precompile's input, 128 bytes
    uint256 private constant RECOVERY = 0x2e0;
    uint256 private constant RECOVERY_V = 0x300;
    uint256 private constant RECOVERY_R = 0x320;
    uint256 private constant RECOVERY_S = 0x340;

    // channel id | slot of the mapping of channels: where the channel's word is stored, 64 bytes
    uint256 private constant CHANNEL_ID = 0x360;
    uint256 private constant MAPPING_SLOT = 0x380;
    uint256 private constant END = 0x3a0;

    uint256 private constant MASK_96 = 0xffffffffffffffffffffffff;
    /// @dev `ChannelWord.takesVouchers`: of these flags only the first is set.
    uint256 private constant OPEN_CLOSED_OR_BY_AMOUNT = 11;
    /// @dev `IEscrow.Settled.selector`.
    bytes32 private constant SETTLED_TOPIC = 0xf8cd5951a4d275639396b7a7bbcf5eee708975d6b14cae09b50ff2a3a602e13f;

    /// @dev Lay out what all claims have in common. Reverts if memory has been allocated besides the tally.
    function create(bytes32 domain, bytes32 mappingSlot) internal pure {
        bytes32 typehash = VoucherHash.VOUCHER_TYPEHASH;
        assembly ("memory-safe") {
            if xor(mload(0x40), VOUCHER) {
                revert(0, 0)
            }
            mstore(0x40, END)
            mstore(VOUCHER, typehash)
            mstore(PREFIX_WORD, 0x1901)
            mstore(DOMAIN, domain)
            mstore(MAPPING_SLOT, mappingSlot)
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

    /// @dev Begin a group: `word = _earnings[operator][token]`, `room = 2⁹⁶ - 1 - max(word.net(), word.fees())`, no sums.
    /// @param mappingSlot of `_earnings`
    /// @return relayerNamed true if the word has to be brought up to date first: `Payment._begin`
    function begin(address operator, address token, uint256 mappingSlot) internal view returns (uint256 relayerNamed) {
        assembly ("memory-safe") {
            mstore(0, operator)
            mstore(32, mappingSlot)
            mstore(32, keccak256(0, 64))
            mstore(0, token)
            let slot := keccak256(0, 64)
            let w := sload(slot)
            mstore(SLOT, slot)
            mstore(WORD, w)
            mstore(PAID, 0)
            mstore(FEES, 0)
            mstore(RELAYER_FEES, 0)
            mstore(RELAYER_BPS, 0)
            relayerNamed := and(w, 1)
            slot := shr(160, w)
            w := and(shr(64, w), MASK_96)
            if gt(w, slot) {
                slot := w
            }
            mstore(ROOM, sub(MASK_96, slot))
        }
    }

    /// @dev End a group: `_earnings[operator][token] = word.plus(paid - fees - relayerFees, fees)`.
    /// @return relayerFees what is left to be booked
    function end() internal returns (uint256 relayerFees) {
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

    /// @dev `_earnings[operator][token] = w`, of the group that was begun.
    function store(EarningsWord w) internal {
        assembly ("memory-safe") {
            sstore(mload(SLOT), w)
        }
    }

    /// @dev Recover who signed the claim at calldata offset `claim`:
    /// `VoucherHash.recover(_hashTypedDataV4(VoucherHash.voucher(operator, token, salt, cumulative)), r, vs)`.
    function recoverSigner(uint256 claim) internal view {
        assembly ("memory-safe") {
            let word := calldataload(claim)
            mstore(VOUCHER_SALT, shr(96, word))
            mstore(VOUCHER_CUMULATIVE, and(word, MASK_96))
            mstore(VOUCHER_HASH, keccak256(VOUCHER, 160))
            mstore(RECOVERY, keccak256(DIGEST_PREIMAGE, 66))

            mstore(RECOVERY_R, calldataload(add(claim, 32)))
            word := calldataload(add(claim, 64))
            mstore(RECOVERY_V, add(shr(255, word), 27))
            mstore(RECOVERY_S, shr(1, shl(1, word)))

            // The precompile returns nothing for a signature without signer and leaves the word as it was: zero.
            mstore(SIGNER, 0)
            pop(staticcall(gas(), 1, RECOVERY, 128, SIGNER, 32))
        }
    }

    /// @dev `id = VoucherHash.channelId(operator, token, signer, entry >> 96)`.
    function channelIdOf(uint256 entry) internal pure returns (bytes32 id) {
        assembly ("memory-safe") {
            mstore(CHANNEL_SALT, shr(96, entry))
            id := keccak256(CHANNEL, 128)
        }
    }

    /// @dev Pay the entries `salt << 96 | cumulative` at calldata offsets `at` to `end` that the signer has signed, and
    /// write what each paid to memory from `paidAt` on. For each, with `id = channelIdOf(entry)` and `w = _channels[id]`:
    /// `w.takesVouchers() ? _pay(tally, id, w, uint96(entry)) : 0`, but for `ClaimCapped`.
    /// @return noteworthy 1 if one was skipped or capped, which the caller reports
    function payEntries(uint256 at, uint256 end_, uint256 paidAt) internal returns (uint256 noteworthy) {
        assembly ("memory-safe") {
            for {} lt(at, end_) {
                at := add(at, 32)
                paidAt := add(paidAt, 32)
            } {
                let target := calldataload(at)
                mstore(CHANNEL_SALT, shr(96, target))
                target := and(target, MASK_96)
                mstore(CHANNEL_ID, keccak256(CHANNEL, 128))
                let slot := keccak256(CHANNEL_ID, 64)
                let w := sload(slot)
                switch eq(and(w, OPEN_CLOSED_OR_BY_AMOUNT), 1)
                case 0 {
                    noteworthy := 1
                }
                default {
                    let settled := shr(160, w)
                    if gt(target, settled) {
                        target := settled
                        noteworthy := 1
                    }
                    settled := and(shr(64, w), MASK_96)
                    let paid := sub(target, settled)
                    let sum := add(mload(PAID), paid)
                    switch or(iszero(paid), or(lt(target, settled), gt(sum, mload(ROOM))))
                    case 1 {
                        noteworthy := 1
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

    /// @dev `for (i in from..to) hashes[i] = vouchers ? VoucherHash.voucher(operator, token, entries[i] >> 96,
    /// uint96(entries[i])) : entries[i]`. The range is within both arrays.
    function hashRun(
        bool vouchers,
        uint256[] calldata entries,
        uint256 from,
        uint256 to,
        bytes32[] memory hashes
    ) internal pure {
        assembly ("memory-safe") {
            let at := add(entries.offset, shl(5, from))
            let out := add(add(hashes, 32), shl(5, from))
            let bytes_ := shl(5, sub(to, from))
            switch vouchers
            case 0 {
                calldatacopy(out, at, bytes_)
            }
            default {
                for {
                    let end_ := add(at, bytes_)
                } lt(at, end_) {
                    at := add(at, 32)
                    out := add(out, 32)
                } {
                    let entry := calldataload(at)
                    mstore(VOUCHER_SALT, shr(96, entry))
                    mstore(VOUCHER_CUMULATIVE, and(entry, MASK_96))
                    mstore(out, keccak256(VOUCHER, 160))
                }
            }
        }
    }
}
