// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IStaking} from "../interfaces/IStaking.sol";
import {PoolMath} from "../libraries/PoolMath.sol";
import {ScaledTotal} from "../libraries/ScaledTotal.sol";
import {SlashMath} from "../libraries/SlashMath.sol";
import {ParameterIds} from "../parameters/ParameterIds.sol";
import {Bonds} from "./Bonds.sol";
import {OperatorRecord} from "./OperatorRecord.sol";

/// @title Slashes: what disputes freeze, and what they take
/// @dev To freeze moves nothing: it holds back withdrawals. Two disputes may freeze the same stake, else a frivolous one
/// would shield it from a real one; what is taken is at most what is there.
abstract contract Slashes is Bonds {
    using PoolMath for PoolMath.Pool;
    using SafeCast for uint256;
    using ScaledTotal for ScaledTotal.Total;

    /// @dev Five storage words; to book writes the last three.
    /// @param delegatedPart what it may take of the delegated pools, less what leavers have paid of it
    /// @param bountyBps of the challenger, as it was when the dispute opened
    /// @param buyerBps of the buyer, the same
    /// @param pendingTaken what of `ownTaken` came of compensation that was owed to failed buyers
    struct Record {
        ScaledTotal.Part delegatedPart;
        address operator;
        uint96 ownPart;
        address challenger;
        uint96 ownTaken;
        address buyer;
        uint96 delegatedTaken;
        uint96 paid;
        SlashState state;
        uint16 bountyBps;
        uint16 buyerBps;
        uint96 pendingTaken;
    }

    mapping(uint256 disputeId => Record) internal _slashes;

    /// @inheritdoc IStaking
    function freeze(
        uint256 disputeId,
        address operator,
        address challenger,
        address buyer,
        uint256 shareBps
    ) external onlyDisputes returns (uint256 most) {
        Record storage stored = _slashes[disputeId];
        if (stored.state != SlashState.None) revert SlashFrozenAlready(disputeId);
        OperatorRecord storage o = _operators[operator];
        (uint256 ownPart, uint256 delegatedPart) = SlashMath.parts(
            uint256(o.own.tokens) + o.thawing.tokens + o.pending.total,
            uint256(o.delegated.tokens) + o.delegatedThawing.tokens,
            shareBps,
            _value(ParameterIds.DELEGATED_SLASH_CAP_BPS)
        );

        Record memory r;
        (r.operator, r.challenger, r.buyer) = (operator, challenger, buyer);
        (r.ownPart, r.state) = (ownPart.toUint96(), SlashState.Frozen);
        r.bountyBps = _value(ParameterIds.BOUNTY_BPS).toUint16();
        r.buyerBps = _value(ParameterIds.BUYER_SLASH_BPS).toUint16();
        if (delegatedPart != 0) {
            ScaledTotal.Total memory frozen = o.frozenDelegated;
            frozen.add(r.delegatedPart, delegatedPart);
            o.frozenDelegated = frozen;
        }
        o.held.frozen = (o.held.frozen + ownPart).toUint96();
        _slashes[disputeId] = r;
        emit SlashFrozen(disputeId, operator, ownPart, delegatedPart);
        return ownPart + delegatedPart;
    }

    /// @inheritdoc IStaking
    function release(uint256 disputeId) external onlyDisputes {
        Record storage r = _frozen(disputeId);
        r.state = SlashState.Released;
        _thawOut(_operators[r.operator], r);
        emit SlashReleased(disputeId, r.operator);
    }

    /// @inheritdoc IStaking
    function book(uint256 disputeId) external onlyDisputes returns (uint256 taken) {
        Record storage r = _frozen(disputeId);
        address operator = r.operator;
        _accrue(operator, true);
        OperatorRecord storage o = _operators[operator];
        (uint256 ownPart, uint256 delegatedPart) = _thawOut(o, r);
        (uint256 ownTaken, uint256 pendingTaken) = _slashOwn(o, operator, ownPart);
        uint256 delegatedTaken = _slashDelegated(o, operator, delegatedPart);

        r.state = SlashState.Booked;
        r.ownTaken = ownTaken.toUint96();
        if (pendingTaken != 0) r.pendingTaken = pendingTaken.toUint96();
        if (delegatedTaken != 0) r.delegatedTaken = delegatedTaken.toUint96();
        emit SlashBooked(disputeId, operator, ownTaken, delegatedTaken);
        return ownTaken + delegatedTaken;
    }

    /// @inheritdoc IStaking
    function slash(uint256 disputeId) external view returns (Slash memory) {
        Record memory r = _slashes[disputeId];
        return
            Slash({
                operator: r.operator,
                challenger: r.challenger,
                buyer: r.buyer,
                ownPart: r.ownPart,
                delegatedPart: r.delegatedPart.nominal,
                ownTaken: r.ownTaken,
                pendingTaken: r.pendingTaken,
                delegatedTaken: r.delegatedTaken,
                paid: r.paid,
                state: r.state
            });
    }

    function _frozen(uint256 disputeId) private view returns (Record storage r) {
        r = _slashes[disputeId];
        if (r.state != SlashState.Frozen) revert SlashNotFrozen(disputeId, r.state);
    }

    /// @dev Let go of what a dispute froze.
    function _thawOut(
        OperatorRecord storage o,
        Record storage r
    ) private returns (uint256 ownPart, uint256 delegatedPart) {
        ownPart = r.ownPart;
        o.held.frozen = (o.held.frozen - ownPart).toUint96();
        ScaledTotal.Part memory part = r.delegatedPart;
        if (part.scale == 0) return (ownPart, 0);
        ScaledTotal.Total memory frozen = o.frozenDelegated;
        (delegatedPart, ) = frozen.remove(part);
        o.frozenDelegated = frozen;
    }

    /// @dev Own stake: free first, then thawing and bonded pro rata, then pending compensation.
    /// @return taken at most what is there; a pool's last tokens come on top
    /// @return fromPending what of it was pending compensation
    function _slashOwn(
        OperatorRecord storage o,
        address operator,
        uint256 wanted
    ) private returns (uint256 taken, uint256 fromPending) {
        uint256 own = o.own.tokens;
        ScaledTotal.Total memory bonded = o.bonded;
        uint256 fromOwn = Math.min(wanted, own - bonded.total);
        uint256 rest = wanted - fromOwn;
        if (rest != 0) {
            PoolMath.Pool memory thawing = o.thawing;
            uint256 both = uint256(thawing.tokens) + bonded.total;
            (uint256 fromThawing, uint256 fromBonded) = SlashMath.proRata(
                Math.min(rest, both),
                thawing.tokens,
                bonded.total
            );
            rest -= fromThawing + fromBonded;
            if (fromBonded != 0) {
                bonded.shrink(fromBonded);
                o.bonded = bonded;
                fromOwn += fromBonded;
            }
            if (fromThawing != 0) {
                taken = thawing.slash(fromThawing);
                o.thawing = thawing;
                _noteGeneration(operator, thawing, true, taken - fromThawing);
            }
            fromPending = _slashPending(o, rest);
            taken += fromPending;
        }
        if (fromOwn != 0) _takeOwn(o, fromOwn);
        taken += fromOwn;
    }

    /// @dev What rounding leaves of compensation that is all but gone is taken with it.
    function _slashPending(OperatorRecord storage o, uint256 wanted) private returns (uint256 taken) {
        if (wanted == 0) return 0;
        ScaledTotal.Total memory pending = o.pending;
        taken = Math.min(wanted, pending.total);
        taken += pending.shrink(taken);
        o.pending = pending;
    }

    /// @dev Both delegated pools, pro rata.
    function _slashDelegated(
        OperatorRecord storage o,
        address operator,
        uint256 wanted
    ) private returns (uint256 taken) {
        if (wanted == 0) return 0;
        PoolMath.Pool memory active = o.delegated;
        PoolMath.Pool memory thawing = o.delegatedThawing;
        uint256 all = uint256(active.tokens) + thawing.tokens;
        (uint256 fromThawing, uint256 fromActive) = SlashMath.proRata(
            Math.min(wanted, all),
            thawing.tokens,
            active.tokens
        );
        if (fromThawing != 0) {
            taken = thawing.slash(fromThawing);
            o.delegatedThawing = thawing;
            _noteGeneration(operator, thawing, true, taken - fromThawing);
        }
        if (fromActive != 0) {
            uint256 takenActive = active.slash(fromActive);
            o.delegated = active;
            _noteGeneration(operator, active, false, takenActive - fromActive);
            taken += takenActive;
        }
    }

    function _noteGeneration(address operator, PoolMath.Pool memory pool, bool thawing, uint256 burned) private {
        if (pool.shares != 0) return;
        emit PoolGenerationEnded(operator, thawing, pool.generation, burned);
    }
}
