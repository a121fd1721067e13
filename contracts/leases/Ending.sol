// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {ILeases} from "../interfaces/ILeases.sol";
import {IQuality} from "../interfaces/IQuality.sol";
import {LeaseMath} from "../libraries/LeaseMath.sol";
import {Opening} from "./Opening.sol";

/// @title Ending: what every end has in common, and what makes it final
abstract contract Ending is Opening {
    using SafeCast for uint256;

    /// @dev What time has earned when `billableSeconds` are billed, within what is settled and the price.
    function _earned(Terms calldata terms, Lease memory slot, uint256 billableSeconds) internal pure returns (uint256) {
        uint256 billable = Math.min(billableSeconds, _totalSeconds(terms, slot));
        return LeaseMath.earned(terms.units, terms.offer.pricePerUnitHour, billable, slot.outageSeconds);
    }

    /// @dev Seconds that a running lease has run, at most until its planned end.
    function _runningSeconds(Lease memory slot) internal view returns (uint256) {
        return Math.min(block.timestamp, slot.endsAt) - slot.startedAt;
    }

    /// @dev End a lease: pay what is due, free the units, give the rest back. By voucher, vouchers still settle for the
    /// challenge period.
    /// @param due what the channel is to have paid in all, by time; not used by voucher
    /// @param endedAt in the past if the time was up before this call
    function _end(
        Terms calldata terms,
        bytes32 id,
        Lease memory slot,
        Outcome outcome,
        uint256 due,
        uint256 endedAt,
        uint256 compensation
    ) internal {
        slot.state = State.Ended;
        slot.outcome = slot.claim == Claim.Proven ? Outcome.FaultProven : outcome;
        slot.endedAt = endedAt.toUint40();
        _leases[id] = slot;
        NODES.free(terms.offer.nodeId, terms.units);

        uint256 paid;
        uint256 refunded;
        if (_isByTime(terms)) (paid, refunded) = ESCROW.closeAmount(_channel(terms, id), due);
        else ESCROW.requestClose(_channel(terms, id));
        emit LeaseEnded(id, terms.offer.operator, slot.outcome, paid, refunded, compensation);
    }

    /// @dev Book compensation against the lease's bond, as far as there is any left.
    /// @param contestable what attestors have seen; all else the chain has seen, or a court
    function _compensate(
        Terms calldata terms,
        bytes32 id,
        Lease memory slot,
        uint256 amount,
        bool contestable
    ) internal returns (uint256 booked) {
        if (amount == 0) return 0;
        uint256 bond = _bond(terms, slot);
        (, booked) = STAKING.compensate(id, terms.offer.operator, terms.buyer, bond, amount, contestable);
    }

    /// @inheritdoc ILeases
    function finalize(Terms calldata terms) external {
        (bytes32 id, Lease memory slot) = _load(terms, State.Ended);
        if (slot.claim == Claim.Pending) revert DisputePending(id);
        uint256 notBefore = uint256(slot.endedAt) + terms.bound.claimWindowSeconds;
        if (block.timestamp < notBefore) revert TooEarly(id, notBefore);

        _finish(terms, id, slot);
        _record(terms, id, slot);
    }

    /// @dev Unlock what stood behind the lease.
    function _finish(Terms calldata terms, bytes32 id, Lease memory slot) internal {
        _leases[id].state = State.Final;
        emit LeaseFinal(id, slot.outcome);
        STAKING.unlock(id, terms.offer.operator, _bond(terms, slot), _requiredStake(terms));
    }

    /// @dev Write the operator's record. A cancelled lease leaves none, nor does a released one without a fault. A fault that
    /// was proven or not answered is of the whole price.
    function _record(Terms calldata terms, bytes32 id, Lease memory slot) private {
        IQuality.Fault fault = _fault(slot);
        if (slot.outcome == Outcome.Released && fault == IQuality.Fault.None) return;
        uint256 served = _served(terms, id, slot);
        uint256 atFault = _price(terms, slot);
        if (fault == IQuality.Fault.Outage) {
            atFault = LeaseMath.price(terms.units, terms.offer.pricePerUnitHour, slot.outageSeconds);
        } else if (slot.claim < Claim.Proven) {
            // By voucher more than the price may be settled: the buyer can top the channel up.
            atFault = Math.saturatingSub(atFault, served);
        }
        QUALITY.record(terms.offer.operator, id, terms.offer.token, served, atFault, fault);
    }

    /// @dev What was paid. Of a lease by time that ran to its end without outage it is what the time has earned, so nobody
    /// needs to be asked.
    function _served(Terms calldata terms, bytes32 id, Lease memory slot) private view returns (uint256) {
        if (slot.outcome != Outcome.Completed || slot.outageSeconds != 0 || !_isByTime(terms)) {
            return _settled(terms, id);
        }
        return _earned(terms, slot, slot.endedAt - slot.startedAt);
    }

    /// @dev The worst that a lease says of its operator.
    function _fault(Lease memory slot) private pure returns (IQuality.Fault) {
        if (slot.claim == Claim.Proven) return IQuality.Fault.Proven;
        if (slot.outcome == Outcome.Abandoned || slot.claim == Claim.Unanswered) return IQuality.Fault.Abandoned;
        if (slot.outcome == Outcome.NoShow) return IQuality.Fault.NoShow;
        return slot.bookedOutageBps == 0 ? IQuality.Fault.None : IQuality.Fault.Outage;
    }
}
