// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

/// @title MillTimelock: what it adds to OpenZeppelin's TimelockController
/// @notice Owns everything that is governed. It is its own only administrator from the beginning, the governor alone
/// proposes, cancels and executes, and its delay can never be below 2 days or above 14.
interface IMillTimelock {
    error DelayOutOfBounds(uint256 delaySeconds, uint256 least, uint256 most);
    error NotWirer(address caller);
    error AlreadyWired();
    error ZeroAddress();

    /// @notice Give the governor its roles, once and for ever. By the deployer.
    function wire(address governor) external;

    /// @notice Accept the ownership of contracts that have been offered to the timelock. By anyone: it can only bring the
    /// timelock what its owner gives it. What it owns already is passed over.
    function takeOver(address[] calldata governed) external;
}
