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

    /// @notice Something of `operator` is about to grow. If anything fell since its last accrual, credit now what it has
    /// earned, at what is left: what comes back must not be paid for the time in which it was not there. By `Staking`,
    /// `Nodes` and `Quality`, before the change.
    function settleFall(address operator) external;

    /// @notice The tier of `operator` is about to fall. What it has earned since its last accrual is paid at the lower of
    /// the weights before and after. By `Quality`.
    function noteFall(address operator) external;

    /// @notice The nodes of `operator` have changed, or what they require. What it has earned since its last accrual is paid
    /// at the lower of the weights before and after, and its tier is looked at. By `Nodes`, after the change.
    function noteNodes(address operator) external;
}
