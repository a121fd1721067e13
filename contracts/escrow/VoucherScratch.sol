// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IEscrow} from "../interfaces/IEscrow.sol";
import {VoucherHash} from "./VoucherHash.sol";

/// @title From a claim to its channel, without allocating memory for each
/// @dev The hashes of a group differ only in salt, cumulative amount and signer, so their preimages are laid out in
/// memory once and patched per claim. Each function stands for the plain Solidity in its comment; a fuzz test
/// compares them (`test/escrow/PlainSettlement.t.sol`).
///
/// Layout from `scratch`:
///   0   VOUCHER_TYPEHASH | operator | token | salt | cumulative      voucher, 160 bytes
///   160 0x1901 | domain separator | voucher hash                     digest, 66 bytes from 190
///   256 operator | token | signer | salt                             channel id, 128 bytes
///   384 digest | v | r | s                                           recovery, 128 bytes
library VoucherScratch {
    uint256 private constant SIZE = 512;

    /// @dev Allocate, and fill in what a group has in common.
    function prepare(address operator, address token, bytes32 domain) internal pure returns (uint256 scratch) {
        bytes32 typehash = VoucherHash.VOUCHER_TYPEHASH;
        assembly ("memory-safe") {
            scratch := mload(0x40)
            mstore(0x40, add(scratch, SIZE))
            mstore(scratch, typehash)
            mstore(add(scratch, 32), operator)
            mstore(add(scratch, 64), token)
            mstore(add(scratch, 160), 0x1901)
            mstore(add(scratch, 192), domain)
            mstore(add(scratch, 256), operator)
            mstore(add(scratch, 288), token)
        }
    }

    /// @dev `(VoucherHash.channelId(operator, token, signer, salt), signer != address(0))` with
    /// `signer = recover(_hashTypedDataV4(VoucherHash.voucher(operator, token, salt, cumulative)), r, vs)`.
    function channelIdOfClaim(
        uint256 scratch,
        IEscrow.Claim calldata claim
    ) internal view returns (bytes32 id, bool recovered) {
        assembly ("memory-safe") {
            let word := calldataload(claim)
            let salt := shr(96, word)
            mstore(add(scratch, 96), salt)
            mstore(add(scratch, 128), and(word, 0xffffffffffffffffffffffff))
            mstore(add(scratch, 224), keccak256(scratch, 160))

            let vs := calldataload(add(claim, 64))
            mstore(add(scratch, 384), keccak256(add(scratch, 190), 66))
            mstore(add(scratch, 416), add(shr(255, vs), 27))
            mstore(add(scratch, 448), calldataload(add(claim, 32)))
            mstore(add(scratch, 480), shr(1, shl(1, vs)))

            // The precompile returns nothing for a signature without signer and leaves the word as it was: zero.
            let signerAt := add(scratch, 320)
            mstore(signerAt, 0)
            pop(staticcall(gas(), 1, add(scratch, 384), 128, signerAt, 32))
            recovered := iszero(iszero(mload(signerAt)))
            mstore(add(scratch, 352), salt)
            id := keccak256(add(scratch, 256), 128)
        }
    }

    /// @dev As `prepare`, for vouchers whose signer is known.
    function prepareSigned(address operator, address token, address signer) internal pure returns (uint256 scratch) {
        scratch = prepare(operator, token, 0);
        assembly ("memory-safe") {
            mstore(add(scratch, 320), signer)
        }
    }

    /// @dev `VoucherHash.channelId(operator, token, signer, salt)`, after `prepareSigned`.
    function channelIdOf(uint256 scratch, uint256 salt) internal pure returns (bytes32 id) {
        assembly ("memory-safe") {
            mstore(add(scratch, 352), salt)
            id := keccak256(add(scratch, 256), 128)
        }
    }

    /// @dev `VoucherHash.voucher(operator, token, entry >> 96, uint96(entry))`.
    function hashOf(uint256 scratch, uint256 entry) internal pure returns (bytes32 hash) {
        assembly ("memory-safe") {
            mstore(add(scratch, 96), shr(96, entry))
            mstore(add(scratch, 128), and(entry, 0xffffffffffffffffffffffff))
            hash := keccak256(scratch, 160)
        }
    }

    /// @dev `ecrecover` with an ERC-2098 signature; zero if there is no signer.
    function recover(bytes32 digest, bytes32 r, bytes32 vs) internal pure returns (address) {
        return ecrecover(digest, uint8(uint256(vs) >> 255) + 27, r, bytes32((uint256(vs) << 1) >> 1));
    }
}
