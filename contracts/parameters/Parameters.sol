// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {EnumerableSet} from "@openzeppelin/contracts/utils/structs/EnumerableSet.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IParameters} from "../interfaces/IParameters.sol";
import {WarrantyRatesLib} from "../libraries/WarrantyRates.sol";
import {ParameterIds} from "./ParameterIds.sol";

/// @title Parameters
/// @notice `IParameters` is the manual.
contract Parameters is IParameters, Ownable2Step {
    using EnumerableSet for EnumerableSet.AddressSet;
    using SafeCast for uint256;

    /// @dev A copy of what opening a channel reads, so that it costs one storage word.
    struct OpeningWord {
        uint16 protocolFeeBps;
        uint40 challengePeriodSeconds;
        uint40 pausedUntil;
    }

    /// @dev A copy of what a deposit reads, so that it costs one storage word.
    struct TokenWord {
        bool listed;
        uint40 pausedUntil;
    }

    /// @dev So that a pause can reach the word of every token.
    uint256 private constant MAX_PAYMENT_TOKENS = 64;

    mapping(bytes32 id => Setting) private _settings;
    bytes32[] private _ids;
    Relation[] private _relations;
    EnumerableSet.AddressSet private _paymentTokens;
    mapping(address token => TokenWord) private _tokenWords;
    OpeningWord private _opening;
    LeaseTerms private _leaseTerms;
    StandingTerms private _standingTerms;
    QualityTerms private _qualityTerms;
    mapping(Action => uint256) private _pausedUntil;
    mapping(Action => uint256) private _notAgainBefore;

    /// @inheritdoc IParameters
    address public guardian;

    /// @param owner_ who governs: the deployer until it hands over to the timelock
    /// @param guardian_ who may pause
    /// @param definitions the whole table of settings
    /// @param relations_ what must hold between them
    constructor(
        address owner_,
        address guardian_,
        Definition[] memory definitions,
        Relation[] memory relations_
    ) Ownable(owner_) {
        for (uint256 i; i < definitions.length; ++i) _define(definitions[i]);
        for (uint256 i; i < relations_.length; ++i) {
            _relations.push(relations_[i]);
            _checkRelation(i, 0, 0);
        }
        guardian = guardian_;
        emit GuardianChanged(guardian_);
    }

    // --------------------------------------------------------------------------------------------- settings

    /// @inheritdoc IParameters
    function value(bytes32 id) external view returns (uint256) {
        Setting storage s = _settings[id];
        if (!s.defined) revert SettingUnknown(id);
        return s.value;
    }

    /// @inheritdoc IParameters
    function setting(bytes32 id) external view returns (Setting memory) {
        return _settings[id];
    }

    /// @inheritdoc IParameters
    function ids() external view returns (bytes32[] memory) {
        return _ids;
    }

    /// @inheritdoc IParameters
    function relations() external view returns (Relation[] memory) {
        return _relations;
    }

    /// @inheritdoc IParameters
    function set(bytes32 id, uint96 newValue) external onlyOwner {
        check(id, newValue);

        Setting storage s = _settings[id];
        emit SettingChanged(id, s.value, newValue);
        s.value = newValue;
        s.changedAt = block.timestamp.toUint40();
        _copyForOpening(id, newValue);
        _copyForLeases(id, newValue);
        _copyForStanding(id, newValue);
        _copyForQuality(id, newValue);
    }

    /// @inheritdoc IParameters
    function check(bytes32 id, uint96 newValue) public view {
        Setting storage s = _settings[id];
        uint96 old = s.value;
        if (!s.defined) revert SettingUnknown(id);
        if (newValue == old) revert SettingUnchanged(id, old);
        if (newValue < s.minimum || newValue > s.maximum) {
            revert SettingOutOfBounds(id, newValue, s.minimum, s.maximum);
        }
        uint96 step = newValue > old ? newValue - old : old - newValue;
        if (step > s.maxStep) revert SettingStepTooLarge(id, old, newValue, s.maxStep);
        if (s.changedAt != 0) {
            uint256 notBefore = uint256(s.changedAt) + s.minIntervalSeconds;
            if (block.timestamp < notBefore) revert SettingChangedTooSoon(id, notBefore);
        }
        for (uint256 i; i < _relations.length; ++i) _checkRelation(i, id, newValue);
    }

    function _define(Definition memory d) private {
        if (_settings[d.id].defined) revert SettingDefinedTwice(d.id);
        if (d.value < d.minimum || d.value > d.maximum) {
            revert SettingOutOfBounds(d.id, d.value, d.minimum, d.maximum);
        }
        _settings[d.id] = Setting({
            value: d.value,
            changedAt: 0,
            minIntervalSeconds: d.minIntervalSeconds,
            defined: true,
            minimum: d.minimum,
            maximum: d.maximum,
            maxStep: d.maxStep
        });
        _ids.push(d.id);
        _copyForOpening(d.id, d.value);
        _copyForLeases(d.id, d.value);
        _copyForStanding(d.id, d.value);
        _copyForQuality(d.id, d.value);
        emit SettingDefined(d.id, d.value, d.minimum, d.maximum, d.maxStep, d.minIntervalSeconds);
    }

    /// @dev Check relation `index` as if setting `id` had `newValue`; with `id` 0, as things are.
    function _checkRelation(uint256 index, bytes32 id, uint96 newValue) private view {
        Relation storage r = _relations[index];
        uint256 left = _valueIf(r.greater, id, newValue);
        uint256 right;
        for (uint256 i; i < r.summands.length; ++i) right += _valueIf(r.summands[i], id, newValue);
        if (r.strict ? left <= right : left < right) revert RelationBroken(index, left, right);
    }

    function _valueIf(bytes32 wanted, bytes32 id, uint96 newValue) private view returns (uint256) {
        if (!_settings[wanted].defined) revert SettingUnknown(wanted);
        return wanted == id ? newValue : _settings[wanted].value;
    }

    function _copyForOpening(bytes32 id, uint96 newValue) private {
        if (id == ParameterIds.PROTOCOL_FEE_BPS) _opening.protocolFeeBps = uint256(newValue).toUint16();
        if (id == ParameterIds.CHALLENGE_PERIOD_SECONDS) _opening.challengePeriodSeconds = uint256(newValue).toUint40();
    }

    function _copyForLeases(bytes32 id, uint96 newValue) private {
        LeaseTerms storage t = _leaseTerms;
        if (id == ParameterIds.NO_SHOW_DELAY_SECONDS) t.noShowDelaySeconds = uint256(newValue).toUint32();
        else if (id == ParameterIds.CLAIM_WINDOW_SECONDS) t.claimWindowSeconds = uint256(newValue).toUint32();
        else if (id == ParameterIds.PROTOCOL_FEE_BPS) t.protocolFeeBps = uint256(newValue).toUint16();
        else if (id == ParameterIds.NO_SHOW_BPS) _copyRate(WarrantyRatesLib.NO_SHOW, newValue);
        else if (id == ParameterIds.ABANDON_FLOOR_BPS) _copyRate(WarrantyRatesLib.ABANDON_FLOOR, newValue);
        else if (id == ParameterIds.OUTAGE_STEP_1_BPS) _copyRate(WarrantyRatesLib.OUTAGE_STEP, newValue);
        else if (id == ParameterIds.OUTAGE_STEP_2_BPS) _copyRate(WarrantyRatesLib.OUTAGE_STEP + 1, newValue);
        else if (id == ParameterIds.OUTAGE_STEP_3_BPS) _copyRate(WarrantyRatesLib.OUTAGE_STEP + 2, newValue);
        else if (id == ParameterIds.OUTAGE_COMPENSATION_1_BPS) {
            _copyRate(WarrantyRatesLib.OUTAGE_COMPENSATION, newValue);
        } else if (id == ParameterIds.OUTAGE_COMPENSATION_2_BPS) {
            _copyRate(WarrantyRatesLib.OUTAGE_COMPENSATION + 1, newValue);
        } else if (id == ParameterIds.OUTAGE_COMPENSATION_3_BPS) {
            _copyRate(WarrantyRatesLib.OUTAGE_COMPENSATION + 2, newValue);
        }
    }

    function _copyRate(uint256 index, uint256 bps) private {
        _leaseTerms.rates = _leaseTerms.rates.withRate(index, bps.toUint16());
    }

    function _copyForStanding(bytes32 id, uint96 newValue) private {
        StandingTerms storage t = _standingTerms;
        if (id == ParameterIds.MARKET_SUBSIDY_BPS) t.marketSubsidyBps = uint256(newValue).toUint16();
        else if (id == ParameterIds.STAKE_DISCOUNT_1_BPS) t.discount1Bps = uint256(newValue).toUint16();
        else if (id == ParameterIds.STAKE_DISCOUNT_2_BPS) t.discount2Bps = uint256(newValue).toUint16();
        else if (id == ParameterIds.STAKE_DISCOUNT_3_BPS) t.discount3Bps = uint256(newValue).toUint16();
        else if (id == ParameterIds.STAKE_DISCOUNT_1_MILL) t.stake1Mill = _wholeMill(newValue);
        else if (id == ParameterIds.STAKE_DISCOUNT_2_MILL) t.stake2Mill = _wholeMill(newValue);
        else if (id == ParameterIds.STAKE_DISCOUNT_3_MILL) t.stake3Mill = _wholeMill(newValue);
        else if (id == ParameterIds.MAX_DELEGATION_RATIO) t.maxDelegationRatio = uint256(newValue).toUint16();
        else if (id == ParameterIds.NEWCOMER_UNITS) t.newcomerUnits = uint256(newValue).toUint32();
    }

    function _wholeMill(uint256 millWei) private pure returns (uint40) {
        return Math.ceilDiv(millWei, 1e18).toUint40();
    }

    function _copyForQuality(bytes32 id, uint96 newValue) private {
        QualityTerms storage t = _qualityTerms;
        if (id == ParameterIds.GOOD_FADE_BPS) t.goodFadeBps = uint256(newValue).toUint16();
        else if (id == ParameterIds.BAD_FADE_BPS) t.badFadeBps = uint256(newValue).toUint16();
        else if (id == ParameterIds.PRIOR_BPS) t.priorBps = uint256(newValue).toUint16();
        else if (id == ParameterIds.TIER_1_SCORE_BPS) t.tier1ScoreBps = uint256(newValue).toUint16();
        else if (id == ParameterIds.TIER_1_SERVED_TIMES) t.tier1ServedTimes = uint256(newValue).toUint16();
        else if (id == ParameterIds.TIER_1_COVER_BPS) t.tier1CoverBps = uint256(newValue).toUint16();
        else if (id == ParameterIds.TIER_1_AGE_SECONDS) t.tier1AgeSeconds = uint256(newValue).toUint32();
        else if (id == ParameterIds.TIER_1_MULTIPLIER_BPS) t.tier1MultiplierBps = uint256(newValue).toUint16();
        else if (id == ParameterIds.TIER_2_SCORE_BPS) t.tier2ScoreBps = uint256(newValue).toUint16();
        else if (id == ParameterIds.TIER_2_SERVED_TIMES) t.tier2ServedTimes = uint256(newValue).toUint16();
        else if (id == ParameterIds.TIER_2_COVER_BPS) t.tier2CoverBps = uint256(newValue).toUint16();
        else if (id == ParameterIds.TIER_2_AGE_SECONDS) t.tier2AgeSeconds = uint256(newValue).toUint32();
        else if (id == ParameterIds.TIER_2_MULTIPLIER_BPS) t.tier2MultiplierBps = uint256(newValue).toUint16();
        else if (id == ParameterIds.TIER_3_SCORE_BPS) t.tier3ScoreBps = uint256(newValue).toUint16();
        else if (id == ParameterIds.TIER_3_SERVED_TIMES) t.tier3ServedTimes = uint256(newValue).toUint16();
        else if (id == ParameterIds.TIER_3_COVER_BPS) t.tier3CoverBps = uint256(newValue).toUint16();
        else if (id == ParameterIds.TIER_3_AGE_SECONDS) t.tier3AgeSeconds = uint256(newValue).toUint32();
        else if (id == ParameterIds.TIER_3_MULTIPLIER_BPS) t.tier3MultiplierBps = uint256(newValue).toUint16();
        else if (id == ParameterIds.STAKE_VALUE_CENTS) t.stakeValueCents = uint256(newValue).toUint32();
    }

    // --------------------------------------------------------------------------------------- payment tokens

    /// @inheritdoc IParameters
    function isPaymentToken(address token) external view returns (bool) {
        return _paymentTokens.contains(token);
    }

    /// @inheritdoc IParameters
    function paymentTokens() external view returns (address[] memory) {
        return _paymentTokens.values();
    }

    /// @inheritdoc IParameters
    function setPaymentToken(address token, bool listed) external onlyOwner {
        if (listed && token.code.length == 0) revert TokenWithoutCode(token);
        bool changed = listed ? _paymentTokens.add(token) : _paymentTokens.remove(token);
        if (!changed) revert PaymentTokenUnchanged(token, listed);
        if (_paymentTokens.length() > MAX_PAYMENT_TOKENS) revert TooManyPaymentTokens(MAX_PAYMENT_TOKENS);
        _tokenWords[token] = TokenWord(listed, _pausedUntil[Action.Deposit].toUint40());
        emit PaymentTokenChanged(token, listed);
    }

    // ------------------------------------------------------------------------------------------- aggregates

    /// @inheritdoc IParameters
    function depositTerms(address token) external view returns (bool, uint256) {
        TokenWord memory w = _tokenWords[token];
        return (w.listed, w.pausedUntil);
    }

    /// @inheritdoc IParameters
    function openingTerms() external view returns (uint256, uint256, uint256) {
        OpeningWord memory w = _opening;
        return (w.protocolFeeBps, w.challengePeriodSeconds, w.pausedUntil);
    }

    /// @inheritdoc IParameters
    function leaseTerms() external view returns (LeaseTerms memory) {
        return _leaseTerms;
    }

    /// @inheritdoc IParameters
    function standingTerms() external view returns (StandingTerms memory) {
        return _standingTerms;
    }

    /// @inheritdoc IParameters
    function fades() external view returns (uint256, uint256) {
        return (_qualityTerms.goodFadeBps, _qualityTerms.badFadeBps);
    }

    /// @inheritdoc IParameters
    function qualityTerms() external view returns (QualityTerms memory) {
        return _qualityTerms;
    }

    // ------------------------------------------------------------------------------------------------ pause

    /// @inheritdoc IParameters
    function setGuardian(address newGuardian) external onlyOwner {
        guardian = newGuardian;
        emit GuardianChanged(newGuardian);
    }

    /// @inheritdoc IParameters
    function pausedUntil(Action action) external view returns (uint256) {
        return _pausedUntil[action];
    }

    /// @inheritdoc IParameters
    function pause(Action action) external {
        if (msg.sender != guardian) revert NotGuardian(msg.sender);
        uint256 notBefore = _notAgainBefore[action];
        if (block.timestamp < notBefore) revert PausedTooSoon(action, notBefore);

        uint256 until = block.timestamp + _settings[ParameterIds.PAUSE_SECONDS].value;
        uint256 notAgainBefore = until + _settings[ParameterIds.PAUSE_REST_SECONDS].value;
        _notAgainBefore[action] = notAgainBefore;
        _setPausedUntil(action, until);
        emit Paused(action, until, notAgainBefore);
    }

    /// @inheritdoc IParameters
    function unpause(Action action) external {
        if (msg.sender != guardian && msg.sender != owner()) revert NotGuardian(msg.sender);
        if (block.timestamp >= _pausedUntil[action]) revert NotPaused(action);

        _setPausedUntil(action, block.timestamp);
        emit Unpaused(action);
    }

    function _setPausedUntil(Action action, uint256 until) private {
        _pausedUntil[action] = until;
        if (action == Action.OpenChannel) _opening.pausedUntil = until.toUint40();
        if (action == Action.OpenLease) _leaseTerms.pausedUntil = until.toUint40();
        if (action != Action.Deposit) return;
        for (uint256 i; i < _paymentTokens.length(); ++i) {
            _tokenWords[_paymentTokens.at(i)].pausedUntil = until.toUint40();
        }
    }
}
