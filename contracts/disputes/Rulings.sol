// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IArbitrable, IArbitrator} from "../interfaces/IArbitrator.sol";
import {IDisputes} from "../interfaces/IDisputes.sol";
import {ParameterIds} from "../parameters/ParameterIds.sol";
import {ArbitratorCall} from "./ArbitratorCall.sol";
import {DisputeRecord} from "./DisputeRecord.sol";
import {DisputesState} from "./DisputesState.sol";

/// @title Rulings: to the arbitrators and back
abstract contract Rulings is DisputesState {
    using ArbitratorCall for IArbitrator;
    using SafeCast for uint256;

    uint256 internal constant BPS = 10_000;

    /// @inheritdoc IDisputes
    function answer(uint256 disputeId, bytes32 evidence, string calldata place) external payable nonReentrant {
        DisputeRecord storage d = _load(disputeId, State.Open);
        if (msg.sender != d.respondent) revert NotAuthorized(msg.sender, d.respondent);
        _checkInTime(disputeId, d);

        d.state = State.Answered;
        d.deadline = _from(ParameterIds.RULING_SECONDS);
        emit DisputeAnswered(disputeId, d.deadline, evidence, place);

        if (_submit(disputeId, d, d.arbitrator)) return;
        emit SubmissionFailed(disputeId, d.arbitrator);
        if (msg.value != 0) _returnFee();
    }

    /// @inheritdoc IDisputes
    function submit(uint256 disputeId) external payable nonReentrant {
        DisputeRecord storage d = _load(disputeId, State.Answered);
        if (d.submitted) revert SubmittedAlready(disputeId);
        _checkInTime(disputeId, d);
        _mustSubmit(disputeId, d, d.arbitrator);
    }

    /// @inheritdoc IDisputes
    function appeal(uint256 disputeId, bytes32 evidence, string calldata place) external payable nonReentrant {
        DisputeRecord storage d = _load(disputeId, State.Ruled);
        address loser = d.verdict == Verdict.Upheld ? d.respondent : d.challenger;
        if (msg.sender != loser) revert NotLoser(msg.sender, loser);
        _checkInTime(disputeId, d);

        uint256 bond = Math.ceilDiv(d.bond * _value(ParameterIds.APPEAL_BOND_BPS), BPS);
        d.state = State.Appealed;
        d.appealBond = bond.toUint96();
        d.challengerAppealed = loser == d.challenger;
        d.deadline = _from(ParameterIds.APPEAL_RULING_SECONDS);
        emit DisputeAppealed(disputeId, loser, bond, d.deadline, evidence, place);

        STAKING.takeDisputeBond(loser, bond);
        _mustSubmit(disputeId, d, d.appealArbitrator);
    }

    /// @inheritdoc IArbitrable
    function rule(uint256 arbitratorDisputeId, uint256 ruling) external nonReentrant {
        uint256 disputeId = _disputeAt[IArbitrator(msg.sender)][arbitratorDisputeId];
        DisputeRecord storage d = _known(disputeId);
        State state = d.state;
        IArbitrator expected = state == State.Answered ? d.arbitrator : d.appealArbitrator;
        if (state != State.Answered && state != State.Appealed) revert WrongState(disputeId, state);
        if (msg.sender != address(expected)) revert NotAuthorized(msg.sender, address(expected));
        // The same contract may be both arbitrators: then its first number is of a ruling already given.
        if (arbitratorDisputeId != d.arbitratorDisputeId) revert WrongState(disputeId, state);
        _checkInTime(disputeId, d);
        if (ruling > uint256(type(Verdict).max)) revert RulingUnknown(ruling);

        emit Ruling(msg.sender, arbitratorDisputeId, ruling);
        Verdict verdict = Verdict(ruling);
        d.deadline = uint40(block.timestamp);
        if (verdict == Verdict.None) return;

        if (state == State.Answered) {
            d.state = State.Ruled;
            d.deadline = _from(ParameterIds.APPEAL_SECONDS);
        } else {
            d.state = State.Decided;
        }
        d.verdict = verdict;
        emit DisputeRuled(disputeId, verdict, d.deadline);
    }

    function _mustSubmit(uint256 disputeId, DisputeRecord storage d, IArbitrator arbitrator) internal {
        if (!_submit(disputeId, d, arbitrator)) revert ArbitratorFailed(arbitrator);
    }

    /// @dev The arbitrator learns the dispute from `abi.encode(disputeId, leaseId, kind)`.
    function _submit(uint256 disputeId, DisputeRecord storage d, IArbitrator arbitrator) private returns (bool ok) {
        bytes memory extraData = abi.encode(disputeId, d.leaseId, d.kind);
        uint256 fee;
        uint256 number;
        _checkGas();
        (ok, fee) = arbitrator.cost(extraData);
        if (msg.value != fee) revert WrongFee(msg.value, fee);
        if (!ok) return false;
        _checkGas();
        (ok, number) = arbitrator.create(fee, extraData);
        // A number given out twice would let one dispute's ruling reach another.
        if (!ok || _disputeAt[arbitrator][number] != 0) return false;

        _disputeAt[arbitrator][number] = disputeId;
        d.arbitratorDisputeId = number;
        d.submitted = true;
        emit DisputeSubmitted(disputeId, arbitrator, number);
    }

    function _checkGas() private view {
        if (gasleft() < ArbitratorCall.GAS_NEEDED) revert GasTooLow(gasleft(), ArbitratorCall.GAS_NEEDED);
    }

    /// @dev Nothing stays here; an arbitrator that kept the fee and created nothing has it.
    function _returnFee() private {
        uint256 fee = Math.min(msg.value, address(this).balance);
        if (fee == 0) return;
        bool ok;
        assembly ("memory-safe") {
            ok := call(gas(), caller(), fee, 0, 0, 0, 0)
        }
        if (!ok) revert FeeNotReturned(msg.sender, fee);
    }
}
