// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IArbitrator} from "../interfaces/IArbitrator.sol";
import {IDisputes} from "../interfaces/IDisputes.sol";
import {ILeases} from "../interfaces/ILeases.sol";
import {IParameters} from "../interfaces/IParameters.sol";
import {IStaking} from "../interfaces/IStaking.sol";
import {Claims} from "./Claims.sol";
import {DisputeRecord} from "./DisputeRecord.sol";
import {DisputesState} from "./DisputesState.sol";

/// @title Disputes
/// @notice `IDisputes` is the manual. `Claims` is how disputes begin, `Rulings` how they are judged, and here is how they
/// end.
contract Disputes is Claims {
    /// @param owner_ who names arbitrators: the deployer until it hands over to the timelock
    constructor(
        IParameters parameters,
        IStaking staking,
        ILeases leases,
        IArbitrator arbitrator,
        IArbitrator appealArbitrator,
        address owner_
    ) DisputesState(parameters, staking, leases, arbitrator, appealArbitrator, owner_) {}

    /// @inheritdoc IDisputes
    function execute(uint256 disputeId, ILeases.Terms calldata terms) external nonReentrant {
        DisputeRecord storage stored = _known(disputeId);
        DisputeRecord memory d = stored;
        if (d.state == State.Ended) revert WrongState(disputeId, d.state);
        if (block.timestamp < d.deadline) revert TooEarly(disputeId, d.deadline);
        if (d.compensationId == 0 && LEASES.leaseIdOf(terms) != d.leaseId) revert TermsDiffer(disputeId);

        bool answered = d.state != State.Open;
        stored.state = State.Ended;
        emit DisputeEnded(disputeId, d.verdict, answered);

        if (d.compensationId != 0) STAKING.endContest(d.compensationId, d.verdict == Verdict.Upheld);
        else _settle(disputeId, d.verdict, answered, terms);
        STAKING.creditDisputeBond(d.verdict == Verdict.Rejected ? d.respondent : d.challenger, d.bond);
        if (d.appealBond != 0) STAKING.creditDisputeBond(_appealBondOwner(d), d.appealBond);
    }

    /// @dev What is left of the bond goes to the buyer before the slash is booked, which would shrink it.
    function _settle(uint256 disputeId, Verdict verdict, bool answered, ILeases.Terms calldata terms) private {
        bool proven = verdict == Verdict.Upheld;
        LEASES.resolve(terms, proven || !answered, proven);
        if (proven) STAKING.book(disputeId);
        else STAKING.release(disputeId);
    }

    /// @dev Only an appeal that was ruled can be lost.
    function _appealBondOwner(DisputeRecord memory d) private pure returns (address) {
        if (d.state != State.Decided) return _appellant(d);
        return d.verdict == Verdict.Upheld ? d.challenger : d.respondent;
    }
}
