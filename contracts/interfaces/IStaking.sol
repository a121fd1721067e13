// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

/// @title Staking: MILL that answers for operators
/// @notice Holds, per operator, its *own* stake and a *delegated* pool, both with a second pool for what is thawing;
/// *bonds* of leases (part of own stake); *pending* compensation; challengers' bonds; and slashes booked but not paid
/// out.
///
/// All amounts are in MILL's smallest unit. Every division rounds against whoever moves. Own stake answers first: free,
/// then thawing and bonded pro rata, then pending compensation; then the delegated pools, up to a bounded share.
interface IStaking {
    // ------------------------------------------------------------------------------------------------ types

    /// @notice An operator's stake as it is now.
    /// @param own own stake that is not thawing, bonds included
    /// @param ownThawing own stake on its way out; answers in full until withdrawn
    /// @param bonded sum of live bonds, part of `own`
    /// @param locked required stake of the units under leases that are not final
    /// @param pending compensation booked and not paid yet
    /// @param delegated the delegated pool
    /// @param delegatedThawing the delegated stake on its way out
    /// @param frozenOwn what open disputes may take of own stake
    /// @param frozenDelegated what open disputes may take of both delegated pools
    struct OperatorStake {
        uint256 own;
        uint256 ownThawing;
        uint256 bonded;
        uint256 locked;
        uint256 pending;
        uint256 delegated;
        uint256 delegatedThawing;
        uint256 frozenOwn;
        uint256 frozenDelegated;
    }

    /// @notice A request to leave. `tokens` is what taking it out would bring now, after what disputes have frozen of a
    /// delegation; 0 if a slash has ended its pool's generation.
    struct Thaw {
        uint256 shares;
        uint256 tokens;
        uint256 maturesAt;
    }

    /// @notice Compensation on its way to a buyer.
    /// @param contestable whether the operator may contest it now
    /// @param contested whether a contest is open
    struct Compensation {
        bytes32 leaseId;
        address operator;
        address buyer;
        uint256 amount;
        uint256 payableAt;
        bool contestable;
        bool contested;
    }

    /// @notice What a dispute may take, and what it took.
    /// @param ownPart what it may take of own stake, fixed when the dispute opened
    /// @param delegatedPart the same of the delegated pools
    /// @param ownTaken what it took when it was booked, pending compensation included
    /// @param pendingTaken what of that was pending compensation, of which nothing is paid out: it is burned
    /// @param delegatedTaken the same of the delegated pools
    /// @param paid how much of what was taken has been paid out or burned
    struct Slash {
        address operator;
        address challenger;
        address buyer;
        uint256 ownPart;
        uint256 delegatedPart;
        uint256 ownTaken;
        uint256 pendingTaken;
        uint256 delegatedTaken;
        uint256 paid;
        SlashState state;
    }

    enum SlashState {
        None,
        Frozen,
        Released,
        Booked
    }

    // ----------------------------------------------------------------------------------------------- events

    event Staked(address indexed operator, uint256 amount);
    event Delegated(address indexed operator, address indexed delegator, uint256 amount, uint256 shares);
    event ThawRequested(
        address indexed operator,
        address indexed account,
        uint256 indexed index,
        uint256 tokens,
        uint256 maturesAt
    );
    event StakeWithdrawn(address indexed operator, address indexed account, uint256 indexed index, uint256 tokens);
    /// @notice What a withdrawal left behind because disputes had it frozen; burned. 0 if it was frozen and left all the same,
    /// two thaw periods after it had matured.
    event FrozenForfeited(address indexed operator, address indexed account, uint256 tokens);
    event RewardsAdded(address indexed operator, uint256 toOwn, uint256 toDelegated);
    event CommissionChanged(address indexed operator, uint256 bps, uint256 effectiveAt);
    event CompensationBooked(
        uint256 indexed compensationId,
        bytes32 indexed leaseId,
        address indexed buyer,
        uint256 amount,
        uint256 payableAt
    );
    event CompensationPaid(uint256 indexed compensationId, address indexed buyer, uint256 amount);
    event CompensationContested(uint256 indexed compensationId);
    event CompensationUpheld(uint256 indexed compensationId);
    event CompensationReturned(uint256 indexed compensationId, uint256 amount);
    event SlashFrozen(uint256 indexed disputeId, address indexed operator, uint256 ownPart, uint256 delegatedPart);
    event SlashReleased(uint256 indexed disputeId, address indexed operator);
    event SlashBooked(uint256 indexed disputeId, address indexed operator, uint256 ownTaken, uint256 delegatedTaken);
    event SlashPaid(uint256 indexed disputeId, uint256 bounty, uint256 toBuyer, uint256 burned);
    event PoolGenerationEnded(address indexed operator, bool thawing, uint256 generation, uint256 burned);
    event DisputeBondTaken(address indexed account, uint256 amount);
    event Credited(address indexed account, uint256 amount);
    event CreditWithdrawn(address indexed account, uint256 amount);
    event Wired(address leases, address disputes, address emissions);

    // ----------------------------------------------------------------------------------------------- errors

