// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IArbitrator} from "./IArbitrator.sol";

/// @title The committee that rules: k of n members sign
/// @notice Costs nothing. Members sign EIP-712 `Ruling(address arbitrable,uint256 arbitratorDisputeId,uint256 ruling)` in
/// the domain `Millrace`, version `1`, of this contract; anyone submits. A dispute is ruled by the members and the
/// threshold of the day it was created.
interface ICommitteeArbitrator is IArbitrator {
    /// @param arbitrable who created it and is told the ruling
    /// @param choices rulings besides 0
    /// @param committee number of the committee that rules it
    struct CommitteeDispute {
        address arbitrable;
        uint256 choices;
        uint256 committee;
        bool ruled;
    }

    event CommitteeChanged(uint256 indexed committee, address[] members, uint256 threshold);
    event RulingGiven(uint256 indexed arbitratorDisputeId, uint256 ruling, address[] members);

    /// @notice 1 to `MAX_MEMBERS` members are needed, and a threshold from 1 to their number.
    error CommitteeInvalid(uint256 members, uint256 threshold);
    /// @notice Members must be in strictly ascending order of address, none zero: number `index` is not.
    error NotAscending(uint256 index, address member);
    error NotMember(address account, uint256 committee);
    error TooFewSignatures(uint256 given, uint256 threshold);
    error LengthsDiffer(uint256 members, uint256 signatures);
    error SignatureInvalid(address member);
    error DisputeUnknown(uint256 arbitratorDisputeId);
    error RuledAlready(uint256 arbitratorDisputeId);
    error RulingUnknown(uint256 ruling, uint256 choices);
    error WrongFee(uint256 found, uint256 expected);

    /// @notice Name the members and how many must sign, for disputes created from now on. By the owner (governance).
    /// @param members strictly ascending
    function setMembers(address[] calldata members, uint256 threshold) external;

    /// @notice Give the ruling that `members` signed. By anyone, once. Reverts if the arbitrable contract refuses it.
    /// @param ruling 0 refuses to rule
    /// @param members strictly ascending, each of the dispute's committee; keys or contracts (ERC-1271)
    function rule(
        uint256 arbitratorDisputeId,
        uint256 ruling,
        address[] calldata members,
        bytes[] calldata signatures
    ) external;

    function committeeDispute(uint256 arbitratorDisputeId) external view returns (CommitteeDispute memory);

    /// @notice The number of the committee of today; the first is 1.
    function committee() external view returns (uint256);
    function membersOf(uint256 committee) external view returns (address[] memory members, uint256 threshold);
    function isMember(uint256 committee, address account) external view returns (bool);

    /// @notice The EIP-712 hash to sign.
    function rulingDigest(uint256 arbitratorDisputeId, uint256 ruling) external view returns (bytes32);
}
