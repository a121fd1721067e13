// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IEmissionsHook} from "../interfaces/IEmissionsHook.sol";
import {INodes} from "../interfaces/INodes.sol";
import {IParameters} from "../interfaces/IParameters.sol";
import {IQuality} from "../interfaces/IQuality.sol";
import {IStaking} from "../interfaces/IStaking.sol";
import {LeaseMath} from "../libraries/LeaseMath.sol";
import {QualityMath} from "../libraries/QualityMath.sol";
import {StakeMath} from "../libraries/StakeMath.sol";
import {ParameterIds} from "../parameters/ParameterIds.sol";

/// @title Quality
/// @notice `IQuality` is the manual, `QualityMath` the arithmetic.
contract Quality is IQuality, Ownable2Step {
    using SafeCast for uint256;

    /// @dev `good` and `bad` are as of `day` (days since 1970); they fade when they are read, over all days since then
    /// at the fades in force now.
    struct Entry {
        uint96 good;
        uint96 bad;
        uint32 day;
        uint8 tier;
        uint128 served;
        uint40 since;
    }

    /// @dev What an operator has of all that a tier asks for.
    struct Standing {
        uint256 score;
        uint256 served;
        uint256 effectiveStake;
        uint256 age;
        uint256 v;
        uint256 requiredStake;
    }

    /// @dev What one tier asks for, and what it brings.
    struct Tier {
        uint256 scoreBps;
        uint256 servedTimes;
        uint256 coverBps;
        uint256 ageSeconds;
        uint256 multiplierBps;
    }

    uint8 private constant HIGHEST_TIER = 3;

    IParameters private immutable PARAMETERS;
    IStaking private immutable STAKING;
    INodes private immutable NODES;
    address private immutable WIRER;

    mapping(address operator => Entry) private _entries;
    address private _leases;
    IEmissionsHook private _emissions;

    /// @inheritdoc IQuality
    mapping(address token => uint256) public tokenWeight;

    /// @param parameters the settings
    /// @param staking, nodes what an operator has, and what it must stake for it
    /// @param owner_ who governs: the deployer until it hands over to the timelock
    /// @param wirer who names `Leases` and `Emissions`
    constructor(IParameters parameters, IStaking staking, INodes nodes, address owner_, address wirer) Ownable(owner_) {
        (PARAMETERS, STAKING, NODES) = (parameters, staking, nodes);
        WIRER = wirer;
    }

    // ---------------------------------------------------------------------------------------------- writing

    /// @inheritdoc IQuality
    function setTokenWeight(address token, uint256 weight) external onlyOwner {
        if (weight > QualityMath.MAX_TOKEN_WEIGHT) revert WeightTooLarge(weight, QualityMath.MAX_TOKEN_WEIGHT);
        tokenWeight[token] = weight;
        emit TokenWeightChanged(token, weight);
    }

    /// @inheritdoc IQuality
    function record(
        address operator,
        bytes32 leaseId,
        address token,
        uint256 served,
        uint256 atFault,
        Fault fault
    ) external {
        if (msg.sender != _leases) revert NotAuthorized(msg.sender, _leases);

        uint256 goodValue;
        uint256 badValue;
        if (fault == Fault.None) goodValue = QualityMath.valueOf(served, tokenWeight[token], 1);
        else badValue = QualityMath.valueOf(atFault, tokenWeight[token], PARAMETERS.value(_weightId(fault)));

        Entry storage entry = _entries[operator];
        (uint256 goodFadeBps, uint256 badFadeBps) = PARAMETERS.fades();
        (uint256 good, uint256 bad) = _faded(entry, goodFadeBps, badFadeBps);
        good = QualityMath.add(good, goodValue);
        bad = QualityMath.add(bad, badValue);
        entry.good = good.toUint96();
        entry.bad = bad.toUint96();
        entry.day = _today();
        entry.served = Math.min(entry.served + goodValue, type(uint128).max).toUint128();
        if (entry.since == 0) entry.since = block.timestamp.toUint40();
        emit Recorded(operator, leaseId, fault, goodValue, badValue, good, bad);

        // Work that went well raises no tier by itself: whoever wants it asks for it. What else may lower one, less stake or
        // more nodes, is looked at whenever it is paid for.
        if (fault != Fault.None) _refresh(operator, entry, PARAMETERS.qualityTerms());
    }

    /// @inheritdoc IQuality
    function refresh(address operator) external returns (uint8 tier) {
        Entry storage entry = _entries[operator];
        // Without a record the tier is 0 and stays so.
        if (entry.since == 0) return 0;
        return _refresh(operator, entry, PARAMETERS.qualityTerms());
    }

    // ------------------------------------------------------------------------------------------------ views

    /// @inheritdoc IQuality
    function recordOf(address operator) external view returns (Record memory) {
        Entry storage entry = _entries[operator];
        (uint256 goodFadeBps, uint256 badFadeBps) = PARAMETERS.fades();
        (uint256 good, uint256 bad) = _faded(entry, goodFadeBps, badFadeBps);
        return Record({good: good, bad: bad, served: entry.served, since: entry.since, tier: entry.tier});
    }

    /// @inheritdoc IQuality
    function scoreOf(address operator) external view returns (uint256 bps) {
        IParameters.QualityTerms memory terms = PARAMETERS.qualityTerms();
        uint256 v = QualityMath.priorValue(terms.stakeValueCents, NODES.capacity(operator).requiredStake);
        return _score(_entries[operator], v, terms);
    }

    /// @inheritdoc IQuality
    function tierOf(address operator) public view returns (uint8) {
        return _entries[operator].tier;
    }

    /// @inheritdoc IQuality
    function multiplierOf(address operator) external view returns (uint256 bps) {
        uint8 tier = tierOf(operator);
        return tier == 0 ? 0 : _tier(tier, PARAMETERS.qualityTerms()).multiplierBps;
    }

    /// @inheritdoc IQuality
    function currentTier(address operator) public view returns (uint8) {
        return _currentTier(operator, _entries[operator], PARAMETERS.qualityTerms());
    }

    /// @inheritdoc IQuality
    function admit(
        address operator,
        uint256 requiredStake,
        uint256 leasedUnits,
        uint256 baseBps,
        uint256 classSubsidyBps
    ) external view returns (uint16) {
        IParameters.StandingTerms memory t = PARAMETERS.standingTerms();
        (uint256 own, uint256 delegated) = STAKING.stakeOf(operator);
        uint256 effective = StakeMath.effective(own, delegated, t.maxDelegationRatio, requiredStake);
        if (effective < requiredStake) revert StakeCoverTooLow(operator, effective, requiredStake);
        if (leasedUnits > t.newcomerUnits && tierOf(operator) == 0) {
            revert TierLimit(operator, leasedUnits, t.newcomerUnits);
        }
        return _leaseFeeBps(t, own, baseBps, classSubsidyBps);
    }

    /// @inheritdoc IQuality
    function leaseFeeBps(address operator, uint256 baseBps, uint256 classSubsidyBps) external view returns (uint16) {
        return _leaseFeeBps(PARAMETERS.standingTerms(), STAKING.ownStake(operator), baseBps, classSubsidyBps);
    }

    // ----------------------------------------------------------------------------------------------- wiring

    /// @inheritdoc IQuality
    function wire(address leases) external {
        if (msg.sender != WIRER) revert NotAuthorized(msg.sender, WIRER);
        if (_leases != address(0)) revert AlreadyWired();

        _leases = leases;
        emit Wired(leases);
    }

    /// @inheritdoc IQuality
    function wireEmissions(address emissions) external {
        if (msg.sender != WIRER) revert NotAuthorized(msg.sender, WIRER);
        if (address(_emissions) != address(0)) revert AlreadyWired();

        _emissions = IEmissionsHook(emissions);
        emit EmissionsWired(emissions);
    }

    // ----------------------------------------------------------------------------------------------- inside

    function _refresh(
        address operator,
        Entry storage entry,
        IParameters.QualityTerms memory terms
    ) private returns (uint8 tier) {
        tier = _currentTier(operator, entry, terms);
        if (tier == entry.tier) return tier;
        if (address(_emissions) != address(0)) {
            if (tier < entry.tier) _emissions.noteFall(operator);
            else _emissions.settleFall(operator);
        }
        entry.tier = tier;
        emit TierChanged(operator, tier);
    }

    function _currentTier(
        address operator,
        Entry storage entry,
        IParameters.QualityTerms memory terms
    ) private view returns (uint8) {
        INodes.Capacity memory capacity = NODES.capacity(operator);
        if (entry.since == 0 || capacity.requiredStake == 0) return 0;

        uint256 v = QualityMath.priorValue(terms.stakeValueCents, capacity.requiredStake);
        Standing memory standing = Standing({
            score: _score(entry, v, terms),
            served: entry.served,
            effectiveStake: STAKING.effectiveStake(operator, capacity.requiredStake),
            age: block.timestamp - entry.since,
            v: v,
            requiredStake: capacity.requiredStake
        });
        for (uint8 tier = HIGHEST_TIER; tier != 0; --tier) {
            if (_reaches(standing, _tier(tier, terms))) return tier;
        }
        return 0;
    }

    function _leaseFeeBps(
        IParameters.StandingTerms memory t,
        uint256 own,
        uint256 baseBps,
        uint256 classSubsidyBps
    ) private pure returns (uint16) {
        uint256 ownMill = own / 1e18;
        uint256 discountBps;
        if (ownMill >= t.stake3Mill) discountBps = t.discount3Bps;
        else if (ownMill >= t.stake2Mill) discountBps = t.discount2Bps;
        else if (ownMill >= t.stake1Mill) discountBps = t.discount1Bps;
        return LeaseMath.feeBps(baseBps, discountBps, Math.max(t.marketSubsidyBps, classSubsidyBps)).toUint16();
    }

    function _faded(
        Entry storage entry,
        uint256 goodFadeBps,
        uint256 badFadeBps
    ) private view returns (uint256 good, uint256 bad) {
        (good, bad) = (entry.good, entry.bad);
        uint256 elapsedDays = _today() - entry.day;
        if (elapsedDays == 0) return (good, bad);
        if (good != 0) good = QualityMath.fadeDown(good, goodFadeBps, elapsedDays);
        if (bad != 0) bad = QualityMath.fadeUp(bad, badFadeBps, elapsedDays);
    }

    function _score(
        Entry storage entry,
        uint256 v,
        IParameters.QualityTerms memory terms
    ) private view returns (uint256) {
        (uint256 good, uint256 bad) = _faded(entry, terms.goodFadeBps, terms.badFadeBps);
        return QualityMath.scoreBps(v, terms.priorBps, good, bad);
    }

    function _reaches(Standing memory standing, Tier memory tier) private pure returns (bool) {
        return
            standing.score >= tier.scoreBps &&
            standing.served >= tier.servedTimes * standing.v &&
            standing.effectiveStake * QualityMath.BPS >= tier.coverBps * standing.requiredStake &&
            standing.age >= tier.ageSeconds;
    }

    function _today() private view returns (uint32) {
        return (block.timestamp / 1 days).toUint32();
    }

    function _weightId(Fault fault) private pure returns (bytes32) {
        if (fault == Fault.NoShow) return ParameterIds.NO_SHOW_WEIGHT;
        if (fault == Fault.Outage) return ParameterIds.OUTAGE_WEIGHT;
        if (fault == Fault.Abandoned) return ParameterIds.ABANDONED_WEIGHT;
        return ParameterIds.PROVEN_WEIGHT;
    }

    function _tier(uint8 tier, IParameters.QualityTerms memory t) private pure returns (Tier memory) {
        if (tier == 1) {
            return Tier(t.tier1ScoreBps, t.tier1ServedTimes, t.tier1CoverBps, t.tier1AgeSeconds, t.tier1MultiplierBps);
        }
        if (tier == 2) {
            return Tier(t.tier2ScoreBps, t.tier2ServedTimes, t.tier2CoverBps, t.tier2AgeSeconds, t.tier2MultiplierBps);
        }
        return Tier(t.tier3ScoreBps, t.tier3ServedTimes, t.tier3CoverBps, t.tier3AgeSeconds, t.tier3MultiplierBps);
    }
}