    error ZeroAmount();
    error ZeroAddress();
    error AmountTooLarge(uint256 amount);
    /// @notice A position must be at least this large when it is entered.
    error PositionTooSmall(uint256 amount, uint256 least);
    /// @notice `amount` buys too few shares of the pool.
    error TooFewShares(uint256 shares, uint256 least);
    error InsufficientStake(address operator, uint256 available, uint256 needed);
    error InsufficientShares(address account, uint256 shares, uint256 needed);
    error ThawUnknown(address operator, address account, uint256 index);
    error Thawing(uint256 maturesAt);
    /// @notice Open disputes have the stake frozen; wait for them to end.
    error StakeFrozen(address operator, uint256 left, uint256 frozen);
    error TokensBelowLeast(uint256 tokens, uint256 least);
    error CommissionTooHigh(uint256 bps, uint256 most);
    error CompensationUnknown(uint256 compensationId);
    error CompensationNotPayable(uint256 compensationId, uint256 payableAt);
    /// @notice A contest is open, or was: a compensation is contested once.
    error CompensationIsContested(uint256 compensationId);
    /// @notice Only what an outage brought can be contested: all else the chain has seen, or a court.
    error CompensationNotContestable(uint256 compensationId);
    error CompensationNotContested(uint256 compensationId);
    error SlashNotFrozen(uint256 disputeId, SlashState state);
    error SlashNotBooked(uint256 disputeId, SlashState state);
    error SlashFrozenAlready(uint256 disputeId);
    /// @notice Nothing can be paid out now: all is paid, or the bucket refills first.
    error NothingToPayOut(uint256 disputeId);
    /// @notice Disputes would credit more than the bonds it has taken.
    error DisputeBondsExceeded(uint256 amount, uint256 held);
    error NothingToWithdraw(address account);
    error NotAuthorized(address caller, address expected);
    error AlreadyWired();

    // --------------------------------------------------------------------------------------------- own stake

    /// @notice Add `amount` of the caller's MILL to its own stake as an operator.
    function stake(uint256 amount) external;

    /// @notice Start to take `amount` of the caller's own stake out. Refuses to go below bonds and locked stake. The
    /// request keeps the thaw period it was made under.
    /// @return index the request's number among the caller's
    function requestThaw(uint256 amount) external returns (uint256 index);

    /// @notice Take a matured request out. Refuses while what would be left of own stake and what thaws of it is below what
    /// open disputes have frozen; pending compensation does not count.
    function withdraw(uint256 index) external returns (uint256 tokens);

    /// @notice Set the share of rewards on delegated stake that is the operator's. Lower at once; higher after notice.
    function setCommission(uint256 bps) external;

    // ------------------------------------------------------------------------------ rewards, called by `Emissions`

    /// @notice Add `amount` to `operator`'s stake as rewards: `⌊amount·commission/10⁴⌋` to own stake, the rest pro rata to
    /// own and delegated, what does not divide to own. They neither vote nor count as growth. By `Emissions`; never more
    /// is credited than it has minted.
    function addRewards(address operator, uint256 amount) external;

    /// @notice Remember that `amount` was minted to Staking for rewards to come. By `Emissions`, right after it.
    function noteMinted(uint256 amount) external;

    // -------------------------------------------------------------------------------------------- delegation

    /// @notice Add `amount` of the caller's MILL to `operator`'s delegated pool.
    /// @param leastShares refuse if it buys fewer
    /// @return shares `⌊amount·(S + 10³)/(T + 1)⌋`
    function delegate(address operator, uint256 amount, uint256 leastShares) external returns (uint256 shares);

    /// @notice Start to take `shares` out of `operator`'s delegated pool.
    function requestUndelegate(address operator, uint256 shares) external returns (uint256 index);

    /// @notice Take a matured request out. What disputes that are open have frozen of it is left behind and burned: to
    /// keep it, wait for them to end, or for two more thaw periods, after which nothing of it is left behind.
    /// @param leastTokens refuse if it brings less
    function withdrawDelegation(address operator, uint256 index, uint256 leastTokens) external returns (uint256 tokens);

    // ------------------------------------------------------------------------------ bonds, called by `Leases`

    /// @notice Lock `bond` of own stake and `requiredStake` for a lease that opens. By `Leases`, once per lease.
    function lock(bytes32 leaseId, address operator, uint256 bond, uint256 requiredStake) external;

    /// @notice Lock `added` more of own stake as the bond of a lease. By `Leases`.
    /// @param bond what it was by the lease's terms until now
    function extendBond(bytes32 leaseId, address operator, uint256 bond, uint256 added) external;

    /// @notice Unlock what is left of a lease's bond, and its required stake. By `Leases`, once per lease.
    /// @param bond what it is by the lease's terms, before any compensation or slash
    function unlock(bytes32 leaseId, address operator, uint256 bond, uint256 requiredStake) external;

