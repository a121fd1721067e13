// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IAttestors} from "../interfaces/IAttestors.sol";
import {IEmissionsHook} from "../interfaces/IEmissionsHook.sol";
import {INodes} from "../interfaces/INodes.sol";

/// @title Nodes
/// @notice `INodes` is the manual.
contract Nodes is INodes, Ownable2Step {
    using SafeCast for uint256;

    /// @dev Leasing and freeing write the first word only. `requiredStake` is what the node adds to its operator's
    /// capacity, so that exactly that is taken off again, whatever became of the class.
    struct Entry {
        address operator;
        uint32 classId;
        uint32 units;
        uint32 leasedUnits;
        uint96 requiredStake;
        uint40 attestedUntil;
        bool active;
        bytes32 hardwareId;
    }

    uint256 private constant BPS = 10_000;

    IAttestors public immutable ATTESTORS;
    address private immutable WIRER;

    mapping(uint256 nodeId => Entry) private _nodes;
    mapping(address operator => Capacity) private _capacities;
    /// @dev Active or not, so that its attestation is remembered.
    mapping(bytes32 hardwareId => uint256 nodeId) private _latestNode;
    mapping(uint32 classId => Class) private _classes;
    uint32[] private _classIds;
    uint256 private _lastNodeId;
    address private _leases;
    IEmissionsHook private _emissions;

    /// @param attestors who attests nodes
    /// @param owner_ who governs: the deployer until it hands over to the timelock
    /// @param wirer who names `Leases`
    constructor(IAttestors attestors, address owner_, address wirer) Ownable(owner_) {
        ATTESTORS = attestors;
        WIRER = wirer;
    }

    modifier onlyLeases() {
        if (msg.sender != _leases) revert NotAuthorized(msg.sender, _leases);
        _;
    }

    // ---------------------------------------------------------------------------------------------- classes

    /// @inheritdoc INodes
    function setClass(
        uint32 classId,
        uint96 requiredStakePerUnit,
        uint96 leastBondPerUnit,
        uint16 subsidyBps
    ) external onlyOwner {
        if (requiredStakePerUnit == 0 || leastBondPerUnit == 0 || subsidyBps > BPS) {
            revert ClassInvalid(requiredStakePerUnit, leastBondPerUnit, subsidyBps);
        }
        if (!_classes[classId].exists) _classIds.push(classId);
        _classes[classId] = Class(true, requiredStakePerUnit, leastBondPerUnit, subsidyBps);
        emit ClassChanged(classId, requiredStakePerUnit, leastBondPerUnit, subsidyBps);
    }

    // ------------------------------------------------------------------------------------------------ nodes

    /// @inheritdoc INodes
    function register(
        IAttestors.NodeAttestation calldata attestation,
        bytes[] calldata signatures
    ) external returns (uint256 nodeId) {
        if (msg.sender != attestation.operator) revert NotAuthorized(msg.sender, attestation.operator);
        if (attestation.units == 0) revert ZeroUnits();
        _checkAttestation(attestation, signatures);
        _freeHardware(attestation);
        _settleFall(msg.sender);
        nodeId = ++_lastNodeId;
        _latestNode[attestation.hardwareId] = nodeId;
        uint96 requiredStake = _requiredStake(attestation.classId, attestation.units);
        _nodes[nodeId] = Entry({
            operator: msg.sender,
            classId: attestation.classId,
            units: attestation.units,
            leasedUnits: 0,
            requiredStake: requiredStake,
            attestedUntil: attestation.expiresAt,
            active: true,
            hardwareId: attestation.hardwareId
        });
        Capacity storage total = _capacities[msg.sender];
        total.units += attestation.units;
        total.requiredStake += requiredStake;
        emit NodeRegistered(
            nodeId,
            msg.sender,
            attestation.hardwareId,
            attestation.classId,
            attestation.units,
            attestation.expiresAt
        );
        _noteChange(msg.sender);
    }

    /// @inheritdoc INodes
    function renew(
        uint256 nodeId,
        IAttestors.NodeAttestation calldata attestation,
        bytes[] calldata signatures
    ) external {
        Entry storage entry = _active(nodeId);
        if (
            attestation.operator != entry.operator ||
            attestation.hardwareId != entry.hardwareId ||
            attestation.classId != entry.classId ||
            attestation.units != entry.units
        ) revert AttestationDiffers(nodeId);
        if (attestation.expiresAt <= entry.attestedUntil) {
            revert AttestationOutdated(attestation.expiresAt, entry.attestedUntil);
        }
        _checkAttestation(attestation, signatures);

        entry.attestedUntil = attestation.expiresAt;
        emit NodeRenewed(nodeId, attestation.expiresAt);
        uint96 requiredStake = _requiredStake(entry.classId, entry.units);
        if (requiredStake == entry.requiredStake) return;

        _settleFall(entry.operator);
        Capacity storage total = _capacities[entry.operator];
        total.requiredStake = total.requiredStake - entry.requiredStake + requiredStake;
        entry.requiredStake = requiredStake;
        _noteChange(entry.operator);
    }

    /// @inheritdoc INodes
    function retire(uint256 nodeId) external {
        Entry storage entry = _active(nodeId);
        if (msg.sender != entry.operator) revert NotAuthorized(msg.sender, entry.operator);
        if (entry.leasedUnits != 0) revert UnitsStillLeased(nodeId, entry.leasedUnits);
        _retire(nodeId, entry);
    }

    // ----------------------------------------------------------------------------------------------- leases

    /// @inheritdoc INodes
    function lease(
        uint256 nodeId,
        uint32 units
    ) external onlyLeases returns (address operator, Class memory class_, Capacity memory capacity_) {
        Entry storage entry = _active(nodeId);
        if (entry.attestedUntil <= block.timestamp) revert AttestationExpired(entry.attestedUntil);
        uint32 leasedUnits = entry.leasedUnits;
        if (units > entry.units - leasedUnits) revert UnitsExceeded(nodeId, entry.units - leasedUnits, units);

        operator = entry.operator;
        class_ = _classes[entry.classId];
        capacity_ = _capacities[operator];
        if (units == 0) return (operator, class_, capacity_);
        entry.leasedUnits = leasedUnits + units;
        _capacities[operator].leasedUnits = capacity_.leasedUnits + units;
        emit UnitsLeased(nodeId, units, leasedUnits + units);
    }

    /// @inheritdoc INodes
    function free(uint256 nodeId, uint32 units) external onlyLeases {
        Entry storage entry = _known(nodeId);
        uint32 leasedUnits = entry.leasedUnits;
        if (units > leasedUnits) revert UnitsExceeded(nodeId, leasedUnits, units);

        entry.leasedUnits = leasedUnits - units;
        _capacities[entry.operator].leasedUnits -= units;
        emit UnitsFreed(nodeId, units, leasedUnits - units);
    }

    // ------------------------------------------------------------------------------------------------ views

    /// @inheritdoc INodes
    function node(uint256 nodeId) external view returns (Node memory) {
        Entry storage entry = _known(nodeId);
        return
            Node({
                operator: entry.operator,
                classId: entry.classId,
                units: entry.units,
                leasedUnits: entry.leasedUnits,
                attestedUntil: entry.attestedUntil,
                active: entry.active,
                hardwareId: entry.hardwareId
            });
    }

    /// @inheritdoc INodes
    function class(uint32 classId) external view returns (Class memory) {
        return _classes[classId];
    }

    /// @inheritdoc INodes
    function classIds() external view returns (uint32[] memory) {
        return _classIds;
    }

    /// @inheritdoc INodes
    function capacity(address operator) external view returns (Capacity memory) {
        return _capacities[operator];
    }

    /// @inheritdoc INodes
    function nodeOfHardware(bytes32 hardwareId) external view returns (uint256 nodeId) {
        nodeId = _latestNode[hardwareId];
        return _nodes[nodeId].active ? nodeId : 0;
    }

    // ----------------------------------------------------------------------------------------------- wiring

    /// @inheritdoc INodes
    function wire(address leases) external {
        if (msg.sender != WIRER) revert NotAuthorized(msg.sender, WIRER);
        if (_leases != address(0)) revert AlreadyWired();

        _leases = leases;
        emit Wired(leases);
    }

    /// @inheritdoc INodes
    function wireEmissions(address emissions) external {
        if (msg.sender != WIRER) revert NotAuthorized(msg.sender, WIRER);
        if (address(_emissions) != address(0)) revert AlreadyWired();

        _emissions = IEmissionsHook(emissions);
        emit EmissionsWired(emissions);
    }

    // ----------------------------------------------------------------------------------------------- inside

    function _retire(uint256 nodeId, Entry storage entry) private {
        address operator = entry.operator;
        entry.active = false;
        Capacity storage total = _capacities[operator];
        total.units -= entry.units;
        total.requiredStake -= entry.requiredStake;
        emit NodeRetired(nodeId);
        _noteChange(operator);
    }

    /// @dev With more required stake more of an operator's stake is effective.
    function _settleFall(address operator) private {
        if (address(_emissions) != address(0)) _emissions.settleFall(operator);
    }

    /// @dev With less required stake less of an operator's stake is effective; with more its tier may be a lower one.
    function _noteChange(address operator) private {
        if (address(_emissions) != address(0)) _emissions.noteNodes(operator);
    }

    /// @dev Hardware is free for another node when the one that had it was retired, which this does itself where nobody
    /// attests that one any more: else whoever rented a machine once could keep it from its owner for ever.
    function _freeHardware(IAttestors.NodeAttestation calldata attestation) private {
        uint256 latest = _latestNode[attestation.hardwareId];
        if (latest == 0) return;
        Entry storage entry = _nodes[latest];
        if (entry.active) {
            if (entry.attestedUntil > block.timestamp || entry.leasedUnits != 0) {
                revert HardwareActive(attestation.hardwareId, latest);
            }
            _retire(latest, entry);
        }

        uint256 newest = entry.attestedUntil;
        bool outdated =
            attestation.operator == entry.operator ? attestation.expiresAt < newest : attestation.expiresAt <= newest;
        if (outdated) revert AttestationOutdated(attestation.expiresAt, newest);
    }

    function _checkAttestation(
        IAttestors.NodeAttestation calldata attestation,
        bytes[] calldata signatures
    ) private view {
        if (attestation.expiresAt <= block.timestamp) revert AttestationExpired(attestation.expiresAt);
        ATTESTORS.checkNode(attestation, signatures);
    }

    function _requiredStake(uint32 classId, uint256 units) private view returns (uint96) {
        Class storage terms = _classes[classId];
        if (!terms.exists) revert ClassUnknown(classId);
        return (units * terms.requiredStakePerUnit).toUint96();
    }

    function _known(uint256 nodeId) private view returns (Entry storage entry) {
        entry = _nodes[nodeId];
        if (entry.operator == address(0)) revert NodeUnknown(nodeId);
    }

    function _active(uint256 nodeId) private view returns (Entry storage entry) {
        entry = _known(nodeId);
        if (!entry.active) revert NodeNotActive(nodeId);
    }
}
