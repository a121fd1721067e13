// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {WarrantyRates} from "../libraries/WarrantyRates.sol";
import {IAttestors} from "./IAttestors.sol";

/// @title Leases: GPU time with a warranty
/// @notice A buyer takes an operator's signed offer in one transaction; the price of the whole duration is locked in a
/// channel of `Escrow`, a bond of the operator's own stake stands behind it, and every way a lease can end says what is
/// paid, refunded and compensated.
///
/// A lease's id is the hash of its terms, so the terms need no storage: calls bring them. Amounts are in the payment
/// token's smallest unit, bonds and compensation in MILL's. Prices are per unit (a thousandth of a GPU) and hour.
interface ILeases {
    // ------------------------------------------------------------------------------------------------ types

    enum Kind {
        OnDemand, // runs until the buyer stops it
        Spot, // the operator may take it back with the promised notice
        Reserved // the buyer who leaves early pays the early-exit rate
    }

    enum Metering {
        ByTime, // the lease settles price per second
        ByVoucher // the buyer's signer signs cumulative vouchers
    }

    enum State {
        None,
        Open,
        Running,
        Ended,
        Final
    }

    enum Outcome {
        None,
        Completed,
        Stopped,
        Cancelled,
        Reclaimed,
        Released,
        Abandoned,
        NoShow,
        Outage,
        FaultProven
    }

    /// @notice What an operator offers, signed as EIP-712 `Offer(...)` with these fields in this order.
    /// @param pricePerUnitHour in `token`'s smallest unit
    /// @param maxSeconds at most 366 days
    /// @param bondPerUnit MILL's smallest unit, for the lease's first duration
    /// @param promisedUptimeBps share of the duration promised to be up
    /// @param startWindowSeconds from opening on; at most 30 days
    /// @param graceSeconds without a settled voucher before the operator may release; by voucher only
    /// @param earlyExitBps of what is left of the price; reserved only
    /// @param buyer who may take it; zero for anyone
    /// @param uses how often it may be taken; 0 for any number
    /// @param counter the operator's offer counter when it was signed
    struct Offer {
        address operator;
        uint256 nodeId;
        address token;
        uint96 pricePerUnitHour;
        uint32 minSeconds;
        uint32 maxSeconds;
        uint96 bondPerUnit;
        uint16 promisedUptimeBps;
        Kind kind;
        Metering metering;
        uint32 noticeSeconds;
        uint32 startWindowSeconds;
        uint32 graceSeconds;
        uint16 earlyExitBps;
        address buyer;
        uint32 uses;
        uint40 expiresAt;
        uint64 counter;
        uint256 salt;
    }

    /// @notice Parameters as they were when the lease was opened.
    /// @param noShowDelaySeconds from the end of the start window until a no-show can be reported
    /// @param claimWindowSeconds from the end until a lease can be made final
    /// @param rates what failures cost
    struct Bound {
        uint40 openedAt;
        uint32 noShowDelaySeconds;
        uint32 claimWindowSeconds;
        WarrantyRates rates;
        uint16 feeBps;
        uint96 requiredStakePerUnit;
    }

    /// @notice All that a lease was opened under. `leaseId = keccak256(abi.encode(terms))`.
    /// @param signer whose vouchers count; zero when metered by time
    /// @param durationSeconds of the opening, without extensions
    /// @param continues the ended lease that this one goes on from, or zero
    /// @param nonce the buyer's, so that the same offer can be taken twice
    struct Terms {
        Offer offer;
        Bound bound;
        address buyer;
        address signer;
        uint32 units;
        uint32 durationSeconds;
        bytes32 continues;
        uint256 nonce;
    }

    /// @notice What a buyer asks for.
    struct Order {
        Offer offer;
        bytes signature;
        uint32 units;
        uint32 durationSeconds;
        address signer;
        bytes32 continues;
        uint256 nonce;
    }

    /// @notice What became of the one dispute that a lease can have.
    enum Claim {
        None,
        Pending,
        Rejected,
        Proven,
        Unanswered
    }

    /// @notice What changes in a lease, in one storage word. Timestamps in seconds, 0 while not reached.
    /// @param outcome while running: `Reclaimed` once the operator gave notice, else `None`
    /// @param endsAt planned end, of the whole duration or after a reclaim's notice
    /// @param endedAt when it ended
    /// @param outageSeconds attested and not paid
    /// @param outageReportedSeconds from the start; no earlier outage can be reported any more
    /// @param bookedOutageBps the share of the bond that was compensated for outages
    /// @param extendedSeconds added to the first duration
    struct Lease {
        State state;
        Outcome outcome;
        Claim claim;
        uint40 startedAt;
        uint40 endsAt;
        uint40 endedAt;
        uint32 outageSeconds;
        uint32 outageReportedSeconds;
        uint16 bookedOutageBps;
        uint32 extendedSeconds;
    }

    // ----------------------------------------------------------------------------------------------- events

