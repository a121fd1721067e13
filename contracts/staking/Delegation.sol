// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IStaking} from "../interfaces/IStaking.sol";
import {PoolMath} from "../libraries/PoolMath.sol";
import {ScaledTotal} from "../libraries/ScaledTotal.sol";
import {SlashMath} from "../libraries/SlashMath.sol";
import {ParameterIds} from "../parameters/ParameterIds.sol";
import {OperatorRecord, ThawRequest} from "./OperatorRecord.sol";
import {OwnStake} from "./OwnStake.sol";

/// @title Delegation: stake behind an operator that somebody else runs
/// @dev Two pools of shares: stake that earns, and stake that thaws. A slash takes of both alike.
abstract contract Delegation is OwnStake {
    using PoolMath for PoolMath.Pool;
    using ScaledTotal for ScaledTotal.Total;
    using SafeCast for uint256;

    /// @dev What a delegator has in one operator's pool, in one storage word. A share costs a thousandth of a wei of MILL
    /// in a pool that was never slashed, so all MILL there is buys fewer than 2¹⁰⁰.
    /// @param principal what was put in and is still there: what votes
    /// @param grownAt timestamp (s) of the last `delegate`
    /// @param generation of the pool; the shares are void when the pool's is another
    struct Position {
        uint112 shares;
        uint96 principal;
        uint32 grownAt;
        uint16 generation;
    }

    /// @param requests how many requests to leave were made
    struct Delegator {
        Position position;
        uint32 requests;
    }

    mapping(address operator => mapping(address delegator => Delegator)) private _delegators;
    mapping(address operator => mapping(address delegator => mapping(uint256 index => ThawRequest)))
        private _undelegations;

    /// @inheritdoc IStaking
    function delegate(address operator, uint256 amount, uint256 leastShares) external returns (uint256 shares) {
        if (operator == address(0)) revert ZeroAddress();
        if (amount == 0) revert ZeroAmount();
        _accrue(operator, false);
        PoolMath.Pool memory pool = _operators[operator].delegated;
        Position memory position = _position(operator, msg.sender, pool);
        if (position.shares == 0) _checkEntry(amount);

        shares = pool.enter(amount);
        if (shares < leastShares || shares == 0) revert TooFewShares(shares, Math.max(leastShares, 1));
        position.shares = (position.shares + shares).toUint112();
        position.principal = (position.principal + amount).toUint96();
        position.grownAt = block.timestamp.toUint32();
        position.generation = uint256(pool.generation).toUint16();
        _operators[operator].delegated = pool;
        _delegators[operator][msg.sender].position = position;
        emit Delegated(operator, msg.sender, amount, shares);
        _pull(msg.sender, amount);
    }

    /// @inheritdoc IStaking
    function requestUndelegate(address operator, uint256 shares) external returns (uint256 index) {
        if (shares == 0) revert ZeroAmount();
        _accrue(operator, true);
        OperatorRecord storage o = _operators[operator];
        PoolMath.Pool memory pool = o.delegated;
        Position memory position = _position(operator, msg.sender, pool);
        if (position.shares < shares) revert InsufficientShares(msg.sender, position.shares, shares);

        uint256 left = position.shares - shares;
        position.principal = ((uint256(position.principal) * left) / position.shares).toUint96();
        position.shares = left.toUint112();
        index = _delegators[operator][msg.sender].requests++;
        _delegators[operator][msg.sender].position = position;

        uint256 tokens = pool.leave(shares);
        o.delegated = pool;
        pool = o.delegatedThawing;
        uint40 maturesAt = _afterThaw();
        _undelegations[operator][msg.sender][index] = ThawRequest(
            pool.enter(tokens).toUint128(),
            pool.generation,
            maturesAt
        );
        o.delegatedThawing = pool;
        emit ThawRequested(operator, msg.sender, index, tokens, maturesAt);
    }

    /// @inheritdoc IStaking
    function withdrawDelegation(
        address operator,
        uint256 index,
        uint256 leastTokens
    ) external returns (uint256 tokens) {
        ThawRequest memory request = _matured(_undelegations[operator][msg.sender][index], operator, index);
        OperatorRecord storage o = _operators[operator];
        PoolMath.Pool memory thawing = o.delegatedThawing;
        delete _undelegations[operator][msg.sender][index];

        uint256 forfeited;
        if (request.generation == thawing.generation) {
            uint256 all = uint256(thawing.tokens) + o.delegated.tokens;
            tokens = thawing.leave(request.shares);
            o.delegatedThawing = thawing;
            forfeited = _forfeit(operator, tokens, all, request.maturesAt);
            tokens -= forfeited;
        }
        if (tokens < leastTokens) revert TokensBelowLeast(tokens, leastTokens);
        emit StakeWithdrawn(operator, msg.sender, index, tokens);
        _burn(forfeited);
        _send(msg.sender, tokens);
    }

    /// @inheritdoc IStaking
    function delegationOf(address operator, address delegator) external view returns (uint256 shares, uint256 tokens) {
        PoolMath.Pool memory pool = _operators[operator].delegated;
        shares = _position(operator, delegator, pool).shares;
        tokens = pool.toTokens(shares);
    }

    /// @inheritdoc IStaking
    function undelegationOf(
        address operator,
        address delegator,
        uint256 index
    ) external view returns (Thaw memory thaw) {
        OperatorRecord storage o = _operators[operator];
        thaw = _thawView(_undelegations[operator][delegator][index], o.delegatedThawing);
        uint256 all = uint256(o.delegatedThawing.tokens) + o.delegated.tokens;
        (, uint256 forfeited) = _leaversPart(thaw.tokens, o.frozenDelegated.total, all, thaw.maturesAt);
        thaw.tokens -= forfeited;
    }

    /// @inheritdoc IStaking
    function undelegationsOf(address operator, address delegator) external view returns (uint256) {
        return _delegators[operator][delegator].requests;
    }

    /// @inheritdoc IStaking
    function votesOf(address operator, address account, uint256 snapshot) external view returns (uint256) {
        if (account == operator) {
            OperatorRecord storage o = _operators[operator];
            return o.own.grownAt < snapshot ? Math.min(o.own.principal, o.own.tokens) : 0;
        }
        Position memory position = _position(operator, account, _operators[operator].delegated);
        return position.grownAt < snapshot ? position.principal : 0;
    }

    /// @dev A delegator's position as it counts now: void if the pool's generation ended, and its principal at most what
    /// slashes have left of it.
    function _position(
        address operator,
        address delegator,
        PoolMath.Pool memory pool
    ) private view returns (Position memory position) {
        position = _delegators[operator][delegator].position;
        if (position.generation != pool.generation) position.shares = 0;
        position.principal = Math.min(position.principal, pool.toTokens(position.shares)).toUint96();
    }

    /// @dev Whoever leaves while disputes are open takes its part of what they have frozen off, and pays it; the rest is frozen
    /// for the others alone: neither pays for the other.
    function _forfeit(
        address operator,
        uint256 gross,
        uint256 all,
        uint256 maturesAt
    ) private returns (uint256 forfeited) {
        ScaledTotal.Total memory frozen = _operators[operator].frozenDelegated;
        uint256 part;
        (part, forfeited) = _leaversPart(gross, frozen.total, all, maturesAt);
        if (part == 0) return 0;
        frozen.shrink(part);
        _operators[operator].frozenDelegated = frozen;
        emit FrozenForfeited(operator, msg.sender, forfeited);
    }

    /// @dev No dispute outlasts two thaw periods. So those that are open two of them after a request has matured were all
    /// opened since, and take nothing of it: else an operator could hold its delegators for ever, by disputes with itself.
    function _leaversPart(
        uint256 gross,
        uint256 frozen,
        uint256 all,
        uint256 maturesAt
    ) private view returns (uint256 part, uint256 forfeited) {
        (part, forfeited) = SlashMath.forfeit(gross, frozen, all);
        if (forfeited == 0) return (part, 0);
        if (block.timestamp >= maturesAt + 2 * _value(ParameterIds.THAW_SECONDS)) forfeited = 0;
    }
}
