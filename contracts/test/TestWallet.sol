// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

/// @title A contract wallet of one key (ERC-1271), of the careless kind: it accepts its owner's signature of any digest
/// @dev Its owner is in the code, so that a key which delegates to it (EIP-7702) has the same owner.
contract TestWallet is IERC1271 {
    address private immutable OWNER;

    error NotOwner(address caller);

    constructor(address owner) {
        OWNER = owner;
    }

    function execute(address to, bytes calldata call) external returns (bytes memory) {
        if (msg.sender != OWNER) revert NotOwner(msg.sender);
        return Address.functionCall(to, call);
    }

    function isValidSignature(bytes32 digest, bytes calldata signature) external view returns (bytes4) {
        (address signer, , ) = ECDSA.tryRecoverCalldata(digest, signature);
        return signer == OWNER ? IERC1271.isValidSignature.selector : bytes4(0xffffffff);
    }
}
