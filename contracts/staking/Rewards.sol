// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IStaking} from "../interfaces/IStaking.sol";
import {ParameterIds} from "../parameters/ParameterIds.sol";
import {CommissionWord, OperatorRecord} from "./OperatorRecord.sol";
import {StakingState} from "./StakingState.sol";

/// @title Rewards: what Emissions adds to stake, and the operator's commission
abstract contract Rewards is StakingState {
    using SafeCast for uint256;

    /// @dev 100 %, in basis points.
    uint256 private constant BPS = 10_000;

    /// @inheritdoc IStaking
    function setCommission(uint256 bps) external {
        if (bps > BPS) revert CommissionTooHigh(bps, BPS);
        _accrue(msg.sender, false);
        (uint256 current, , ) = commissionOf(msg.sender);
        CommissionWord memory word = CommissionWord(bps.toUint16(), 0, 0);
        uint256 effectiveAt = block.timestamp;
        if (bps > current) {
            effectiveAt += _value(ParameterIds.COMMISSION_NOTICE_SECONDS);
            word = CommissionWord(current.toUint16(), bps.toUint16(), effectiveAt.toUint40());
        }
        _operators[msg.sender].commission = word;
        emit CommissionChanged(msg.sender, bps, effectiveAt);
    }

    /// @inheritdoc IStaking
    function addRewards(address operator, uint256 amount) external onlyEmissions {
        if (amount == 0) revert ZeroAmount();
        _reward(operator, amount);
    }

    /// @inheritdoc IStaking
    function commissionOf(address operator) public view returns (uint256 bps, uint256 nextBps, uint256 effectiveAt) {
        CommissionWord memory word = _operators[operator].commission;
        if (word.nextAt != 0 && block.timestamp >= word.nextAt) return (word.nextBps, 0, 0);
        return (word.bps, word.nextBps, word.nextAt);
    }

    /// @inheritdoc StakingState
    function _reward(address operator, uint256 amount) internal override {
        amount = _takeMinted(amount);
        OperatorRecord storage o = _operators[operator];
        uint256 own = o.own.tokens;
        uint256 delegated = o.delegated.tokens;
        uint256 toDelegated;
        if (delegated != 0) {
            CommissionWord memory word = o.commission;
            // What was earned before a commission rose is not told apart from what was earned after it, so all of it pays the
            // old one, once.
            if (word.nextAt != 0 && block.timestamp >= word.nextAt) o.commission = CommissionWord(word.nextBps, 0, 0);
            toDelegated = ((amount - (amount * word.bps) / BPS) * delegated) / (own + delegated);
            if (toDelegated != 0) o.delegated.tokens = (delegated + toDelegated).toUint96();
        }
        o.own.tokens = (own + amount - toDelegated).toUint96();
        emit RewardsAdded(operator, amount - toDelegated, toDelegated);
    }
}
