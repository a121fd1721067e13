// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

/// @title What Staking tells Emissions
interface IEmissionsHook {
    /// @notice The stake of `operator` is about to change: credit what it has earned until now. May call `addRewards`
    /// back. Must not revert: stake that cannot be accrued could neither leave nor be slashed.
    function accrue(address operator) external;
}
