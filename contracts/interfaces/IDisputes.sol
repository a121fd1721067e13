// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IArbitrable, IArbitrator} from "./IArbitrator.sol";
import {ILeases} from "./ILeases.sol";

/// @title Disputes: what the chain cannot see
/// @notice A buyer claims a fault and posts a bond; the operator answers; an arbitrator rules; the loser may appeal once.
/// Any slash needs a ruling. Amounts follow from the kind of fault, never from the judge. Every state has a time-out.
interface IDisputes is IArbitrable {
    enum Kind {
        WrongResult,
        WrongHardware,
        DoubleSold, // or spoofed
        DataMisuse,
        Outage // the operator's contest of a compensation for an outage
    }

    enum State {
        None,
        Open, // waits for the answer
        Answered, // waits for the ruling
        Ruled, // waits for an appeal
        Appealed, // waits for the ruling of the appeal
        Ended
    }

    /// @notice 0 to the arbitrator means that it refuses to rule: as if it never answered.
    enum Verdict {
        None,
        Upheld,
        Rejected
    }

    struct Dispute {
        Kind kind;
        State state;
        Verdict ruling;
        address challenger;
        address operator;
        bytes32 leaseId;
        uint256 compensationId;
        uint256 bond;
        uint256 appealBond;
        address appellant;
        uint256 deadline;
        IArbitrator arbitrator;
        IArbitrator appealArbitrator;
        uint256 arbitratorDisputeId;
    }

    /// @notice `evidence` is the hash, `place` where to find it.
    event DisputeOpened(
        uint256 indexed disputeId,
        bytes32 indexed leaseId,
        address indexed challenger,
        Kind kind,
        uint256 bond,
        uint256 most,
        uint256 answerBy,
        bytes32 evidence,
        string place
    );
    event DisputeAnswered(uint256 indexed disputeId, uint256 rulingBy, bytes32 evidence, string place);
    event DisputeRuled(uint256 indexed disputeId, Verdict ruling, uint256 appealBy);
    event DisputeAppealed(uint256 indexed disputeId, address indexed appellant, uint256 bond, uint256 rulingBy);
    /// @notice `answered` is false when the operator let the answer window pass.
    event DisputeEnded(uint256 indexed disputeId, Verdict ruling, bool answered);
    event ArbitratorsChanged(IArbitrator arbitrator, IArbitrator appealArbitrator);

    error DisputeUnknown(uint256 disputeId);
    error WrongState(uint256 disputeId, State found);
    error WrongKind(Kind kind);
    error TooEarly(uint256 disputeId, uint256 notBefore);
    error TooLate(uint256 disputeId, uint256 notAfter);
    error TermsDiffer(uint256 disputeId);
    error NotLoser(address caller, address loser);
    error NotAuthorized(address caller, address expected);
    error WrongFee(uint256 found, uint256 expected);
    error RulingUnknown(uint256 ruling);
    error ZeroAddress();

    /// @notice Claim a fault in the caller's lease. Pulls the bond in MILL (approve `Staking`): `bondFor` what the fault
    /// could take.
    function open(
        ILeases.Terms calldata terms,
        Kind kind,
        bytes32 evidence,
        string calldata place
    ) external returns (uint256 disputeId);

    /// @notice Contest a compensation for an outage that is not paid yet. By the operator, bonded; goes to the
    /// arbitrator at once, whose fee is forwarded.
    function contest(
        uint256 compensationId,
        bytes32 evidence,
        string calldata place
    ) external payable returns (uint256 disputeId);

    /// @notice Answer, which takes the dispute to the arbitrator; its fee is forwarded. By the operator, in time.
    function answer(uint256 disputeId, bytes32 evidence, string calldata place) external payable;

    /// @notice Ask for a second ruling with a larger bond. By the loser, once, in time; the fee is forwarded.
    function appeal(uint256 disputeId, bytes32 evidence, string calldata place) external payable;

    /// @notice End a dispute: unanswered, never ruled, not appealed in time, appeal ruled or appeal timed out. By anyone.
    /// @param terms of the lease; any for a contest
    function execute(uint256 disputeId, ILeases.Terms calldata terms) external;

    /// @notice Name the arbitrators of disputes opened from now on. By the owner (governance).
    function setArbitrators(IArbitrator arbitrator, IArbitrator appealArbitrator) external;

    function dispute(uint256 disputeId) external view returns (Dispute memory);
    function arbitrators() external view returns (IArbitrator arbitrator, IArbitrator appealArbitrator);

    /// @notice The bond for opening a dispute now: the least share of what a fault of `kind` could take.
    function bondFor(address operator, Kind kind) external view returns (uint256);
    function shareOf(Kind kind) external view returns (uint256 bps);
}
