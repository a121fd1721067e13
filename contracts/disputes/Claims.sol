// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IDisputes} from "../interfaces/IDisputes.sol";
import {ILeases} from "../interfaces/ILeases.sol";
import {IStaking} from "../interfaces/IStaking.sol";
import {SlashMath} from "../libraries/SlashMath.sol";
import {ParameterIds} from "../parameters/ParameterIds.sol";
import {DisputeRecord} from "./DisputeRecord.sol";
import {Rulings} from "./Rulings.sol";

/// @title Claims: how a dispute begins, and what it costs to begin one
abstract contract Claims is Rulings {
    using SafeCast for uint256;

    /// @inheritdoc IDisputes
    function open(
        ILeases.Terms calldata terms,
        Kind kind,
        bytes32 evidence,
        string calldata place
    ) external nonReentrant returns (uint256 disputeId) {
        uint256 shareBps = shareOf(kind);
        address operator = terms.offer.operator;
        bytes32 leaseId = LEASES.markDisputed(terms, msg.sender);
        DisputeRecord storage d;
        (disputeId, d) = _create(kind, State.Open, msg.sender, operator, ParameterIds.ANSWER_SECONDS);
        uint256 most = STAKING.freeze(disputeId, operator, msg.sender, terms.buyer, shareBps);
        uint256 bond = _bond(most);
        d.leaseId = leaseId;
        d.bond = bond.toUint96();
        emit DisputeOpened(disputeId, leaseId, msg.sender, kind, bond, most, d.deadline, evidence, place);

        STAKING.takeDisputeBond(msg.sender, bond);
    }

    /// @inheritdoc IDisputes
    function contest(
        uint256 compensationId,
        bytes32 evidence,
        string calldata place
    ) external payable nonReentrant returns (uint256 disputeId) {
        IStaking.Compensation memory c = STAKING.compensation(compensationId);
        if (msg.sender != c.operator) revert NotAuthorized(msg.sender, c.operator);

        uint256 bond = _bond(c.amount);
        DisputeRecord storage d;
        (disputeId, d) = _create(Kind.Outage, State.Answered, msg.sender, c.buyer, ParameterIds.RULING_SECONDS);
        d.compensationId = compensationId.toUint96();
        d.leaseId = c.leaseId;
        d.bond = bond.toUint96();
        emit DisputeOpened(
            disputeId,
            c.leaseId,
            msg.sender,
            Kind.Outage,
            bond,
            c.amount,
            block.timestamp,
            evidence,
            place
        );

        STAKING.contest(compensationId);
        STAKING.takeDisputeBond(msg.sender, bond);
        _mustSubmit(disputeId, d, d.arbitrator);
    }

    /// @inheritdoc IDisputes
    function bondFor(address operator, Kind kind) external view returns (uint256) {
        IStaking.OperatorStake memory s = STAKING.operatorStake(operator);
        (uint256 ownPart, uint256 delegatedPart) = SlashMath.parts(
            s.own + s.ownThawing + s.pending,
            s.delegated + s.delegatedThawing,
            shareOf(kind),
            _value(ParameterIds.DELEGATED_SLASH_CAP_BPS)
        );
        return _bond(ownPart + delegatedPart);
    }

    /// @inheritdoc IDisputes
    function shareOf(Kind kind) public view returns (uint256 bps) {
        if (kind == Kind.WrongResult) return _value(ParameterIds.WRONG_RESULT_BPS);
        if (kind == Kind.WrongHardware) return _value(ParameterIds.WRONG_HARDWARE_BPS);
        if (kind == Kind.DoubleSold) return _value(ParameterIds.DOUBLE_SOLD_BPS);
        if (kind == Kind.DataMisuse) return _value(ParameterIds.DATA_MISUSE_BPS);
        revert WrongKind(kind);
    }

    function _bond(uint256 most) private view returns (uint256) {
        uint256 share = Math.ceilDiv(most * _value(ParameterIds.DISPUTE_BOND_BPS), BPS);
        return Math.max(share, _value(ParameterIds.LEAST_DISPUTE_BOND_MILL));
    }
}
