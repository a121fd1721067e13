// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IEscrow} from "../interfaces/IEscrow.sol";

/// @title The hashes that name channels and that payers sign (EIP-712)
library VoucherHash {
    bytes32 internal constant VOUCHER_TYPEHASH = keccak256(
        "Voucher(address operator,address token,uint160 salt,uint96 cumulative)"
    );
    bytes32 internal constant BATCH_TYPEHASH = keccak256(
        "VoucherBatch(Voucher[] vouchers)Voucher(address operator,address token,uint160 salt,uint96 cumulative)"
    );
    bytes32 internal constant CLOSE_TYPEHASH = keccak256("Close(bytes32 channelId,uint96 cumulative)");

    /// @notice What makes a channel its payer's: nobody else can compute a nonce that leads to the same salt.
    function salt(address payer, address controller, uint256 nonce) internal pure returns (uint160) {
        return uint160(uint256(keccak256(abi.encode(payer, controller, nonce))));
    }

    function channelId(address operator, address token, address signer, uint160 salt_) internal pure returns (bytes32) {
        return keccak256(abi.encode(operator, token, signer, salt_));
    }

    function channelId(IEscrow.ChannelTerms calldata t) internal pure returns (bytes32) {
        return channelId(t.operator, t.token, t.signer, salt(t.payer, t.controller, t.nonce));
    }

    function voucher(
        address operator,
        address token,
        uint160 salt_,
        uint96 cumulative
    ) internal pure returns (bytes32) {
        return keccak256(abi.encode(VOUCHER_TYPEHASH, operator, token, salt_, cumulative));
    }

    /// @param joined the hash of the vouchers' hashes, in the order in which they were signed
    function batch(bytes32 joined) internal pure returns (bytes32) {
        return keccak256(abi.encode(BATCH_TYPEHASH, joined));
    }

    function close(bytes32 channelId_, uint256 cumulative) internal pure returns (bytes32) {
        return keccak256(abi.encode(CLOSE_TYPEHASH, channelId_, cumulative));
    }

    /// @notice `ecrecover` with an ERC-2098 signature; zero if there is no signer.
    function recover(bytes32 digest, bytes32 r, bytes32 vs) internal pure returns (address) {
        return ecrecover(digest, uint8(uint256(vs) >> 255) + 27, r, bytes32((uint256(vs) << 1) >> 1));
    }
}
