// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

/// @title What Staking, Quality and Nodes tell Emissions
/// @notice None of these may revert: stake that cannot be accrued could neither leave nor be slashed, and a lease that
/// cannot be recorded would never be final.
interface IEmissionsHook {
    /// @notice The stake of `operator` is about to change: what has it earned until now? Staking credits the answer before
    /// the change. By `Staking`.
    /// @param falls whether the change may lower the operator's weight
    /// @return reward in MILL's smallest unit, minted to Staking before
    function accrue(address operator, bool falls) external returns (uint256 reward);

    /// @notice The tier or the nodes of `operator` are about to fall. What it has earned since its last accrual is paid
    /// at the lower of the weights before and after. By `Quality` and `Nodes`.
    function noteFall(address operator) external;
}
