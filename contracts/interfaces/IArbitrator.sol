// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

/// @title Arbitrator, in the manner of ERC-792
/// @notice Rules disputes that an arbitrable contract creates. An existing court can be plugged in; the default is a
/// committee that signs k of n. The judge decides whether, never how much.
interface IArbitrator {
    event DisputeCreation(uint256 indexed arbitratorDisputeId, address indexed arbitrable);

    /// @notice Create a dispute of the caller. The fee is `arbitrationCost`.
    /// @param choices number of rulings besides 0, which means refused to rule
    function createDispute(
        uint256 choices,
        bytes calldata extraData
    ) external payable returns (uint256 arbitratorDisputeId);

    /// @notice The fee in wei.
    function arbitrationCost(bytes calldata extraData) external view returns (uint256);
}

/// @title What an arbitrator calls
interface IArbitrable {
    event Ruling(address indexed arbitrator, uint256 indexed arbitratorDisputeId, uint256 ruling);

    /// @notice Give a ruling. By the arbitrator.
    function rule(uint256 arbitratorDisputeId, uint256 ruling) external;
}