    /// @notice All that later calls bring: `terms` as `abi.encode(Terms)` decodes to.
    event LeaseOpened(bytes32 indexed leaseId, address indexed operator, address indexed buyer, Terms terms);
    event LeaseStarted(bytes32 indexed leaseId, uint256 endsAt);
    event LeaseSettled(bytes32 indexed leaseId, uint256 paid);
    event LeaseExtended(bytes32 indexed leaseId, address indexed payer, uint256 addedSeconds, uint256 endsAt);
    event LeaseReclaimed(bytes32 indexed leaseId, uint256 endsAt);
    event OutageReported(bytes32 indexed leaseId, uint256 from, uint256 to, uint256 outageSeconds);
    /// @notice The operator may release the lease from `releasableAt` on, unless a voucher is settled before.
    event LeaseIdle(bytes32 indexed leaseId, uint256 releasableAt);
    /// @notice `paid` is what the channel has settled in all, by time; by voucher 0, vouchers settle on their own.
    event LeaseEnded(
        bytes32 indexed leaseId,
        address indexed operator,
        Outcome outcome,
        uint256 paid,
        uint256 refunded,
        uint256 compensation
    );
    event LeaseDisputed(bytes32 indexed leaseId);
    event LeaseRuled(bytes32 indexed leaseId, bool proven);
    event LeaseFinal(bytes32 indexed leaseId, Outcome outcome);
    event ExtensionAllowed(bytes32 indexed leaseId, uint256 amount, uint256 until);
    event Wired(address disputes);

    // ----------------------------------------------------------------------------------------------- errors

    error OpeningPaused(uint256 until);
    error DurationOutOfBounds(uint256 duration, uint256 minimum, uint256 maximum);
    error NotNodeOperator(uint256 nodeId, address operator);
    error BondTooSmall(uint256 bondPerUnit, uint256 least);
    error LeaseExists(bytes32 leaseId);
    error LeaseUnknown(bytes32 leaseId);
    error WrongState(bytes32 leaseId, State found);
    error WrongKind(bytes32 leaseId, Kind found);
    error WrongMetering(bytes32 leaseId, Metering found);
    error TooEarly(bytes32 leaseId, uint256 notBefore);
    error TooLate(bytes32 leaseId, uint256 notAfter);
    error AlreadyReclaimed(bytes32 leaseId);
    error AlreadyDisputed(bytes32 leaseId);
    error NotDisputed(bytes32 leaseId);
    error DisputePending(bytes32 leaseId);
    error ExtensionNotAllowed(bytes32 leaseId, address caller, uint256 amount, uint256 end);
    error OutageInvalid(uint256 from, uint256 to);
    error VouchersSettled(bytes32 leaseId, uint256 settled);
    error PredecessorInvalid(bytes32 leaseId);
    error ZeroUnits();
    error NotAuthorized(address caller, address expected);
    error AlreadyWired();

    // ------------------------------------------------------------------------------------------------- open

    /// @notice Take an offer for the caller: lock price, bond, stake and units. Several leases open all or
    /// none, or in one call with the end of another, by `multicall`.
    function open(Order calldata order) external returns (bytes32 leaseId);

    // ------------------------------------------------------------------------------------------------ steps

    /// @notice Open → Running. By the operator or its key, within the start window.
    function start(Terms calldata terms) external;

    /// @notice Open → Final. By the buyer, within the start window. The minimum duration is paid, the rest is back.
    function cancel(Terms calldata terms) external;

    /// @notice Open → Ended. By anyone, from `noShowDelaySeconds` after the start window. All is back, compensation.
    function reportNoShow(Terms calldata terms) external;

    /// @notice Running → Ended. By the buyer.
    function stop(Terms calldata terms) external;

    /// @notice Add time. By the buyer; on demand also by others within what the buyer allowed. Paid from the buyer's
    /// free balance; bond is added in proportion.
    function extend(Terms calldata terms, uint32 addedSeconds) external;

    /// @notice Allow others to extend the caller's on-demand lease, up to an amount in all and an end.
    function allowExtension(Terms calldata terms, uint96 amount, uint40 until) external;

    /// @notice Take a running spot lease back with the promised notice. By the operator or its key.
    function reclaim(Terms calldata terms) external;

    /// @notice End a lease by voucher on which no voucher was settled for the grace. By the operator or its key. The first
    /// call starts the clock, a later one ends the lease: a buyer that has signed settles a voucher in between, as anyone
    /// may, if the operator holds them back to leave without compensation.
    function release(Terms calldata terms) external;

    /// @notice Running → Ended. By the operator. What was used is paid, the rest is back, compensation.
    function abandon(Terms calldata terms) external;

    /// @notice Report an attested outage, after the last one reported. By the buyer. A higher grade adds its difference to
    /// the grade before, of the bond as it is now: what an extension has added to the bond is not paid for the grade that
    /// was reached before it.
    function reportOutage(
        Terms calldata terms,
        IAttestors.OutageAttestation calldata outage,
        bytes[] calldata signatures
    ) external;

    /// @notice Running → Ended once the time is up. By anyone.
    function complete(Terms calldata terms) external;

    /// @notice Ended → Final after the claim window and any ruling. By anyone.
    function finalize(Terms calldata terms) external;

    /// @notice Settle what a running lease by time has earned until now. By anyone.
    /// @return paid what was settled by this call
    function settle(Terms calldata terms) external returns (uint256 paid);

    // ---------------------------------------------------------------------------- disputes, called by `Disputes`

    /// @notice Mark a lease as disputed by its buyer. By `Disputes`.
    function markDisputed(Terms calldata terms, address challenger) external returns (bytes32 leaseId);

    /// @notice A fault was proven or not answered: what is left of the bond is compensation. Else the mark is taken off.
    /// By `Disputes`.
    function resolve(Terms calldata terms, bool compensated, bool proven) external;

    // ------------------------------------------------------------------------------------------------- views

    function lease(bytes32 leaseId) external view returns (Lease memory);
    function leaseIdOf(Terms calldata terms) external pure returns (bytes32);
    function extensionAllowance(bytes32 leaseId) external view returns (uint96 amount, uint40 until);

    /// @notice Name `Disputes`, once and for ever. By the deployer.
    function wire(address disputes) external;
}
