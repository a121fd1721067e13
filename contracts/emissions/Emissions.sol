// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IEmissions} from "../interfaces/IEmissions.sol";
import {IEmissionsHook} from "../interfaces/IEmissionsHook.sol";
import {IMillToken} from "../interfaces/IMillToken.sol";
import {INodes} from "../interfaces/INodes.sol";
import {IParameters} from "../interfaces/IParameters.sol";
import {IQuality} from "../interfaces/IQuality.sol";
import {IStaking} from "../interfaces/IStaking.sol";
import {EmissionMath} from "../libraries/EmissionMath.sol";
import {ParameterIds} from "../parameters/ParameterIds.sol";

/// @title Emissions
/// @notice `IEmissions` is the manual, `EmissionMath` the arithmetic.
/// @dev Between two breaks (an epoch's end, a change of weight) what a unit of weight earns is a straight line, so
/// accruing writes nothing but the operator's own word, and any number of accruals adds up to one. All sums are exact:
/// emitted = credited + what accounts have earned and not been credited. None of the contracts it calls hands control to
/// a stranger.
contract Emissions is IEmissions {
    using SafeCast for uint256;

    /// @dev The line: `rewardPerWeight` at `since` (timestamp, s), rising by `perSecond`.
    struct Line {
        uint112 rewardPerWeight;
        uint72 perSecond;
        uint40 since;
    }

    /// @dev The epoch of the line.
    struct Epoch {
        uint64 totalWeight;
        uint96 emission;
        uint16 yieldBps;
    }

    /// @param emitted until the line begins, times 10¹⁸
    struct Supply {
        uint160 emitted;
        uint96 minted;
    }

    uint256 private constant EPOCH_SECONDS = 1 days;
    /// @dev So that nobody who leaves has to pay for more: a quarter of a year.
    uint256 private constant MAX_EPOCHS_AT_ONCE = 92;

    IMillToken private immutable MILL;
    IParameters private immutable PARAMETERS;
    IStaking private immutable STAKING;
    INodes private immutable NODES;
    IQuality private immutable QUALITY;
    uint256 private immutable FIRST_EPOCH;
    uint256 private immutable FIRST_EMISSION;
    uint256 private immutable DECAY;

    Line private _line;
    Epoch private _epoch;
    Supply private _supply;
    mapping(address operator => Account) private _accounts;

    /// @param firstEmission of the epoch of the deployment, in MILL's smallest unit
    /// @param decay of each epoch's emission to the next, times 10¹⁸
    constructor(
        IMillToken mill,
        IParameters parameters,
        IStaking staking,
        INodes nodes,
        IQuality quality,
        uint256 firstEmission,
        uint256 decay
    ) {
        if (firstEmission == 0 || decay == 0 || decay > EmissionMath.ONE) revert ScheduleInvalid(firstEmission, decay);
        uint256 most = (firstEmission * EmissionMath.ONE) / decay;
        uint256 room = mill.CAP() - mill.totalSupply();
        if (most > room) revert ScheduleAboveCap(most, room);

        (MILL, PARAMETERS, STAKING, NODES, QUALITY) = (mill, parameters, staking, nodes, quality);
        (FIRST_EPOCH, FIRST_EMISSION, DECAY) = (block.timestamp / EPOCH_SECONDS, firstEmission, decay);
        _line.since = block.timestamp.toUint40();
        _epoch.emission = firstEmission.toUint96();
        _epoch.yieldBps = _yieldBps();
        emit EpochBegun(FIRST_EPOCH, firstEmission, _epoch.yieldBps, 0);
    }

    // ---------------------------------------------------------------------------------------------- accruing

    /// @inheritdoc IEmissionsHook
    function accrue(address operator, bool falls) external returns (uint256 reward) {
        if (msg.sender != address(STAKING)) revert NotAuthorized(msg.sender, address(STAKING));
        if (_accounts[operator].weight == 0) return 0;
        if (!falls) _catchUp();
        Account memory account;
        (account, reward) = _accrueLower(operator, true);
        if (falls) account.isStale = true;
        _accounts[operator] = account;
    }

    /// @inheritdoc IEmissionsHook
    function settleFall(address operator) external {
        bool isQuality = msg.sender == address(QUALITY);
        if (!isQuality && msg.sender != address(STAKING) && msg.sender != address(NODES)) {
            revert NotAuthorized(msg.sender, address(STAKING));
        }
        // Quality is looking at the tier already, and stores the new one after this.
        if (_accounts[operator].isStale) _settle(operator, !isQuality);
    }

    /// @inheritdoc IEmissionsHook
    function noteFall(address operator) external {
        if (msg.sender != address(QUALITY)) revert NotAuthorized(msg.sender, address(QUALITY));
        if (_accounts[operator].weight != 0) _accounts[operator].isStale = true;
    }

    /// @inheritdoc IEmissionsHook
    function noteNodes(address operator) external {
        if (msg.sender != address(NODES)) revert NotAuthorized(msg.sender, address(NODES));
        if (_accounts[operator].weight != 0) _accounts[operator].isStale = true;
        QUALITY.refresh(operator);
    }

    /// @inheritdoc IEmissions
    function claim(address operator) external returns (uint256 reward) {
        if (_accounts[operator].weight == 0) return 0;
        reward = _settle(operator, true);
    }

    /// @inheritdoc IEmissions
    function poke(address[] calldata operators) external returns (bool isCaughtUp) {
        (, , isCaughtUp) = _advance();
        for (uint256 i; i < operators.length; ++i) {
            address operator = operators[i];
            QUALITY.refresh(operator);
            Account memory account = _accounts[operator];
            uint256 weight = currentWeightOf(operator);
            if (account.weight == 0 && weight == 0) continue;
            uint256 reward = _accrue(operator, account, weight);
            _accounts[operator] = account;
            if (reward != 0) STAKING.addRewards(operator, reward);
        }
    }

    /// @dev Accrue, and credit what that brings.
    function _settle(address operator, bool looks) private returns (uint256 reward) {
        Account memory account;
        (account, reward) = _accrueLower(operator, looks);
        _accounts[operator] = account;
        if (reward != 0) STAKING.addRewards(operator, reward);
    }

    /// @dev Accrue at the stored weight, or at the current where that may be lower.
    /// @param looks whether to look at the tier then, too: with less stake it may be another
    /// @return account to be stored by the caller
    function _accrueLower(address operator, bool looks) private returns (Account memory account, uint256 reward) {
        if (looks && _accounts[operator].isStale) QUALITY.refresh(operator);
        // Not before: a tier that rises settles first.
        account = _accounts[operator];
        uint256 weight = account.weight;
        if (account.isStale) weight = Math.min(weight, currentWeightOf(operator));
        reward = _accrue(operator, account, weight);
    }

    /// @dev Bring `account`, which the caller stores, up to now, and have it weigh `weight`; the time until now counts at
    /// the lower of that and the stored. What has not been accounted for yet must not be earned by weight that was not
    /// there, so nothing grows before all epochs are caught up with.
    function _accrue(address operator, Account memory account, uint256 weight) private returns (uint256 reward) {
        (Line memory line, uint256 until, bool isCaughtUp) = _advance();
        uint256 stored = account.weight;
        if (!isCaughtUp) weight = Math.min(weight, stored);
        uint256 earning = Math.min(weight, stored);
        uint256 perWeight = line.rewardPerWeight + line.perSecond * (until - line.since);
        uint256 delta = perWeight - account.rewardPerWeight;

        // At most 64 + 112 bits.
        uint256 scaled = earning * delta + account.fraction;
        reward = scaled / EmissionMath.ONE;
        account.fraction = uint64(scaled % EmissionMath.ONE);
        account.rewardPerWeight = perWeight.toUint112();
        account.isStale = false;
        if (reward != 0) emit RewardAccrued(operator, reward, earning, perWeight);
        if (weight == stored) return reward;

        account.weight = weight.toUint64();
        uint256 total = _reweigh(line, until, stored, weight, (stored - earning) * delta);
        emit WeightChanged(operator, stored, weight, total, perWeight);
    }

    // ------------------------------------------------------------------------------------------------ the line

    /// @dev Go on to the epoch of now, or as far as one call goes.
    /// @return line as stored
    /// @return until timestamp (s) up to which it may be followed
    function _advance() private returns (Line memory line, uint256 until, bool isCaughtUp) {
        line = _line;
        if (block.timestamp < _epochEnd(line.since)) return (line, block.timestamp, true);

        (Epoch memory epoch, Supply memory supply) = (_epoch, _supply);
        isCaughtUp = _passEpochs(line, epoch, supply);
        until = isCaughtUp ? block.timestamp : line.since;
        _epoch = epoch;
        emit EpochBegun(line.since / EPOCH_SECONDS, epoch.emission, epoch.yieldBps, line.rewardPerWeight);
        _store(line, epoch, supply);
    }

    /// @dev Go on to the epoch of now, however many calls' worth of epochs have passed: stake that comes must have no share
    /// of what was earned before.
    function _catchUp() private {
        bool isCaughtUp;
        while (!isCaughtUp) (, , isCaughtUp) = _advance();
    }

    /// @dev Follow the line through the epochs that are over. A new yield holds from the epoch in which it is first seen.
    function _passEpochs(
        Line memory line,
        Epoch memory epoch,
        Supply memory supply
    ) private view returns (bool isCaughtUp) {
        uint256 end = _epochEnd(line.since);
        for (uint256 i; i < MAX_EPOCHS_AT_ONCE && end <= block.timestamp; ++i) {
            _follow(line, epoch, supply, end);
            end += EPOCH_SECONDS;
            epoch.emission = uint96(EmissionMath.next(epoch.emission, DECAY));
            line.perSecond = _perSecond(epoch);
        }
        isCaughtUp = block.timestamp < end;
        if (!isCaughtUp) return false;
        epoch.yieldBps = _yieldBps();
        line.perSecond = _perSecond(epoch);
    }

    /// @dev Break the line at `until`, where `stored` of the total weight becomes `weight`.
    /// @param forfeited what the stored weight would have earned above what was paid, times 10¹⁸
    function _reweigh(
        Line memory line,
        uint256 until,
        uint256 stored,
        uint256 weight,
        uint256 forfeited
    ) private returns (uint256 total) {
        Epoch memory epoch = _epoch;
        Supply memory supply = _supply;
        _follow(line, epoch, supply, until);
        supply.emitted = (supply.emitted - forfeited).toUint160();
        total = epoch.totalWeight - stored + weight;
        epoch.totalWeight = total.toUint64();
        line.perSecond = _perSecond(epoch);
        _epoch = epoch;
        _store(line, epoch, supply);
    }

    /// @dev Follow the line to `until`. Changes `line` and `supply`.
    function _follow(Line memory line, Epoch memory epoch, Supply memory supply, uint256 until) private pure {
        uint256 rise = line.perSecond * (until - line.since);
        line.rewardPerWeight = (line.rewardPerWeight + rise).toUint112();
        line.since = until.toUint40();
        supply.emitted = (supply.emitted + rise * epoch.totalWeight).toUint160();
    }

    /// @dev Store the line, and mint what it can give until the end of its epoch.
    function _store(Line memory line, Epoch memory epoch, Supply memory supply) private {
        _line = line;
        uint256 left = _epochEnd(line.since) - line.since;
        uint256 scaled = supply.emitted + uint256(epoch.totalWeight) * line.perSecond * left;
        uint256 needed = Math.saturatingSub(Math.ceilDiv(scaled, EmissionMath.ONE), supply.minted);
        // The constructor has seen to it that the cap leaves room, but for what rounding adds in centuries.
        if (needed != 0) needed = Math.min(needed, MILL.CAP() - MILL.totalSupply());
        supply.minted = (supply.minted + needed).toUint96();
        _supply = supply;
        if (needed == 0) return;
        MILL.mint(address(STAKING), needed);
        STAKING.noteMinted(needed);
        emit Minted(needed);
    }

    // ------------------------------------------------------------------------------------------------- views

    /// @inheritdoc IEmissions
    function currentWeightOf(address operator) public view returns (uint256) {
        uint256 multiplierBps = QUALITY.multiplierOf(operator);
        if (multiplierBps == 0) return 0;
        uint256 requiredStake = NODES.capacity(operator).requiredStake;
        return EmissionMath.weight(STAKING.effectiveStake(operator, requiredStake), multiplierBps);
    }

    /// @inheritdoc IEmissions
    function pendingOf(address operator) external view returns (uint256) {
        Account memory account = _accounts[operator];
        (uint256 perWeight, ) = rewardPerWeight();
        return (account.weight * (perWeight - account.rewardPerWeight) + account.fraction) / EmissionMath.ONE;
    }

    /// @inheritdoc IEmissions
    function accountOf(address operator) external view returns (Account memory) {
        return _accounts[operator];
    }

    /// @inheritdoc IEmissions
    function totalWeight() external view returns (uint256) {
        return _epoch.totalWeight;
    }

    /// @inheritdoc IEmissions
    function rewardPerWeight() public view returns (uint256 now_, uint256 perSecond) {
        (Line memory line, ) = _ahead();
        return (line.rewardPerWeight, line.perSecond);
    }

    /// @inheritdoc IEmissions
    function emitted() external view returns (uint256) {
        (, Supply memory supply) = _ahead();
        return supply.emitted / EmissionMath.ONE;
    }

    /// @inheritdoc IEmissions
    function minted() external view returns (uint256) {
        return _supply.minted;
    }

    /// @inheritdoc IEmissions
    function currentEpoch() external view returns (uint256 epoch, uint256 emission, uint256 yieldBps) {
        return (_line.since / EPOCH_SECONDS, _epoch.emission, _epoch.yieldBps);
    }

    /// @inheritdoc IEmissions
    function schedule() external view returns (uint256 firstEpoch, uint256 firstEmission, uint256 decay) {
        return (FIRST_EPOCH, FIRST_EMISSION, DECAY);
    }

    /// @dev The line followed to now, or as far as one call goes, without storing anything.
    function _ahead() private view returns (Line memory line, Supply memory supply) {
        Epoch memory epoch = _epoch;
        (line, supply) = (_line, _supply);
        bool isCaughtUp = block.timestamp < _epochEnd(line.since);
        if (!isCaughtUp) isCaughtUp = _passEpochs(line, epoch, supply);
        if (isCaughtUp) _follow(line, epoch, supply, block.timestamp);
    }

    function _perSecond(Epoch memory epoch) private pure returns (uint72) {
        return EmissionMath.perSecond(epoch.emission, epoch.totalWeight, epoch.yieldBps, EPOCH_SECONDS).toUint72();
    }

    function _yieldBps() private view returns (uint16) {
        return uint16(Math.min(PARAMETERS.value(ParameterIds.MAX_YIELD_BPS), EmissionMath.MOST_YIELD_BPS));
    }

    /// @dev Timestamp (s) of the end of the epoch that `at` lies in; it belongs to the next.
    function _epochEnd(uint256 at) private pure returns (uint256) {
        return (at / EPOCH_SECONDS + 1) * EPOCH_SECONDS;
    }
}