    /// @notice Book at most `amount` of a lease's live bond as compensation of `buyer`. By `Leases`.
    /// @param bond what it is by the lease's terms, before any compensation or slash
    /// @param contestable whether the operator may take it to the arbitrator
    /// @return compensationId 0 if nothing was left
    /// @return booked at most what is left of the bond
    function compensate(
        bytes32 leaseId,
        address operator,
        address buyer,
        uint256 bond,
        uint256 amount,
        bool contestable
    ) external returns (uint256 compensationId, uint256 booked);

    /// @notice Send compensation to its buyer once the thaw period since its booking is over. Waits while own stake and what
    /// thaws of it is below what open disputes have frozen, but not longer than two more thaw periods. By anyone.
    function payCompensation(uint256 compensationId) external returns (uint256 amount);

    // ---------------------------------------------------------------------------- slashes, called by `Disputes`

    /// @notice Take a dispute bond from `account`, who approved Staking. By `Disputes`.
    function takeDisputeBond(address account, uint256 amount) external;

    /// @notice Credit `amount` of dispute bonds to `account`, who withdraws it. By `Disputes`.
    function creditDisputeBond(address account, uint256 amount) external;

    /// @notice Freeze what a fault of `shareBps` may take, as the stake is now. By `Disputes`.
    /// @return most own and delegated part together
    function freeze(
        uint256 disputeId,
        address operator,
        address challenger,
        address buyer,
        uint256 shareBps
    ) external returns (uint256 most);

    /// @notice Let go of what a dispute froze. By `Disputes`.
    function release(uint256 disputeId) external;

    /// @notice Take what a dispute froze, as far as it is there. Never reverts for want of stake. By `Disputes`.
    function book(uint256 disputeId) external returns (uint256 taken);

    /// @notice Pay out and burn what a slash took, as far as the bucket allows. By anyone, as often as needed.
    function payOut(uint256 disputeId) external returns (uint256 paid);

    /// @notice Hold a compensation until its contest ends. Once for each. By `Disputes`.
    function contest(uint256 compensationId) external;

    /// @notice End a contest: pay as booked, or return the amount to the operator's own stake. By `Disputes`.
    function endContest(uint256 compensationId, bool returned) external;

    /// @notice Send the caller what it was credited.
    function withdrawCredit() external returns (uint256 amount);

    // ------------------------------------------------------------------------------------------------- views

    function operatorStake(address operator) external view returns (OperatorStake memory);

    /// @notice Stake that counts for tier and rewards:
    /// `min(own + min(delegated, ratio·own), 2 × requiredStake)`.
    function effectiveStake(address operator, uint256 requiredStake) external view returns (uint256);

    /// @notice The operator's own stake that is not thawing, bonds included.
    function ownStake(address operator) external view returns (uint256);

    /// @notice Own stake, and what is delegated and not thawing.
    function stakeOf(address operator) external view returns (uint256 own, uint256 delegated);

    /// @notice Own stake that is neither bonded nor locked.
    function freeStake(address operator) external view returns (uint256);

    /// @notice How many requests to take own stake out the operator has made; their numbers start at 0.
    function thawsOf(address operator) external view returns (uint256);

    /// @notice The same of a delegator's requests.
    function undelegationsOf(address operator, address delegator) external view returns (uint256);

    function thawOf(address operator, uint256 index) external view returns (Thaw memory);
    function undelegationOf(address operator, address delegator, uint256 index) external view returns (Thaw memory);

    /// @notice A delegator's shares, and what they are worth, rounded down.
    function delegationOf(address operator, address delegator) external view returns (uint256 shares, uint256 tokens);

    /// @notice What is left of the bond of a lease that is not final.
    /// @param bond what it is by the lease's terms, before any compensation or slash
    function bondOf(bytes32 leaseId, address operator, uint256 bond) external view returns (uint256);

    function compensation(uint256 compensationId) external view returns (Compensation memory);
    function slash(uint256 disputeId) external view returns (Slash memory);
    function creditOf(address account) external view returns (uint256);

    /// @notice Bonds of disputes that have not been credited to anybody.
    function disputeBonds() external view returns (uint256);

    /// @notice What slashes can pay out in all now.
    function payOutLevel() external view returns (uint256);
    function commissionOf(address operator) external view returns (uint256 bps, uint256 nextBps, uint256 effectiveAt);

    /// @notice What a position votes with in a vote whose snapshot was at `snapshot` (s): what was put in and is still
    /// there, not thawing; 0 if it has grown since or in that very second. `account` is the operator itself for its own stake.
    function votesOf(address operator, address account, uint256 snapshot) external view returns (uint256);

    /// @notice MILL that Emissions has minted to Staking and that was not credited to any stake yet. All else that Staking
    /// holds it owes (invariant 4), but for what was sent to it without a call.
    function uncredited() external view returns (uint256);

    // ------------------------------------------------------------------------------------------------ wiring

    /// @notice Name the contracts that may lock, slash and reward, once and for ever. By the deployer.
    /// `emissions` may be zero where there are none.
    function wire(address leases, address disputes, address emissions) external;

    /// @notice Who is wired; zero until then.
    function wired() external view returns (address leases, address disputes, address emissions);
}
