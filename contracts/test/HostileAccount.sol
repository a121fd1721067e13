// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

/// @title Gives the same answer to every call: of any length, well or badly begun, returned or reverted with
/// @dev Its answer is in the code, so that a key which delegates to it (EIP-7702) answers the same. A length beyond what
/// any gas pays for burns all that the caller forwards.
contract HostileAccount {
    bytes4 private immutable FIRST;
    uint256 private immutable LENGTH;
    bool private immutable REVERTS;

    /// @param first the first bytes of the answer; all others are zero
    /// @param length of the answer, bytes
    constructor(bytes4 first, uint256 length, bool reverts) {
        (FIRST, LENGTH, REVERTS) = (first, length, reverts);
    }

    // solhint-disable-next-line no-complex-fallback
    fallback() external {
        (bytes32 first, uint256 length, bool reverts) = (FIRST, LENGTH, REVERTS);
        assembly ("memory-safe") {
            let answer := mload(0x40)
            mstore(answer, first)
            if reverts {
                revert(answer, length)
            }
            return(answer, length)
        }
    }
}
