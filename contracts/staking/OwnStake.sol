// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IStaking} from "../interfaces/IStaking.sol";
import {PoolMath} from "../libraries/PoolMath.sol";
import {ParameterIds} from "../parameters/ParameterIds.sol";
import {OperatorRecord, OwnWord, ThawRequest} from "./OperatorRecord.sol";
import {StakingState} from "./StakingState.sol";

/// @title OwnStake: what an operator puts behind itself
/// @dev Stake is an amount; what thaws is shares of a pool, so that a slash meets every request alike.
abstract contract OwnStake is StakingState {
    using PoolMath for PoolMath.Pool;
    using SafeCast for uint256;

    mapping(address operator => mapping(uint256 index => ThawRequest)) private _thaws;

    /// @inheritdoc IStaking
    function stake(uint256 amount) external {
        if (amount == 0) revert ZeroAmount();
        // Without delegators all that the stake has earned is the operator's whenever it is credited, and own stake that
        // grows does not weigh more before a poke.
        if (_operators[msg.sender].delegated.tokens != 0) _accrue(msg.sender, false);
        else _settleFall(msg.sender);
        OwnWord memory own = _operators[msg.sender].own;
        if (own.tokens == 0) _checkEntry(amount);

        uint256 added = amount.toUint96();
        own.tokens = (own.tokens + added).toUint96();
        own.principal = (own.principal + added).toUint96();
        own.grownAt = block.timestamp.toUint40();
        _operators[msg.sender].own = own;
        emit Staked(msg.sender, amount);
        _pull(msg.sender, amount);
    }

    /// @inheritdoc IStaking
    function requestThaw(uint256 amount) external returns (uint256 index) {
        if (amount == 0) revert ZeroAmount();
        _accrue(msg.sender, true);
        OperatorRecord storage o = _operators[msg.sender];
        uint256 free = freeStake(msg.sender);
        if (free < amount) revert InsufficientStake(msg.sender, free, amount);

        OwnWord memory own = o.own;
        PoolMath.Pool memory thawing = o.thawing;
        uint40 maturesAt = _afterThaw();
        uint256 left = own.tokens - amount;
        own.principal = ((uint256(own.principal) * left) / own.tokens).toUint96();
        own.tokens = left.toUint96();
        index = own.requests++;
        _thaws[msg.sender][index] = ThawRequest(thawing.enter(amount).toUint128(), thawing.generation, maturesAt);
        (o.own, o.thawing) = (own, thawing);
        emit ThawRequested(msg.sender, msg.sender, index, amount, maturesAt);
    }

    /// @inheritdoc IStaking
    function withdraw(uint256 index) external returns (uint256 tokens) {
        ThawRequest memory request = _matured(_thaws[msg.sender][index], msg.sender, index);
        OperatorRecord storage o = _operators[msg.sender];
        PoolMath.Pool memory thawing = o.thawing;
        delete _thaws[msg.sender][index];
        if (request.generation == thawing.generation) {
            tokens = thawing.toTokens(request.shares);
            _checkFrozen(o, msg.sender, tokens);
            thawing.leave(request.shares);
            o.thawing = thawing;
        }
        emit StakeWithdrawn(msg.sender, msg.sender, index, tokens);
        _send(msg.sender, tokens);
    }

    /// @inheritdoc IStaking
    function thawOf(address operator, uint256 index) external view returns (Thaw memory) {
        return _thawView(_thaws[operator][index], _operators[operator].thawing);
    }

    /// @inheritdoc IStaking
    function thawsOf(address operator) external view returns (uint256) {
        return _operators[operator].own.requests;
    }

    /// @dev Whoever enters with nothing must bring the least size of a position.
    function _checkEntry(uint256 amount) internal view {
        uint256 least = _value(ParameterIds.LEAST_POSITION_MILL);
        if (amount < least) revert PositionTooSmall(amount, least);
    }

    /// @dev The request, if it can be taken out.
    function _matured(
        ThawRequest memory request,
        address operator,
        uint256 index
    ) internal view returns (ThawRequest memory) {
        if (request.maturesAt == 0) revert ThawUnknown(operator, msg.sender, index);
        if (block.timestamp < request.maturesAt) revert Thawing(request.maturesAt);
        return request;
    }

    /// @dev A request as it would be taken out, but for what disputes have frozen.
    function _thawView(ThawRequest memory request, PoolMath.Pool memory pool) internal pure returns (Thaw memory) {
        bool counts = request.generation == pool.generation;
        return Thaw(request.shares, counts ? pool.toTokens(request.shares) : 0, request.maturesAt);
    }
}
