// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IStaking} from "../interfaces/IStaking.sol";
import {SlashMath} from "../libraries/SlashMath.sol";
import {ParameterIds} from "../parameters/ParameterIds.sol";
import {Credits} from "./Credits.sol";
import {Slashes} from "./Slashes.sol";

/// @title Payouts: what becomes of slashed stake
/// @dev A token bucket bounds what all slashes pay out per time: a slasher gone wrong is seen before it has emptied the
/// house. What is taken waits here, out of everybody's reach.
abstract contract Payouts is Slashes, Credits {
    using SafeCast for uint256;

    /// @param level what could be paid out at `filledAt`
    /// @param filledAt timestamp (s)
    struct Bucket {
        uint96 level;
        uint40 filledAt;
    }

    Bucket private _bucket;

    /// @inheritdoc IStaking
    function payOut(uint256 disputeId) external returns (uint256 paid) {
        Record memory r = _slashes[disputeId];
        if (r.state != SlashState.Booked) revert SlashNotBooked(disputeId, r.state);
        uint256 taken = uint256(r.ownTaken) + r.delegatedTaken;
        paid = _drain(taken - r.paid);
        if (paid == 0) revert NothingToPayOut(disputeId);

        uint256 paidBefore = r.paid;
        uint256 paidAfter = paidBefore + paid;
        _slashes[disputeId].paid = paidAfter.toUint96();
        (uint256 bounty, uint256 toBuyer) = SlashMath.split(
            taken,
            uint256(r.ownTaken) - r.pendingTaken,
            r.bountyBps,
            r.buyerBps
        );
        bounty = SlashMath.due(bounty, paidAfter, taken) - SlashMath.due(bounty, paidBefore, taken);
        toBuyer = SlashMath.due(toBuyer, paidAfter, taken) - SlashMath.due(toBuyer, paidBefore, taken);
        _credit(r.challenger, bounty);
        _credit(r.buyer, toBuyer);
        emit SlashPaid(disputeId, bounty, toBuyer, paid - bounty - toBuyer);
        _burn(paid - bounty - toBuyer);
    }

    /// @inheritdoc IStaking
    function payOutLevel() public view returns (uint256) {
        Bucket memory bucket = _bucket;
        return
            SlashMath.level(
                bucket.level,
                block.timestamp - bucket.filledAt,
                _value(ParameterIds.SLASH_BUCKET_MILL),
                _value(ParameterIds.SLASH_REFILL_SECONDS)
            );
    }

    /// @dev Take at most `wanted` out of the bucket.
    function _drain(uint256 wanted) private returns (uint256 drained) {
        uint256 level = payOutLevel();
        drained = Math.min(wanted, level);
        _bucket = Bucket((level - drained).toUint96(), block.timestamp.toUint40());
    }
}
