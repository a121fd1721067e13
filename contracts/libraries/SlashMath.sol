// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title What a slash may take, from whom, and who gets it
library SlashMath {
    /// @dev 100 %, in basis points.
    uint256 internal constant BPS = 10_000;

    /// @notice What a fault may take: `⌈(own + delegated)·share/10⁴⌉`, own stake first, then delegated to its cap.
    /// @param own own stake, thawing and pending compensation included: were the share not of these too, an operator could
    /// make it small by failing towards itself
    /// @param delegated both delegated pools
    /// @param shareBps of the fault's kind, at most 10⁴
    /// @param capBps most of the delegated pools, rounded down, at most 10⁴
    function parts(
        uint256 own,
        uint256 delegated,
        uint256 shareBps,
        uint256 capBps
    ) internal pure returns (uint256 ownPart, uint256 delegatedPart) {
        uint256 slash = Math.ceilDiv((own + delegated) * shareBps, BPS);
        ownPart = Math.min(slash, own);
        delegatedPart = Math.min(slash - ownPart, (delegated * capBps) / BPS);
    }

    /// @notice Share `amount` over two sums in proportion: `⌈amount·first/(first + second)⌉` from the first, the rest
    /// from the second, from neither more than it is.
    /// @param amount at most `first + second`
    function proRata(
        uint256 amount,
        uint256 first,
        uint256 second
    ) internal pure returns (uint256 fromFirst, uint256 fromSecond) {
        if (amount == 0) return (0, 0);
        fromFirst = Math.ceilDiv(amount * first, first + second);
        fromSecond = amount - fromFirst;
    }

    /// @notice What a delegator that leaves owes of what disputes have frozen: `⌈frozen·gross/all⌉`.
    /// @param gross what the delegator takes out, at most `all`
    /// @param all both delegated pools
    /// @return part what is frozen no more
    /// @return forfeited the same, at most `gross`: the leaver's loss
    function forfeit(
        uint256 gross,
        uint256 frozen,
        uint256 all
    ) internal pure returns (uint256 part, uint256 forfeited) {
        if (gross == 0 || frozen == 0) return (0, 0);
        part = Math.ceilDiv(frozen * gross, all);
        forfeited = Math.min(part, gross);
    }

    /// @notice Who gets what a slash took: `⌊taken·bountyBps/10⁴⌋` the challenger, `⌊taken·buyerBps/10⁴⌋` the buyer, both
    /// together at most `⌊ownLost/2⌋`, the buyer's part giving way first. All the rest is burned.
    /// @param taken own, pending compensation and delegated
    /// @param ownLost what of it was own stake, without pending compensation: that was owed to others, and were half of it
    /// paid out, an operator could get back by a fault towards itself what it owed to a buyer whom it had failed
    function split(
        uint256 taken,
        uint256 ownLost,
        uint256 bountyBps,
        uint256 buyerBps
    ) internal pure returns (uint256 bounty, uint256 toBuyer) {
        uint256 most = ownLost / 2;
        bounty = Math.min((taken * bountyBps) / BPS, most);
        toBuyer = Math.min((taken * buyerBps) / BPS, most - bounty);
    }

    /// @notice The part of `whole` that is due once `paid` of `taken` is paid out: `⌊whole·paid/taken⌋`. New minus old
    /// gives what each payment brings, so that all payments add up to `whole`.
    function due(uint256 whole, uint256 paid, uint256 taken) internal pure returns (uint256) {
        return (whole * paid) / taken;
    }

    /// @notice What a bucket holds that is full again `refillSeconds` after it was empty, rounded down.
    function level(
        uint256 levelBefore,
        uint256 elapsedSeconds,
        uint256 capacity,
        uint256 refillSeconds
    ) internal pure returns (uint256) {
        return Math.min(capacity, levelBefore + (capacity * elapsedSeconds) / refillSeconds);
    }
}
