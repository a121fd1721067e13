// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {WarrantyRates} from "../libraries/WarrantyRates.sol";

/// @title Parameters: every setting that governance can change, inside bounds that it cannot
/// @notice A setting has a unit (in its name), a minimum, a maximum, a largest step per change and a least time between
/// changes; these are fixed at deployment, and so are the relations between settings. The contract is read by all and
/// calls nobody.
interface IParameters {
    /// @notice One setting. All numbers are in the unit that the setting's name tells.
    /// @param value in force now
    /// @param changedAt timestamp (s) of the last change, 0 if never changed
    /// @param minIntervalSeconds least time between two changes
    /// @param minimum smallest value it can ever have
    /// @param maximum largest value it can ever have
    /// @param maxStep largest change at once
    struct Setting {
        uint96 value;
        uint40 changedAt;
        uint40 minIntervalSeconds;
        bool defined;
        uint96 minimum;
        uint96 maximum;
        uint96 maxStep;
    }

    /// @notice A setting as the deployment gives it.
    struct Definition {
        bytes32 id;
        uint96 value;
        uint96 minimum;
        uint96 maximum;
        uint96 maxStep;
        uint40 minIntervalSeconds;
    }

    /// @notice `value(greater) > Σ value(summands)`, or `≥` if not strict, at any time.
    struct Relation {
        bytes32 greater;
        bytes32[] summands;
        bool strict;
    }

    /// @notice What the guardian may pause. Nothing else can be paused.
    enum Action {
        Deposit,
        OpenChannel,
        OpenLease
    }

    /// @notice What opening a lease binds, in one storage word.
    /// @param pausedUntil timestamp (s) until which opening and extending leases is paused
    struct LeaseTerms {
        uint32 noShowDelaySeconds;
        uint32 claimWindowSeconds;
        WarrantyRates rates;
        uint16 protocolFeeBps;
        uint40 pausedUntil;
    }

    /// @notice What an operator is held to when a lease of it opens, and what lowers the fee, in one storage word.
    /// @dev `stakeNMill` is the own stake from which `discountNBps` holds, in whole MILL, rounded up.
    struct StandingTerms {
        uint16 marketSubsidyBps;
        uint16 discount1Bps;
        uint16 discount2Bps;
        uint16 discount3Bps;
        uint40 stake1Mill;
        uint40 stake2Mill;
        uint40 stake3Mill;
        uint16 maxDelegationRatio;
        uint32 newcomerUnits;
    }

    /// @notice What scores and tiers follow from, in two storage words.
    struct QualityTerms {
        uint16 goodFadeBps;
        uint16 badFadeBps;
        uint16 priorBps;
        uint16 tier1ScoreBps;
        uint16 tier1ServedTimes;
        uint16 tier1CoverBps;
        uint32 tier1AgeSeconds;
        uint16 tier1MultiplierBps;
        uint16 tier2ScoreBps;
        uint16 tier2ServedTimes;
        uint16 tier2CoverBps;
        uint32 tier2AgeSeconds;
        uint16 tier2MultiplierBps;
        uint16 tier3ScoreBps;
        uint16 tier3ServedTimes;
        uint16 tier3CoverBps;
        uint32 tier3AgeSeconds;
        uint16 tier3MultiplierBps;
        uint32 stakeValueCents;
    }

    event SettingDefined(
        bytes32 indexed id,
        uint256 value,
        uint256 minimum,
        uint256 maximum,
        uint256 maxStep,
        uint256 minIntervalSeconds
    );
    event SettingChanged(bytes32 indexed id, uint256 oldValue, uint256 newValue);
    event PaymentTokenChanged(address indexed token, bool listed);
    event GuardianChanged(address guardian);
    event Paused(Action indexed action, uint256 until, uint256 notAgainBefore);
    event Unpaused(Action indexed action);

    error SettingUnknown(bytes32 id);
    error SettingDefinedTwice(bytes32 id);
    error SettingOutOfBounds(bytes32 id, uint256 value, uint256 minimum, uint256 maximum);
    error SettingStepTooLarge(bytes32 id, uint256 oldValue, uint256 newValue, uint256 maxStep);
    error SettingChangedTooSoon(bytes32 id, uint256 notBefore);
    error SettingUnchanged(bytes32 id, uint256 value);
    /// @notice Relation number `index` would not hold: `left` is `value(greater)`, `right` the sum.
    error RelationBroken(uint256 index, uint256 left, uint256 right);
    error TokenWithoutCode(address token);
    error TooManyPaymentTokens(uint256 most);
    error PaymentTokenUnchanged(address token, bool listed);
    error NotGuardian(address caller);
    error PausedTooSoon(Action action, uint256 notBefore);
    error NotPaused(Action action);

    /// @notice The value of a setting. Reverts with `SettingUnknown`.
    function value(bytes32 id) external view returns (uint256);

    function setting(bytes32 id) external view returns (Setting memory);

    /// @notice All ids in the order of the deployment's table.
    function ids() external view returns (bytes32[] memory);

    function relations() external view returns (Relation[] memory);

    /// @notice Change one setting. By the owner (the timelock). Refuses a value outside the bounds, too large a step, too
    /// soon a change, and one that breaks a relation.
    function set(bytes32 id, uint96 newValue) external;

    /// @notice What would refuse `set(id, newValue)` now: nothing if it passes, else the error that it would revert with.
    function check(bytes32 id, uint96 newValue) external view;

    function isPaymentToken(address token) external view returns (bool);
    function paymentTokens() external view returns (address[] memory);

    /// @notice Put a token on the payment-token list or take it off. By the owner. A token taken off can be neither
    /// deposited nor harmed: what is in Escrow can still be used and withdrawn.
    function setPaymentToken(address token, bool listed) external;

    /// @notice What a deposit needs to know, in one call and one storage word. `paused` is the timestamp (s) until which deposits are.
    function depositTerms(address token) external view returns (bool listed, uint256 paused);

    /// @notice What opening a channel needs to know, in one call and one storage word. `paused` is the timestamp (s)
    /// until which opening is.
    function openingTerms()
        external
        view
        returns (uint256 protocolFeeBps, uint256 challengePeriodSeconds, uint256 paused);

    /// @notice What opening a lease needs to know, in one call and one storage word.
    function leaseTerms() external view returns (LeaseTerms memory);

    /// @notice What an operator is held to when a lease of it opens, and what lowers the fee, in one call and one storage
    /// word.
    function standingTerms() external view returns (StandingTerms memory);

    /// @notice What is left of the good and the bad in a record after a day, in basis points, in one storage word.
    function fades() external view returns (uint256 goodBps, uint256 badBps);

    /// @notice What an operator's score and tier need to know, in one call and two storage words.
    function qualityTerms() external view returns (QualityTerms memory);

    function guardian() external view returns (address);

    /// @notice Name the guardian. By the owner.
    function setGuardian(address newGuardian) external;

    /// @notice Timestamp (s) until which the action is paused; in the past if it is not.
    function pausedUntil(Action action) external view returns (uint256);

    /// @notice Pause one action for `pauseSeconds`, and then not again for `pauseRestSeconds`. By the guardian.
    function pause(Action action) external;

    /// @notice End a pause early. By the guardian or the owner. The time of rest is not shortened.
    function unpause(Action action) external;
}
