// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IAttestors} from "./IAttestors.sol";

/// @title Nodes: classes of GPU, registered capacity, leased units
/// @notice A unit is one thousandth of a GPU. A hardware id is active at most once in the whole protocol; units leased
/// never exceed units registered.
interface INodes {
    /// @notice What governance asks of a class, per unit, in MILL's smallest unit.
    struct Class {
        bool exists;
        uint96 requiredStakePerUnit;
        uint96 leastBondPerUnit;
        uint16 subsidyBps;
    }

    /// @param units registered, thousandths of a GPU
    /// @param leasedUnits of them under leases that run
    /// @param attestedUntil timestamp (s) until which the attestation is good
    struct Node {
        address operator;
        uint32 classId;
        uint32 units;
        uint32 leasedUnits;
        uint40 attestedUntil;
        bool active;
        bytes32 hardwareId;
    }

    /// @notice An operator's nodes together.
    struct Capacity {
        uint96 requiredStake;
        uint64 units;
        uint64 leasedUnits;
    }

    event ClassChanged(
        uint32 indexed classId,
        uint256 requiredStakePerUnit,
        uint256 leastBondPerUnit,
        uint256 subsidyBps
    );
    event NodeRegistered(
        uint256 indexed nodeId,
        address indexed operator,
        bytes32 indexed hardwareId,
        uint32 classId,
        uint32 units,
        uint40 attestedUntil
    );
    event NodeRenewed(uint256 indexed nodeId, uint40 attestedUntil);
    event NodeRetired(uint256 indexed nodeId);
    event UnitsLeased(uint256 indexed nodeId, uint32 units, uint32 leasedUnits);
    event UnitsFreed(uint256 indexed nodeId, uint32 units, uint32 leasedUnits);
    event Wired(address leases);
    event EmissionsWired(address emissions);

    error ClassUnknown(uint32 classId);
    /// @notice Required stake and least bond must not be zero, and the subsidy must not be above 10⁴.
    error ClassInvalid(uint256 requiredStakePerUnit, uint256 leastBondPerUnit, uint256 subsidyBps);
    error NodeUnknown(uint256 nodeId);
    error NodeNotActive(uint256 nodeId);
    error HardwareActive(bytes32 hardwareId, uint256 nodeId);
    error AttestationExpired(uint256 expiresAt);
    /// @notice The attestation is of another operator, hardware, class or number of units than the node.
    error AttestationDiffers(uint256 nodeId);
    /// @notice The same hardware has been attested until `newest` already; ask the attestors for a fresh attestation.
    error AttestationOutdated(uint256 expiresAt, uint256 newest);
    /// @notice `free` of a node's units can be leased (or, when units are freed, are leased); `wanted` are asked for.
    error UnitsExceeded(uint256 nodeId, uint256 free, uint256 wanted);
    error UnitsStillLeased(uint256 nodeId, uint256 leasedUnits);
    error ZeroUnits();
    error NotAuthorized(address caller, address expected);
    error AlreadyWired();

    /// @notice Add or change a class. By the owner (governance). Nodes registered before keep the terms they were
    /// registered under until they are renewed.
    function setClass(uint32 classId, uint96 requiredStakePerUnit, uint96 leastBondPerUnit, uint16 subsidyBps) external;

    /// @notice Register the caller's node with an attestation of it. Hardware that was registered before needs an
    /// attestation that lasts longer than its last, or as long if it is the same operator's: so an old attestation does
    /// not bring back hardware that has another operator now. A node that still has the hardware, but no attestation in
    /// force and no unit leased, is retired by this: nobody can keep hardware from its owner by not retiring it.
    function register(
        IAttestors.NodeAttestation calldata attestation,
        bytes[] calldata signatures
    ) external returns (uint256 nodeId);

    /// @notice Give a node a fresh attestation of the same hardware, class and units, which lasts longer than the one it
    /// has, and the terms that its class has now. By anyone.
    function renew(
        uint256 nodeId,
        IAttestors.NodeAttestation calldata attestation,
        bytes[] calldata signatures
    ) external;

    /// @notice Take the caller's node out; its hardware id is free again. Not while units are leased.
    function retire(uint256 nodeId) external;

    /// @notice Reserve `units` of an attested node; with 0 units, check only that it could be leased. By `Leases`.
    /// @return operator whose node it is
    /// @return class the terms of its class now
    /// @return capacity the operator's capacity before
    function lease(
        uint256 nodeId,
        uint32 units
    ) external returns (address operator, Class memory class, Capacity memory capacity);

    /// @notice Free `units` of a node. By `Leases`.
    function free(uint256 nodeId, uint32 units) external;

    function node(uint256 nodeId) external view returns (Node memory);
    function class(uint32 classId) external view returns (Class memory);
    function classIds() external view returns (uint32[] memory);
    function capacity(address operator) external view returns (Capacity memory);

    /// @notice The active node with this hardware id, 0 if there is none.
    function nodeOfHardware(bytes32 hardwareId) external view returns (uint256 nodeId);

    /// @notice Name `Leases`, once and for ever. By the deployer.
    function wire(address leases) external;

    /// @notice Name the contract that is told when nodes change, once and for ever. By the deployer.
    function wireEmissions(address emissions) external;
}
