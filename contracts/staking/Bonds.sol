// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IStaking} from "../interfaces/IStaking.sol";
import {ScaledTotal} from "../libraries/ScaledTotal.sol";
import {OperatorRecord} from "./OperatorRecord.sol";
import {StakingState} from "./StakingState.sol";

/// @title Bonds: own stake locked behind leases
/// @dev A bond is part of own stake, and a slash that reaches bonds scales all of an operator's at once. `Leases` brings
/// what a lease's bond is by its terms, so a bond of which nothing was taken needs no word of its own, unless it was
/// booked or extended while a slash of other live bonds was felt.
abstract contract Bonds is StakingState {
    using SafeCast for uint256;
    using ScaledTotal for ScaledTotal.Total;
    using ScaledTotal for ScaledTotal.Part;

    mapping(bytes32 leaseId => ScaledTotal.Part) private _bonds;

    /// @inheritdoc IStaking
    function lock(bytes32 leaseId, address operator, uint256 bond, uint256 requiredStake) external onlyLeases {
        _checkFree(operator, bond + requiredStake);
        OperatorRecord storage o = _operators[operator];
        ScaledTotal.Total memory bonded = o.bonded;
        ScaledTotal.Part memory part;
        bonded.add(part, bond);
        o.bonded = bonded;
        if (!part.isPlain()) _bonds[leaseId] = part;
        o.held.locked = (o.held.locked + requiredStake).toUint96();
    }

    /// @inheritdoc IStaking
    function extendBond(bytes32 leaseId, address operator, uint256 bond, uint256 added) external onlyLeases {
        _checkFree(operator, added);
        OperatorRecord storage o = _operators[operator];
        ScaledTotal.Total memory bonded = o.bonded;
        (ScaledTotal.Part memory part, bool isStored) = _part(leaseId, bond);
        bonded.add(part, added);
        o.bonded = bonded;
        if (isStored || !part.isPlain()) _bonds[leaseId] = part;
    }

    /// @inheritdoc IStaking
    function unlock(bytes32 leaseId, address operator, uint256 bond, uint256 requiredStake) external onlyLeases {
        OperatorRecord storage o = _operators[operator];
        ScaledTotal.Total memory bonded = o.bonded;
        (ScaledTotal.Part memory part, bool isStored) = _part(leaseId, bond);
        bonded.remove(part);
        o.bonded = bonded;
        if (isStored) delete _bonds[leaseId];
        o.held.locked = (o.held.locked - requiredStake).toUint96();
    }

    /// @inheritdoc IStaking
    function bondOf(bytes32 leaseId, address operator, uint256 bond) external view returns (uint256) {
        ScaledTotal.Total memory bonded = _operators[operator].bonded;
        (ScaledTotal.Part memory part, ) = _part(leaseId, bond);
        return bonded.live(part);
    }

    /// @dev Take at most `amount` of a lease's bond out of own stake.
    /// @param bond what it is by the lease's terms
    function _takeBond(
        bytes32 leaseId,
        OperatorRecord storage o,
        uint256 bond,
        uint256 amount
    ) internal returns (uint256 taken) {
        (ScaledTotal.Part memory part, ) = _part(leaseId, bond);
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

    function _checkFree(address operator, uint256 needed) private view {
        uint256 free = freeStake(operator);
        if (free < needed) revert InsufficientStake(operator, free, needed);
    }

    /// @dev A lease's bond as it is stored, or as its terms have it.
    function _part(bytes32 leaseId, uint256 bond) private view returns (ScaledTotal.Part memory part, bool isStored) {
        part = _bonds[leaseId];
        if (part.scale != 0) return (part, true);
        return (ScaledTotal.plain(bond), false);
    }
}
