// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IStaking} from "../interfaces/IStaking.sol";
import {ScaledTotal} from "../libraries/ScaledTotal.sol";
import {OperatorRecord} from "./OperatorRecord.sol";
import {StakingState} from "./StakingState.sol";

/// @title Bonds: own stake locked behind leases
/// @dev A bond is part of own stake, and a slash that reaches bonds scales all of an operator's at once.
abstract contract Bonds is StakingState {
    using SafeCast for uint256;
    using ScaledTotal for ScaledTotal.Total;

    mapping(bytes32 leaseId => ScaledTotal.Part) private _bonds;

    /// @inheritdoc IStaking
    function lock(bytes32 leaseId, address operator, uint256 bond, uint256 requiredStake) external onlyLeases {
        OperatorRecord storage o = _operators[operator];
        uint256 free = freeStake(operator);
        uint256 needed = bond + requiredStake;
        if (free < needed) revert InsufficientStake(operator, free, needed);

        ScaledTotal.Total memory bonded = o.bonded;
        ScaledTotal.Part memory part = _bonds[leaseId];
        bonded.add(part, bond);
        (o.bonded, _bonds[leaseId]) = (bonded, part);
        o.held.locked = (o.held.locked + requiredStake).toUint96();
        emit BondBooked(operator, leaseId, bond, requiredStake);
    }

    /// @inheritdoc IStaking
    function unlock(bytes32 leaseId, address operator, uint256 requiredStake) external onlyLeases {
        OperatorRecord storage o = _operators[operator];
        ScaledTotal.Part memory part = _booked(leaseId);
        ScaledTotal.Total memory bonded = o.bonded;
        (uint256 bond, ) = bonded.remove(part);
        o.bonded = bonded;
        delete _bonds[leaseId];
        o.held.locked = (o.held.locked - requiredStake).toUint96();
        emit BondReleased(operator, leaseId, bond, requiredStake);
    }

    /// @inheritdoc IStaking
    function bondOf(bytes32 leaseId, address operator) external view returns (uint256) {
        ScaledTotal.Total memory bonded = _operators[operator].bonded;
        return bonded.live(_bonds[leaseId]);
    }

    /// @dev Take at most `amount` of a lease's bond out of own stake.
    function _takeBond(bytes32 leaseId, OperatorRecord storage o, uint256 amount) internal returns (uint256 taken) {
        ScaledTotal.Part memory part = _booked(leaseId);
        ScaledTotal.Total memory bonded = o.bonded;
        taken = bonded.take(part, amount);
        if (taken == 0) return 0;
        (o.bonded, _bonds[leaseId]) = (bonded, part);
        _takeOwn(o, taken);
    }

    /// @dev Take `amount` of own stake that is not thawing. What is taken votes no more.
    function _takeOwn(OperatorRecord storage o, uint256 amount) internal {
        uint96 left = (o.own.tokens - amount).toUint96();
        o.own.tokens = left;
        if (o.own.principal > left) o.own.principal = left;
    }

    function _booked(bytes32 leaseId) private view returns (ScaledTotal.Part memory part) {
        part = _bonds[leaseId];
        if (part.scale == 0) revert BondUnknown(leaseId);
    }
}
