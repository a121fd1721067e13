// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IArbitrator} from "../interfaces/IArbitrator.sol";
import {IDisputes} from "../interfaces/IDisputes.sol";
import {ILeases} from "../interfaces/ILeases.sol";
import {IParameters} from "../interfaces/IParameters.sol";
import {IStaking} from "../interfaces/IStaking.sol";
import {DisputeRecord} from "./DisputeRecord.sol";

/// @title DisputesState: what Disputes stores, and whom it calls
/// @dev Its parts (`Claims`, `Rulings`) share this state. Staking and Leases are ours; arbitrators are not.
abstract contract DisputesState is IDisputes, Ownable2Step, ReentrancyGuardTransient {
    using SafeCast for uint256;

    IParameters internal immutable PARAMETERS;
    IStaking internal immutable STAKING;
    ILeases internal immutable LEASES;

    mapping(uint256 disputeId => DisputeRecord) internal _disputes;

    /// @dev Arbitrators number their disputes as they like, each its own.
    mapping(IArbitrator arbitrator => mapping(uint256 arbitratorDisputeId => uint256 disputeId)) internal _disputeAt;

    IArbitrator internal _arbitrator;
    IArbitrator internal _appealArbitrator;

    /// @inheritdoc IDisputes
    uint256 public lastDisputeId;

    constructor(
        IParameters parameters,
        IStaking staking,
        ILeases leases,
        IArbitrator arbitrator,
        IArbitrator appealArbitrator,
        address owner_
    ) Ownable(owner_) {
        PARAMETERS = parameters;
        STAKING = staking;
        LEASES = leases;
        _setArbitrators(arbitrator, appealArbitrator);
    }

    /// @inheritdoc IDisputes
    function setArbitrators(IArbitrator arbitrator, IArbitrator appealArbitrator) external onlyOwner {
        _setArbitrators(arbitrator, appealArbitrator);
    }

    /// @inheritdoc IDisputes
    function arbitrators() external view returns (IArbitrator arbitrator, IArbitrator appealArbitrator) {
        return (_arbitrator, _appealArbitrator);
    }

    /// @inheritdoc IDisputes
    function dispute(uint256 disputeId) external view returns (Dispute memory) {
        DisputeRecord memory d = _disputes[disputeId];
        return
            Dispute({
                kind: d.kind,
                state: d.state,
                verdict: d.verdict,
                challenger: d.challenger,
                respondent: d.respondent,
                leaseId: d.leaseId,
                compensationId: d.compensationId,
                bond: d.bond,
                appealBond: d.appealBond,
                appellant: _appellant(d),
                deadline: d.deadline,
                arbitrator: d.arbitrator,
                appealArbitrator: d.appealArbitrator,
                submitted: d.submitted,
                arbitratorDisputeId: d.arbitratorDisputeId
            });
    }

    /// @dev A new dispute of the arbitrators of today, times out after the setting `windowId`.
    function _create(
        Kind kind,
        State state,
        address challenger,
        address respondent,
        bytes32 windowId
    ) internal returns (uint256 disputeId, DisputeRecord storage d) {
        disputeId = ++lastDisputeId;
        d = _disputes[disputeId];
        (d.kind, d.state) = (kind, state);
        (d.challenger, d.respondent) = (challenger, respondent);
        (d.arbitrator, d.appealArbitrator) = (_arbitrator, _appealArbitrator);
        d.deadline = _from(windowId);
    }

    function _load(uint256 disputeId, State expected) internal view returns (DisputeRecord storage d) {
        d = _known(disputeId);
        if (d.state != expected) revert WrongState(disputeId, d.state);
    }

    function _known(uint256 disputeId) internal view returns (DisputeRecord storage d) {
        d = _disputes[disputeId];
        if (d.state == State.None) revert DisputeUnknown(disputeId);
    }

    function _checkInTime(uint256 disputeId, DisputeRecord storage d) internal view {
        if (block.timestamp >= d.deadline) revert TooLate(disputeId, d.deadline);
    }

    function _value(bytes32 id) internal view returns (uint256) {
        return PARAMETERS.value(id);
    }

    /// @dev The end of a window that starts now.
    function _from(bytes32 windowId) internal view returns (uint40) {
        return (block.timestamp + _value(windowId)).toUint40();
    }

    function _appellant(DisputeRecord memory d) internal pure returns (address) {
        if (d.appealBond == 0) return address(0);
        return d.challengerAppealed ? d.challenger : d.respondent;
    }

    function _setArbitrators(IArbitrator arbitrator, IArbitrator appealArbitrator) private {
        if (address(arbitrator) == address(0) || address(appealArbitrator) == address(0)) revert ZeroAddress();
        if (address(arbitrator).code.length == 0) revert ArbitratorWithoutCode(arbitrator);
        if (address(appealArbitrator).code.length == 0) revert ArbitratorWithoutCode(appealArbitrator);
        (_arbitrator, _appealArbitrator) = (arbitrator, appealArbitrator);
        emit ArbitratorsChanged(arbitrator, appealArbitrator);
    }
}
