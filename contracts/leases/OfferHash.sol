// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {ILeases} from "../interfaces/ILeases.sol";

/// @title The EIP-712 hash of an offer, and the id of a lease
library OfferHash {
    bytes32 internal constant OFFER_TYPEHASH = keccak256(
        "Offer(address operator,uint256 nodeId,address token,uint96 pricePerUnitHour,uint32 minSeconds,uint32 maxSeconds,uint96 bondPerUnit,uint16 promisedUptimeBps,uint8 kind,uint8 metering,uint32 noticeSeconds,uint32 startWindowSeconds,uint32 graceSeconds,uint16 earlyExitBps,address buyer,uint32 uses,uint40 expiresAt,uint64 counter,uint256 salt)"
    );

    /// @dev All fields are static, so their ABI encoding is that of EIP-712.
    function structHash(ILeases.Offer calldata offer) internal pure returns (bytes32) {
        return keccak256(abi.encode(OFFER_TYPEHASH, offer));
    }

    /// @dev The ABI encoding of terms, all static: 31 words.
    uint256 private constant TERMS_BYTES = 31 * 32;

    /// @notice The id of the lease with these terms: the hash of their ABI encoding, `keccak256(abi.encode(terms))`.
    /// @dev Taken of the calldata as it is: terms with bits set beyond their types name no lease.
    function leaseId(ILeases.Terms calldata terms) internal pure returns (bytes32 id) {
        assembly ("memory-safe") {
            let at := mload(0x40)
            calldatacopy(at, terms, TERMS_BYTES)
            id := keccak256(at, TERMS_BYTES)
        }
    }
}
