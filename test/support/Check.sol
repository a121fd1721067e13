// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

/// @title Base of every Solidity test: assertions that say what was found
abstract contract Check {
    /// @dev How the test runner knows a test.
    bool public constant IS_TEST = true;

    error NotEqual(string what, uint256 found, uint256 expected);
    error NotAtMost(string what, uint256 found, uint256 most);
    error NotTrue(string what);
    error BytesDiffer(string what, bytes found, bytes expected);

    function same(uint256 found, uint256 expected, string memory what) internal pure {
        if (found != expected) revert NotEqual(what, found, expected);
    }

    function same(address found, address expected, string memory what) internal pure {
        same(uint160(found), uint160(expected), what);
    }

    function same(bytes32 found, bytes32 expected, string memory what) internal pure {
        same(uint256(found), uint256(expected), what);
    }

    function same(bool found, bool expected, string memory what) internal pure {
        same(found ? 1 : 0, expected ? 1 : 0, what);
    }

    function same(bytes memory found, bytes memory expected, string memory what) internal pure {
        if (keccak256(found) != keccak256(expected)) revert BytesDiffer(what, found, expected);
    }

    function atMost(uint256 found, uint256 most, string memory what) internal pure {
        if (found > most) revert NotAtMost(what, found, most);
    }

    function check(bool holds, string memory what) internal pure {
        if (!holds) revert NotTrue(what);
    }
}
