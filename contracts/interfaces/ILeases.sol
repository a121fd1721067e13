// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

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
    /// @param bondPerUnit MILL's smallest unit, for the lease's first duration
    /// @param promisedUptimeBps share of the duration promised to be up
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
    /// @param noShowBps, abandonFloorBps shares of the bond
    /// @param outageStepBps outage over the allowance, as shares of the duration, ascending
    /// @param outageCompensationBps shares of the bond for each step; above the last step all of it
    struct Bound {
        uint40 openedAt;
        uint32 noShowDelaySeconds;
        uint32 claimWindowSeconds;
        uint16 noShowBps;
        uint16 abandonFloorBps;
        uint16[3] outageStepBps;
        uint16[3] outageCompensationBps;
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

    /// @notice What changes in a lease. Timestamps in seconds, 0 while not reached.
    /// @param endsAt planned end, of the whole duration or after a reclaim's notice
    /// @param endedAt when it ended
    /// @param outageSeconds attested and not paid
    /// @param outageReportedUntil no earlier outage can be reported any more
    /// @param extendedSeconds added to the first duration
    struct Lease {
        State state;
        Outcome outcome;
        bool disputed;
        uint40 startedAt;
        uint40 endsAt;
        uint40 endedAt;
        uint32 outageSeconds;
        uint40 outageReportedUntil;
        uint32 extendedSeconds;
        uint16 bookedOutageBps;
    }

    // ----------------------------------------------------------------------------------------------- events

    /// @notice All that later calls bring: `terms` as `abi.encode(Terms)` decodes to.
    event LeaseOpened(bytes32 indexed leaseId, address indexed operator, address indexed buyer, Terms terms);
    event LeaseStarted(bytes32 indexed leaseId, uint256 endsAt);
    event LeaseExtended(bytes32 indexed leaseId, address indexed payer, uint256 addedSeconds, uint256 endsAt);
    event LeaseReclaimed(bytes32 indexed leaseId, uint256 endsAt);
    event OutageReported(bytes32 indexed leaseId, uint256 from, uint256 to, uint256 outageSeconds);
    event LeaseIdle(bytes32 indexed leaseId, uint256 releasableAt);
    /// @notice `paid` is what the channel has settled in all, by time; by voucher, what was settled until now.
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
    event OfferCancelled(address indexed operator, uint256 salt);
    event OffersCancelled(address indexed operator, uint256 counter);
    event KeyChanged(address indexed operator, address indexed key, uint256 until);
    event Wired(address escrow, address disputes);

    // ----------------------------------------------------------------------------------------------- errors

    error OpeningPaused(uint256 until);
    error OfferExpired(uint256 expiresAt);
    error OfferCounterOld(uint256 counter, uint256 current);
    error OfferWithdrawn(address operator, uint256 salt);
    error OfferUsedUp(uint256 uses);
    error OfferForAnother(address buyer);
    /// @notice The offer contradicts itself or the class: the field is named in ASCII.
    error OfferInvalid(bytes32 field);
    error InvalidSignature(address signer);
    error DurationOutOfBounds(uint256 duration, uint256 minimum, uint256 maximum);
    error NotNodeOperator(uint256 nodeId, address operator);
    error BondTooSmall(uint256 bondPerUnit, uint256 least);
    /// @notice The operator's tier lets it lease at most `most` at once (units for tier 0, MILL of stake above).
    error TierLimit(address operator, uint8 tier, uint256 wanted, uint256 most);
    error StakeCoverTooLow(address operator, uint256 effective, uint256 required);
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

    /// @notice Take an offer for the caller: lock price, bond, stake and units.
    function open(Order calldata order) external returns (bytes32 leaseId);

    /// @notice Take several offers, all or none.
    function openAll(Order[] calldata orders) external returns (bytes32[] memory leaseIds);

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

    /// @notice End a lease by voucher on which no voucher was settled for the grace. By the operator or its key. If
    /// some were settled before, the first call starts the clock and a later one ends the lease.
    function release(Terms calldata terms) external;

    /// @notice Running → Ended. By the operator. What was used is paid, the rest is back, compensation.
    function abandon(Terms calldata terms) external;

    /// @notice Report an attested outage, after the last one reported. By the buyer.
    function reportOutage(
        Terms calldata terms,
        IAttestors.OutageAttestation calldata outage,
        bytes[] calldata signatures
    ) external;

    /// @notice Running → Ended once the time is up. By anyone.
    function complete(Terms calldata terms) external;

    /// @notice Ended → Final after the claim window and any ruling. By anyone.
    function finalize(Terms calldata terms) external;

    /// @notice Close the channel of an ended lease by voucher after its challenge period. By anyone.
    function closeChannel(Terms calldata terms) external;

    // ---------------------------------------------------------------------------- disputes, called by `Disputes`

    /// @notice Mark a lease as disputed by its buyer. By `Disputes`.
    function markDisputed(Terms calldata terms, address challenger) external returns (bytes32 leaseId);

    /// @notice A fault was proven or not answered: what is left of the bond is compensation. Else the mark is taken off.
    /// By `Disputes`.
    function resolve(Terms calldata terms, bool compensated, bool proven) external;

    // ------------------------------------------------------------------------------------------------ offers

    /// @notice Withdraw the caller's offers with this salt.
    function cancelOffer(uint256 salt) external;

    /// @notice Withdraw all offers of the caller signed under the counter until now.
    function cancelAllOffers() external;

    /// @notice Name a key that signs offers and starts, reclaims and releases for the caller until `until` (s), 0 to end it.
    function setKey(address key, uint40 until) external;

    // ------------------------------------------------------------------------------------------------- views

    function lease(bytes32 leaseId) external view returns (Lease memory);
    function leaseIdOf(Terms calldata terms) external pure returns (bytes32);
    function offerDigest(Offer calldata offer) external view returns (bytes32);
    function offerCounter(address operator) external view returns (uint64);
    function offerUses(address operator, uint256 salt) external view returns (uint256 uses, bool cancelled);
    function keyUntil(address operator, address key) external view returns (uint40);
    function extensionAllowance(bytes32 leaseId) external view returns (uint96 amount, uint40 until);

    /// @notice What `open` would lock: price from the buyer, bond and required stake from the operator.
    function quote(
        Offer calldata offer,
        uint32 units,
        uint32 durationSeconds
    ) external view returns (uint256 price, uint256 bond, uint256 requiredStake);

    /// @notice Name `Escrow` and `Disputes`, once and for ever. By the deployer.
    function wire(address disputes) external;
}
