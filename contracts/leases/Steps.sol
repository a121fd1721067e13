// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {ILeases} from "../interfaces/ILeases.sol";
import {CompensationMath} from "../libraries/CompensationMath.sol";
import {LeaseMath} from "../libraries/LeaseMath.sol";
import {Ending} from "./Ending.sol";

/// @title Steps: the rows of the state table that a buyer, an operator or the clock takes
abstract contract Steps is Ending {
    using SafeCast for uint256;

    /// @dev Where the count of an idle lease by voucher began.
    struct Idle {
        uint96 settled;
        uint40 since;
    }

    mapping(bytes32 leaseId => Idle) private _idle;

    // -------------------------------------------------------------------------------------------------- Open

    /// @inheritdoc ILeases
    function start(Terms calldata terms) external {
        (bytes32 id, Lease memory slot) = _load(terms, State.Open);
        _onlyOperatorOrKey(terms);
        _checkStartWindow(terms, id);

        slot.state = State.Running;
        slot.startedAt = block.timestamp.toUint40();
        slot.endsAt = (block.timestamp + terms.durationSeconds).toUint40();
        _leases[id] = slot;
        emit LeaseStarted(id, slot.endsAt);
    }

    /// @inheritdoc ILeases
    function cancel(Terms calldata terms) external {
        (bytes32 id, Lease memory slot) = _load(terms, State.Open);
        _onlyBuyer(terms);
        _checkStartWindow(terms, id);

        _end(terms, id, slot, Outcome.Cancelled, _earned(terms, slot, terms.offer.minSeconds), block.timestamp, 0);
        _finish(terms, id, slot);
    }

    /// @inheritdoc ILeases
    function reportNoShow(Terms calldata terms) external {
        (bytes32 id, Lease memory slot) = _load(terms, State.Open);
        uint256 notBefore = _startBy(terms) + terms.bound.noShowDelaySeconds;
        if (block.timestamp < notBefore) revert TooEarly(id, notBefore);

        uint256 amount = CompensationMath.noShow(_bond(terms, slot), terms.bound.rates.noShowBps());
        uint256 booked = _compensate(terms, id, slot, amount, false);
        _end(terms, id, slot, Outcome.NoShow, 0, block.timestamp, booked);
    }

    /// @dev The last second of the start window.
    function _startBy(Terms calldata terms) private pure returns (uint256) {
        return uint256(terms.bound.openedAt) + terms.offer.startWindowSeconds;
    }

    function _checkStartWindow(Terms calldata terms, bytes32 id) private view {
        uint256 startBy = _startBy(terms);
        if (block.timestamp > startBy) revert TooLate(id, startBy);
    }

    // ----------------------------------------------------------------------------------------------- Running

    /// @inheritdoc ILeases
    function settle(Terms calldata terms) external returns (uint256 paid) {
        (bytes32 id, Lease memory slot) = _load(terms, State.Running);
        if (!_isByTime(terms)) revert WrongMetering(id, terms.offer.metering);
        uint256 due = _earned(terms, slot, _runningSeconds(slot));
        if (due <= _settled(terms, id)) return 0;
        paid = ESCROW.settleAmount(_channel(terms, id), due);
        emit LeaseSettled(id, paid);
    }

    /// @inheritdoc ILeases
    function stop(Terms calldata terms) external {
        (bytes32 id, Lease memory slot) = _load(terms, State.Running);
        _onlyBuyer(terms);
        if (block.timestamp >= slot.endsAt) revert TooLate(id, slot.endsAt);

        // Whoever was given notice owes no minimum.
        bool reclaimed = slot.outcome == Outcome.Reclaimed;
        uint256 billed = _runningSeconds(slot);
        if (!reclaimed) billed = Math.max(billed, terms.offer.minSeconds);
        uint256 due = _earned(terms, slot, billed);
        if (terms.offer.kind == Kind.Reserved) {
            // Outage is not paid, and nothing that would be left to pay.
            uint32 outageSeconds = slot.outageSeconds;
            slot.outageSeconds = 0;
            due += LeaseMath.earlyExit(_price(terms, slot) - _earned(terms, slot, billed), terms.offer.earlyExitBps);
            slot.outageSeconds = outageSeconds;
        }
        _end(terms, id, slot, reclaimed ? Outcome.Reclaimed : Outcome.Stopped, due, block.timestamp, 0);
    }

    /// @inheritdoc ILeases
    function reclaim(Terms calldata terms) external {
        (bytes32 id, Lease memory slot) = _load(terms, State.Running);
        _onlyOperatorOrKey(terms);
        if (terms.offer.kind != Kind.Spot) revert WrongKind(id, terms.offer.kind);
        if (slot.outcome == Outcome.Reclaimed) revert AlreadyReclaimed(id);
        if (block.timestamp >= slot.endsAt) revert TooLate(id, slot.endsAt);
        // The promised notice does not fit into what is left: the lease runs out as agreed.
        uint256 end = block.timestamp + terms.offer.noticeSeconds;
        if (end >= slot.endsAt) revert TooLate(id, uint256(slot.endsAt) - terms.offer.noticeSeconds);

        slot.outcome = Outcome.Reclaimed;
        slot.endsAt = end.toUint40();
        _leases[id] = slot;
        emit LeaseReclaimed(id, end);
    }

    /// @inheritdoc ILeases
    function release(Terms calldata terms) external {
        (bytes32 id, Lease memory slot) = _load(terms, State.Running);
        _onlyOperatorOrKey(terms);
        uint256 grace = terms.offer.graceSeconds;
        if (_isByTime(terms) || grace == 0) revert WrongMetering(id, terms.offer.metering);
        if (block.timestamp >= slot.endsAt) revert TooLate(id, slot.endsAt);

        uint256 settled = _settled(terms, id);
        Idle memory idle = _idle[id];
        if (idle.since == 0 || idle.settled != settled) {
            _idle[id] = Idle(settled.toUint96(), block.timestamp.toUint40());
            emit LeaseIdle(id, block.timestamp + grace);
            return;
        }
        if (block.timestamp < idle.since + grace) revert TooEarly(id, idle.since + grace);
        _end(terms, id, slot, Outcome.Released, 0, block.timestamp, 0);
    }

    /// @inheritdoc ILeases
    function abandon(Terms calldata terms) external {
        (bytes32 id, Lease memory slot) = _load(terms, State.Running);
        if (msg.sender != terms.offer.operator) revert NotAuthorized(msg.sender, terms.offer.operator);
        if (block.timestamp >= slot.endsAt) revert TooLate(id, slot.endsAt);

        uint256 running = _runningSeconds(slot);
        uint256 total = _totalSeconds(terms, slot);
        uint256 amount = CompensationMath.abandoned(
            _bond(terms, slot),
            total - running,
            total,
            terms.bound.rates.abandonFloorBps()
        );
        uint256 booked = _compensate(terms, id, slot, amount, false);
        _end(terms, id, slot, Outcome.Abandoned, _earned(terms, slot, running), block.timestamp, booked);
    }

    /// @inheritdoc ILeases
    function complete(Terms calldata terms) external {
        (bytes32 id, Lease memory slot) = _load(terms, State.Running);
        if (block.timestamp < slot.endsAt) revert TooEarly(id, slot.endsAt);
        Outcome outcome = slot.outcome == Outcome.Reclaimed ? Outcome.Reclaimed : Outcome.Completed;
        _end(terms, id, slot, outcome, _earned(terms, slot, _runningSeconds(slot)), slot.endsAt, 0);
    }
}
