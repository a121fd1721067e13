// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {IParameters} from "../../contracts/interfaces/IParameters.sol";
import {VM} from "../support/Cheats.sol";
import {Check} from "../support/Check.sol";
import {Dice} from "../support/Random.sol";
import {World} from "../support/World.sol";

/// @title Settings stay within what the deployment promised, whatever governance asks for (V-15)
contract ParametersTest is Check {
    uint256 private constant START = 1_800_000_000;

    IParameters private parameters;
    bytes32[] private ids;

    function setUp() external {
        VM.warp(START);
        // Beside the deployment's table, two settings whose bounds overlap, so that only the relation keeps them apart.
        IParameters.Definition[] memory table = World.settings();
        (table[4].maximum, table[4].maxStep) = (60 days, 60 days);
        (table[5].minimum, table[5].maxStep) = (1 days, 90 days);
        parameters = World.newParameters(address(this), address(this), table);
        ids = parameters.ids();
    }

    function testFuzz_setTakesWhatTheTableAllowsAndRefusesTheRest(uint256 seed) external {
        Dice memory dice = Dice(seed);
        for (uint256 i; i < 12; ++i) {
            VM.warp(VM.getBlockTimestamp() + (dice.chance(30) ? dice.below(7 days) : 7 days - 1 + dice.below(3)));
            _trySet(dice.chance(3) ? bytes32(dice.next()) : ids[dice.below(ids.length)], dice);
            _checkRelation();
            _checkHotWords();
        }
    }

    function testFuzz_onlyTheOwnerSets(address stranger, uint96 newValue) external {
        VM.assume(stranger != address(this));
        VM.startPrank(stranger);
        bytes memory refused = abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, stranger);
        VM.expectRevert(refused);
        parameters.set(ids[0], newValue);
        VM.expectRevert(refused);
        parameters.setPaymentToken(address(parameters), true);
        VM.expectRevert(refused);
        parameters.setGuardian(stranger);
        VM.stopPrank();
    }

    // ------------------------------------------------------------------------------------------------ pause

    function testFuzz_aPauseEndsByItselfAndIsNotRenewedEarly(uint256 seed) external {
        Dice memory dice = Dice(seed);
        IParameters.Action action = IParameters.Action(dice.below(3));
        _setPauseTimes(dice);
        uint256 until = VM.getBlockTimestamp() + parameters.value("pauseSeconds");
        uint256 notBefore = until + parameters.value("pauseRestSeconds");
        parameters.pause(action);
        same(parameters.pausedUntil(action), until, "bounded by the setting at the time");

        // Neither changed settings nor an early end shorten the rest.
        _setPauseTimes(dice);
        bool endedEarly = dice.chance(30) && VM.getBlockTimestamp() < until;
        if (endedEarly) parameters.unpause(action);
        VM.warp(dice.between(VM.getBlockTimestamp(), notBefore - 1));
        VM.expectRevert(abi.encodeWithSelector(IParameters.PausedTooSoon.selector, action, notBefore));
        parameters.pause(action);
        atMost(parameters.pausedUntil(action), until, "an end is never put off");
        _checkHotWords();

        VM.warp(notBefore);
        check(parameters.pausedUntil(action) < notBefore, "over before it can begin again");
        parameters.pause(action);
    }

    function testFuzz_onlyTheGuardianPausesAndOwnerOrGuardianEndIt(address stranger, uint256 which) external {
        IParameters.Action action = IParameters.Action(which % 3);
        VM.assume(stranger != address(this) && stranger != address(0xfade));
        parameters.setGuardian(address(0xfade));
        _expectNotGuardian(address(this));
        parameters.pause(action);
        VM.expectRevert(abi.encodeWithSelector(IParameters.NotPaused.selector, action));
        parameters.unpause(action);

        VM.prank(address(0xfade));
        parameters.pause(action);
        VM.startPrank(stranger);
        _expectNotGuardian(stranger);
        parameters.pause(action);
        _expectNotGuardian(stranger);
        parameters.unpause(action);
        VM.stopPrank();
        parameters.unpause(action);
        same(parameters.pausedUntil(action), VM.getBlockTimestamp(), "ended now");
    }

    function testFuzz_aPauseOfDepositsReachesEveryToken(uint256 seed) external {
        Dice memory dice = Dice(seed);
        address[] memory tokens = new address[](4);
        for (uint256 i; i < tokens.length; ++i) VM.etch(tokens[i] = VM.addr(i + 1), hex"00");
        uint256 pausedAt = dice.below(tokens.length + 1);
        for (uint256 i; i <= tokens.length; ++i) {
            if (i == pausedAt) parameters.pause(IParameters.Action.Deposit);
            if (i < tokens.length) parameters.setPaymentToken(tokens[i], true);
        }
        uint256 until = parameters.pausedUntil(IParameters.Action.Deposit);
        for (uint256 i; i < tokens.length; ++i) _checkToken(tokens[i], true, until);

        // Off the list and on it again does not get around the pause.
        parameters.setPaymentToken(tokens[1], false);
        _checkToken(tokens[1], false, until);
        parameters.setPaymentToken(tokens[1], true);
        _checkToken(tokens[1], true, until);
    }

    // ---------------------------------------------------------------------------------------------- the model

    /// @dev `set` does what an independent reading of the manual says, and `check` says so before.
    function _trySet(bytes32 id, Dice memory dice) private {
        IParameters.Setting memory s = parameters.setting(id);
        uint96 newValue = _interestingValue(s, dice);
        bytes memory refusal = _refusal(id, s, newValue);
        if (refusal.length != 0) {
            VM.expectRevert(refusal);
            parameters.check(id, newValue);
            VM.expectRevert(refusal);
            parameters.set(id, newValue);
            same(abi.encode(parameters.setting(id)), abi.encode(s), "a refused setting");
            return;
        }
        parameters.check(id, newValue);
        VM.expectEmit(address(parameters));
        emit IParameters.SettingChanged(id, s.value, newValue);
        parameters.set(id, newValue);
        (s.value, s.changedAt) = (newValue, uint40(VM.getBlockTimestamp()));
        same(abi.encode(parameters.setting(id)), abi.encode(s), "an accepted setting");
        same(parameters.value(id), newValue, "value");
    }

    function _interestingValue(IParameters.Setting memory s, Dice memory dice) private pure returns (uint96) {
        uint256 kind = dice.below(6);
        if (kind == 0) return uint96(dice.next());
        if (kind == 1) return uint96(uint256(s.value) + s.maxStep + dice.below(2));
        if (kind == 2 && s.value > s.maxStep) return uint96(s.value - s.maxStep - dice.below(2));
        if (kind == 3) return uint96(dice.chance(50) ? s.maximum + dice.below(2) : s.minimum);
        if (kind == 4 && s.minimum > 0) return uint96(s.minimum - 1);
        return uint96(dice.between(s.minimum, s.maximum));
    }

    function _refusal(bytes32 id, IParameters.Setting memory s, uint256 newValue) private view returns (bytes memory) {
        if (!s.defined) return abi.encodeWithSelector(IParameters.SettingUnknown.selector, id);
        if (newValue == s.value) return abi.encodeWithSelector(IParameters.SettingUnchanged.selector, id, newValue);
        if (newValue < s.minimum || newValue > s.maximum) {
            return abi.encodeWithSelector(IParameters.SettingOutOfBounds.selector, id, newValue, s.minimum, s.maximum);
        }
        if (newValue > uint256(s.value) + s.maxStep || newValue + s.maxStep < s.value) {
            return abi.encodeWithSelector(IParameters.SettingStepTooLarge.selector, id, s.value, newValue, s.maxStep);
        }
        uint256 notBefore = uint256(s.changedAt) + 7 days;
        if (s.changedAt != 0 && VM.getBlockTimestamp() < notBefore) {
            return abi.encodeWithSelector(IParameters.SettingChangedTooSoon.selector, id, notBefore);
        }
        uint256 rest = id == "pauseRestSeconds" ? newValue : parameters.value("pauseRestSeconds");
        uint256 pause = id == "pauseSeconds" ? newValue : parameters.value("pauseSeconds");
        if (rest <= pause) return abi.encodeWithSelector(IParameters.RelationBroken.selector, 0, rest, pause);
        return "";
    }

    function _checkRelation() private view {
        check(parameters.value("pauseRestSeconds") > parameters.value("pauseSeconds"), "rest is longer than pause");
    }

    /// @dev What opening a channel reads in one word is what the settings say.
    function _checkHotWords() private view {
        (uint256 feeBps, uint256 challengeSeconds, uint256 paused) = parameters.openingTerms();
        same(feeBps, parameters.value("protocolFeeBps"), "fee in the opening's word");
        same(challengeSeconds, parameters.value("challengePeriodSeconds"), "challenge period in the opening's word");
        same(paused, parameters.pausedUntil(IParameters.Action.OpenChannel), "pause in the opening's word");
    }

    function _checkToken(address token, bool listed, uint256 until) private view {
        (bool isListed, uint256 paused) = parameters.depositTerms(token);
        same(isListed, listed, "listed");
        same(parameters.isPaymentToken(token), listed, "on the list");
        if (listed) same(paused, until, "pause in the token's word");
    }

    function _setPauseTimes(Dice memory dice) private {
        VM.warp(VM.getBlockTimestamp() + 7 days);
        uint256 pause = dice.between(7 days, 30 days);
        uint256 rest = dice.between(pause + 1, 90 days);
        // The longer one first, so that the relation holds in between.
        if (rest > parameters.value("pauseSeconds")) {
            _setIfOther("pauseRestSeconds", rest);
            _setIfOther("pauseSeconds", pause);
        } else {
            _setIfOther("pauseSeconds", pause);
            _setIfOther("pauseRestSeconds", rest);
        }
    }

    function _setIfOther(bytes32 id, uint256 newValue) private {
        if (parameters.value(id) != newValue) parameters.set(id, uint96(newValue));
    }

    function _expectNotGuardian(address caller) private {
        VM.expectRevert(abi.encodeWithSelector(IParameters.NotGuardian.selector, caller));
    }
}
