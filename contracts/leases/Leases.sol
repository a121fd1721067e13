// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Multicall} from "@openzeppelin/contracts/utils/Multicall.sol";
import {IAttestors} from "../interfaces/IAttestors.sol";
import {ILeases} from "../interfaces/ILeases.sol";
import {CompensationMath} from "../libraries/CompensationMath.sol";
import {PaymentMath} from "../libraries/PaymentMath.sol";
import {LeasesState} from "./LeasesState.sol";
import {Steps} from "./Steps.sol";

/// @title Leases
/// @notice `ILeases` is the manual.
contract Leases is Steps, Multicall {
    using SafeCast for uint256;

    constructor(Peers memory peers, address wirer) LeasesState(peers, wirer) {}

    // ----------------------------------------------------------------------------------------------- outages

    /// @inheritdoc ILeases
    function reportOutage(
        Terms calldata terms,
        IAttestors.OutageAttestation calldata outage,
        bytes[] calldata signatures
    ) external {
        (bytes32 id, Lease memory slot) = _loadAny(terms);
        _onlyBuyer(terms);
        _checkClaimable(terms, id, slot);
        uint256 end = slot.state == State.Running ? Math.min(block.timestamp, slot.endsAt) : slot.endedAt;
        uint256 notBefore = uint256(slot.startedAt) + slot.outageReportedSeconds;
        if (outage.leaseId != id || outage.from < notBefore || outage.to > end || outage.from >= outage.to) {
            revert OutageInvalid(outage.from, outage.to);
        }
        ATTESTORS.checkOutage(outage, signatures);

        slot.outageSeconds += uint256(outage.to - outage.from).toUint32();
        slot.outageReportedSeconds = uint256(outage.to - slot.startedAt).toUint32();
        emit OutageReported(id, outage.from, outage.to, slot.outageSeconds);
        uint256 booked = _bookOutage(terms, id, slot);
        _leases[id] = slot;
        if (slot.state == State.Running && slot.bookedOutageBps == PaymentMath.BPS) {
            _end(terms, id, slot, Outcome.Outage, _earned(terms, slot, _runningSeconds(slot)), end, booked);
        }
    }

    /// @dev Compensate what the outage in all is worth, less what was booked before.
    function _bookOutage(Terms calldata terms, bytes32 id, Lease memory slot) private returns (uint256) {
        uint256 grade = CompensationMath.outageGrade(
            slot.outageSeconds,
            _totalSeconds(terms, slot),
            terms.offer.promisedUptimeBps,
            terms.bound.rates
        );
        uint256 before = slot.bookedOutageBps;
        if (grade <= before) return 0;
        slot.bookedOutageBps = grade.toUint16();
        return _compensate(terms, id, slot, CompensationMath.graded(_bond(terms, slot), before, grade), true);
    }

    /// @dev A claim can be made while the lease runs and until its claim window closes.
    function _checkClaimable(Terms calldata terms, bytes32 id, Lease memory slot) private view {
        if (slot.state == State.Running) return;
        if (slot.state != State.Ended || slot.startedAt == 0) revert WrongState(id, slot.state);
        uint256 notAfter = uint256(slot.endedAt) + terms.bound.claimWindowSeconds;
        if (block.timestamp >= notAfter) revert TooLate(id, notAfter);
    }

    // ---------------------------------------------------------------------------------------------- disputes

    /// @inheritdoc ILeases
    function markDisputed(Terms calldata terms, address challenger) external returns (bytes32 id) {
        if (msg.sender != _disputes) revert NotAuthorized(msg.sender, _disputes);
        Lease memory slot;
        (id, slot) = _loadAny(terms);
        if (challenger != terms.buyer) revert NotAuthorized(challenger, terms.buyer);
        if (slot.claim != Claim.None) revert AlreadyDisputed(id);
        _checkClaimable(terms, id, slot);

        _leases[id].claim = Claim.Pending;
        emit LeaseDisputed(id);
    }

    /// @inheritdoc ILeases
    function resolve(Terms calldata terms, bool compensated, bool proven) external {
        if (msg.sender != _disputes) revert NotAuthorized(msg.sender, _disputes);
        (bytes32 id, Lease memory slot) = _loadAny(terms);
        if (slot.claim != Claim.Pending) revert NotDisputed(id);

        slot.claim =
            proven
                ? Claim.Proven
                : compensated
                    ? Claim.Unanswered
                    : Claim.Rejected;
        if (proven && slot.state == State.Ended) slot.outcome = Outcome.FaultProven;
        _leases[id] = slot;
        emit LeaseRuled(id, proven);
        if (compensated) _compensate(terms, id, slot, type(uint256).max, false);
    }
}
