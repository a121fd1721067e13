// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {ILeases} from "../interfaces/ILeases.sol";
import {INodes} from "../interfaces/INodes.sol";
import {IParameters} from "../interfaces/IParameters.sol";
import {LeaseMath} from "../libraries/LeaseMath.sol";
import {LeasesState} from "./LeasesState.sol";

/// @title Opening: price, bond, stake and units locked in one call; more time for a lease that runs
abstract contract Opening is LeasesState {
    using SafeCast for uint256;

    /// @dev What others may add to an on-demand lease.
    struct Allowance {
        uint96 amount;
        uint40 until;
    }

    mapping(bytes32 leaseId => Allowance) private _allowances;

    /// @inheritdoc ILeases
    function open(Order calldata order) external returns (bytes32 id) {
        Offer calldata offer = order.offer;
        IParameters.LeaseTerms memory p = PARAMETERS.leaseTerms();
        if (block.timestamp < p.pausedUntil) revert OpeningPaused(p.pausedUntil);
        if (order.units == 0) revert ZeroUnits();
        _checkDuration(order.durationSeconds, offer.minSeconds, offer.maxSeconds);
        if (order.continues != 0 && _leases[order.continues].state < State.Ended) {
            revert PredecessorInvalid(order.continues);
        }
        OFFERS.take(offer, order.signature, msg.sender, order.signer);

        Bound memory bound = _bind(p);
        (bound.requiredStakePerUnit, bound.feeBps) = _reserve(offer, order.units, p.protocolFeeBps);
        id = _name(order, bound);
        if (_leases[id].state != State.None) revert LeaseExists(id);
        _leases[id].state = State.Open;

        STAKING.lock(
            id,
            offer.operator,
            uint256(order.units) * offer.bondPerUnit,
            uint256(order.units) * bound.requiredStakePerUnit
        );
        ESCROW.openControlled(
            msg.sender,
            offer.operator,
            offer.token,
            offer.metering == Metering.ByTime ? address(this) : order.signer,
            uint256(id),
            LeaseMath.price(order.units, offer.pricePerUnitHour, order.durationSeconds),
            bound.feeBps
        );
    }

    /// @dev Reserve the units, as far as node, class and tier allow.
    function _reserve(
        Offer calldata offer,
        uint32 units,
        uint256 protocolFeeBps
    ) private returns (uint96 requiredStakePerUnit, uint16 feeBps) {
        (address operator, INodes.Class memory class, INodes.Capacity memory capacity) = NODES.lease(
            offer.nodeId,
            units
        );
        if (operator != offer.operator) revert NotNodeOperator(offer.nodeId, offer.operator);
        if (offer.bondPerUnit < class.leastBondPerUnit) revert BondTooSmall(offer.bondPerUnit, class.leastBondPerUnit);
        // That nobody leases more required stake than its own stake is checked where it is locked.
        feeBps = QUALITY.admit(
            operator,
            capacity.requiredStake,
            capacity.leasedUnits + units,
            protocolFeeBps,
            class.subsidyBps
        );
        return (class.requiredStakePerUnit, feeBps);
    }

    /// @dev What the lease keeps of the settings of now.
    function _bind(IParameters.LeaseTerms memory p) private view returns (Bound memory bound) {
        bound.openedAt = block.timestamp.toUint40();
        bound.noShowDelaySeconds = p.noShowDelaySeconds;
        bound.claimWindowSeconds = p.claimWindowSeconds;
        bound.rates = p.rates;
    }

    /// @dev The lease's id, and its terms in an event. All fields are static, so the encoding of the parts in a row is
    /// that of `Terms`; building the struct in memory first would cost its code and gas twice.
    function _name(Order calldata order, Bound memory bound) private returns (bytes32 id) {
        bytes memory terms = abi.encode(
            order.offer,
            bound,
            msg.sender,
            order.signer,
            order.units,
            order.durationSeconds,
            order.continues,
            order.nonce
        );
        id = keccak256(terms);
        bytes32 topic = LeaseOpened.selector;
        address operator = order.offer.operator;
        assembly ("memory-safe") {
            log4(add(terms, 0x20), mload(terms), topic, id, operator, caller())
        }
    }

    function _checkDuration(uint256 duration, uint256 minimum, uint256 maximum) private pure {
        if (duration == 0 || duration < minimum || duration > maximum) {
            revert DurationOutOfBounds(duration, minimum, maximum);
        }
    }

    // ------------------------------------------------------------------------------------------------ extend

    /// @inheritdoc ILeases
    function allowExtension(Terms calldata terms, uint96 amount, uint40 until) external {
        (bytes32 id, ) = _load(terms, State.Running);
        _onlyBuyer(terms);
        if (terms.offer.kind != Kind.OnDemand) revert WrongKind(id, terms.offer.kind);
        _allowances[id] = Allowance(amount, until);
        emit ExtensionAllowed(id, amount, until);
    }

    /// @inheritdoc ILeases
    function extensionAllowance(bytes32 leaseId) external view returns (uint96 amount, uint40 until) {
        Allowance memory a = _allowances[leaseId];
        return (a.amount, a.until);
    }

    /// @inheritdoc ILeases
    function extend(Terms calldata terms, uint32 addedSeconds) external {
        (bytes32 id, Lease memory slot) = _load(terms, State.Running);
        uint256 paused = PARAMETERS.leaseTerms().pausedUntil;
        if (block.timestamp < paused) revert OpeningPaused(paused);
        if (block.timestamp >= slot.endsAt) revert TooLate(id, slot.endsAt);
        if (slot.outcome == Outcome.Reclaimed) revert AlreadyReclaimed(id);

        uint256 priceBefore = _price(terms, slot);
        uint256 bondBefore = _bond(terms, slot);
        if (addedSeconds == 0) revert DurationOutOfBounds(0, 1, terms.offer.maxSeconds);
        _checkDuration(_totalSeconds(terms, slot) + addedSeconds, terms.offer.minSeconds, terms.offer.maxSeconds);
        slot.extendedSeconds += addedSeconds;
        slot.endsAt += addedSeconds;
        uint256 added = _price(terms, slot) - priceBefore;
        if (msg.sender != terms.buyer) _useAllowance(terms, id, added, slot.endsAt);
        // The same checks as at opening, for units that it has already.
        _reserve(terms.offer, 0, 0);

        _leases[id] = slot;
        emit LeaseExtended(id, msg.sender, addedSeconds, slot.endsAt);
        STAKING.extendBond(id, terms.offer.operator, bondBefore, _bond(terms, slot) - bondBefore);
        if (added != 0) ESCROW.topUp(_channel(terms, id), added);
    }

    function _useAllowance(Terms calldata terms, bytes32 id, uint256 added, uint256 end) private {
        Allowance memory a = _allowances[id];
        if (terms.offer.kind != Kind.OnDemand || added > a.amount || end > a.until) {
            revert ExtensionNotAllowed(id, msg.sender, added, end);
        }
        _allowances[id].amount = (a.amount - added).toUint96();
    }
}
