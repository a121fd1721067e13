// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IStaking} from "../interfaces/IStaking.sol";
import {ScaledTotal} from "../libraries/ScaledTotal.sol";
import {ParameterIds} from "../parameters/ParameterIds.sol";
import {Bonds} from "./Bonds.sol";
import {OperatorRecord} from "./OperatorRecord.sol";

/// @title Compensations: from the bond to the buyer, one thaw period later
/// @dev While it is pending, compensation still answers for the operator's earlier faults, after all else of its own; so
/// failing on purpose towards oneself is no exit.
abstract contract Compensations is Bonds {
    using SafeCast for uint256;
    using ScaledTotal for ScaledTotal.Total;

    enum Contest {
        Never,
        Possible,
        Open,
        Over
    }

    /// @dev Four storage words.
    /// @param payableAt timestamp (s) from which it is paid
    /// @param latestAt timestamp (s) from which not even open disputes hold it back
    struct Booked {
        ScaledTotal.Part part;
        address buyer;
        uint40 payableAt;
        uint40 latestAt;
        Contest contest;
        address operator;
        bytes32 leaseId;
    }

    mapping(uint256 compensationId => Booked) private _compensations;
    uint256 private _lastCompensationId;

    /// @inheritdoc IStaking
    function compensate(
        bytes32 leaseId,
        address operator,
        address buyer,
        uint256 bond,
        uint256 amount,
        bool contestable
    ) external onlyLeases returns (uint256 compensationId, uint256 booked) {
        _accrue(operator, true);
        OperatorRecord storage o = _operators[operator];
        booked = _takeBond(leaseId, o, bond, amount);
        if (booked == 0) return (0, 0);

        Booked memory c;
        ScaledTotal.Total memory pending = o.pending;
        pending.add(c.part, booked);
        o.pending = pending;
        uint256 thawSeconds = _value(ParameterIds.THAW_SECONDS);
        c.payableAt = (block.timestamp + thawSeconds).toUint40();
        c.latestAt = (c.payableAt + 2 * thawSeconds).toUint40();
        (c.buyer, c.operator, c.leaseId) = (buyer, operator, leaseId);
        if (contestable) c.contest = Contest.Possible;
        compensationId = ++_lastCompensationId;
        _compensations[compensationId] = c;
        emit CompensationBooked(compensationId, leaseId, buyer, booked, c.payableAt);
    }

    /// @inheritdoc IStaking
    function payCompensation(uint256 compensationId) external returns (uint256 amount) {
        Booked memory c = _known(compensationId);
        if (c.contest == Contest.Open) revert CompensationIsContested(compensationId);
        if (block.timestamp < c.payableAt) revert CompensationNotPayable(compensationId, c.payableAt);
        OperatorRecord storage o = _operators[c.operator];
        if (block.timestamp < c.latestAt) _checkFrozen(o, c.operator, 0);

        amount = _close(compensationId, c, o);
        emit CompensationPaid(compensationId, c.buyer, amount);
        _send(c.buyer, amount);
    }

    /// @inheritdoc IStaking
    function contest(uint256 compensationId) external onlyDisputes {
        Booked memory c = _known(compensationId);
        if (c.contest == Contest.Never) revert CompensationNotContestable(compensationId);
        if (c.contest != Contest.Possible) revert CompensationIsContested(compensationId);
        _compensations[compensationId].contest = Contest.Open;
        emit CompensationContested(compensationId);
    }

    /// @inheritdoc IStaking
    function endContest(uint256 compensationId, bool returned) external onlyDisputes {
        Booked memory c = _known(compensationId);
        if (c.contest != Contest.Open) revert CompensationNotContested(compensationId);
        if (!returned) {
            _compensations[compensationId].contest = Contest.Over;
            emit CompensationUpheld(compensationId);
            return;
        }
        _accrue(c.operator, false);
        OperatorRecord storage o = _operators[c.operator];
        uint256 amount = _close(compensationId, c, o);
        o.own.tokens = (o.own.tokens + amount).toUint96();
        emit CompensationReturned(compensationId, amount);
    }

    /// @inheritdoc IStaking
    function compensation(uint256 compensationId) external view returns (Compensation memory) {
        Booked memory c = _compensations[compensationId];
        return
            Compensation({
                leaseId: c.leaseId,
                operator: c.operator,
                buyer: c.buyer,
                amount: _worth(c),
                payableAt: c.payableAt,
                contestable: c.contest == Contest.Possible,
                contested: c.contest == Contest.Open
            });
    }

    /// @dev Take a compensation off the books. What rounding has left once none is pending goes back to own stake.
    function _close(
        uint256 compensationId,
        Booked memory c,
        OperatorRecord storage o
    ) private returns (uint256 amount) {
        ScaledTotal.Total memory pending = o.pending;
        uint256 dust;
        (amount, dust) = pending.remove(c.part);
        o.pending = pending;
        if (dust != 0) o.own.tokens = (o.own.tokens + dust).toUint96();
        delete _compensations[compensationId];
    }

    function _known(uint256 compensationId) private view returns (Booked memory c) {
        c = _compensations[compensationId];
        if (c.buyer == address(0)) revert CompensationUnknown(compensationId);
    }

    function _worth(Booked memory c) private view returns (uint256) {
        ScaledTotal.Total memory pending = _operators[c.operator].pending;
        return pending.live(c.part);
    }
}
