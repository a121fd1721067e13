// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IArbitrable, IArbitrator} from "./IArbitrator.sol";
import {ILeases} from "./ILeases.sol";

/// @title Disputes: what the chain cannot see
/// @notice A buyer claims a fault and posts a bond; the operator answers; an arbitrator rules; the loser may appeal once.
/// Any slash needs a ruling. Amounts follow from the kind of fault, never from the judge. Every state has a time-out: its
/// `deadline` is the first second at which the step it waits for is too late and `execute` ends it.
///
/// Arbitrators are foreign contracts and not trusted: each call gives them bounded gas and reads at most 32 bytes.
/// Bonds lie in `Staking`; what a dispute gives back or awards is credited there and withdrawn by whoever it is owed to.
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
        Decided, // the appeal is ruled; waits for `execute`
        Ended
    }

    /// @notice 0 to the arbitrator means that it refuses to rule: as if it never answered.
    enum Verdict {
        None,
        Upheld,
        Rejected
    }

    /// @param verdict what stands now
    /// @param challenger the buyer; in a contest the operator
    /// @param respondent the operator; in a contest the buyer
    /// @param compensationId what a contest is about, else 0
    /// @param bond of the challenger, MILL's smallest unit
    /// @param appealBond of the appellant, MILL's smallest unit; 0 without an appeal
    /// @param deadline timestamp (s) at which the state times out
    /// @param arbitrator, appealArbitrator as they were when the dispute opened
    /// @param submitted whether an arbitrator has it; false while the arbitrator refused to create it
    /// @param arbitratorDisputeId the number it has there: at `appealArbitrator` once appealed
    struct Dispute {
        Kind kind;
        State state;
        Verdict verdict;
        address challenger;
        address respondent;
        bytes32 leaseId;
        uint256 compensationId;
        uint256 bond;
        uint256 appealBond;
        address appellant;
        uint256 deadline;
        IArbitrator arbitrator;
        IArbitrator appealArbitrator;
        bool submitted;
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
    event DisputeSubmitted(
        uint256 indexed disputeId,
        IArbitrator indexed arbitrator,
        uint256 indexed arbitratorDisputeId
    );
    /// @notice The arbitrator did not create the dispute. Anyone may `submit` it again until the ruling is due.
    event SubmissionFailed(uint256 indexed disputeId, IArbitrator indexed arbitrator);
    /// @notice `appealBy` is the moment of the event where there is nothing left to appeal.
    event DisputeRuled(uint256 indexed disputeId, Verdict verdict, uint256 appealBy);
    event DisputeAppealed(
        uint256 indexed disputeId,
        address indexed appellant,
        uint256 bond,
        uint256 rulingBy,
        bytes32 evidence,
        string place
    );
    /// @notice `answered` is false when the operator let the answer window pass.
    event DisputeEnded(uint256 indexed disputeId, Verdict verdict, bool answered);
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
    error SubmittedAlready(uint256 disputeId);
    /// @notice The arbitrator reverts, answers nonsense or uses more than its gas.
    error ArbitratorFailed(IArbitrator arbitrator);
    error ArbitratorWithoutCode(IArbitrator arbitrator);
    /// @notice Send the transaction with more gas: the arbitrator must be given `needed`.
    error GasTooLow(uint256 left, uint256 needed);
    error ZeroAddress();
    error FeeNotReturned(address account, uint256 fee);

    /// @notice Claim a fault in the caller's lease. Pulls the bond in MILL (approve `Staking`, with some to spare: it rises with
    /// the operator's stake): `bondFor` the operator and the kind. Each lease once, while it runs and until its claim window
    /// closes.
    /// @param evidence hash of the evidence
    /// @param place where to find it
    function open(
        ILeases.Terms calldata terms,
        Kind kind,
        bytes32 evidence,
        string calldata place
    ) external returns (uint256 disputeId);

    /// @notice Contest a compensation for an outage that is not paid yet (others: `CompensationNotContestable`). By the operator, bonded; goes to the
    /// arbitrator at once, whose fee is forwarded. Reverts with `ArbitratorFailed` if that does not take it.
    function contest(
        uint256 compensationId,
        bytes32 evidence,
        string calldata place
    ) external payable returns (uint256 disputeId);

    /// @notice Answer, which takes the dispute to the arbitrator; its fee is forwarded. By the operator, in time. If the
    /// arbitrator does not take it the answer counts nevertheless and the fee is sent back (the fee is 0 if it cannot
    /// even say its cost): who answers is not punished for a broken arbitrator.
    function answer(uint256 disputeId, bytes32 evidence, string calldata place) external payable;

    /// @notice Take an answered dispute to its arbitrator, which did not take it before. By anyone, while the ruling is
    /// not due; the fee is forwarded. So an operator cannot answer at a moment of the arbitrator's weakness and be safe.
    function submit(uint256 disputeId) external payable;

    /// @notice Ask for a second ruling with a larger bond. By the loser, once, in time; the fee is forwarded. Reverts
    /// with `ArbitratorFailed` if the arbitrator does not take it. An appeal that fails loses its bond to the other side;
    /// if it is never ruled the first ruling stands and the bond is back.
    function appeal(uint256 disputeId, bytes32 evidence, string calldata place) external payable;

    /// @notice End a dispute: unanswered, never ruled, not appealed in time, appeal ruled or timed out. By anyone.
    /// @param terms of the lease; any for a contest
    function execute(uint256 disputeId, ILeases.Terms calldata terms) external;

    /// @notice Name the arbitrators of disputes opened from now on. By the owner (governance).
    function setArbitrators(IArbitrator arbitrator, IArbitrator appealArbitrator) external;

    function dispute(uint256 disputeId) external view returns (Dispute memory);

    /// @notice The number of the last dispute; the first is 1.
    function lastDisputeId() external view returns (uint256);
    function arbitrators() external view returns (IArbitrator arbitrator, IArbitrator appealArbitrator);

    /// @notice The bond for opening a dispute now, in MILL's smallest unit: `disputeBondBps` of what a fault of `kind`
    /// could take, rounded up, at least `leastDisputeBondMill`. Reverts with `WrongKind` for `Outage`.
    function bondFor(address operator, Kind kind) external view returns (uint256);

    /// @notice What a fault of `kind` takes, of own and delegated stake. Reverts with `WrongKind` for `Outage`.
    function shareOf(Kind kind) external view returns (uint256 bps);
}
