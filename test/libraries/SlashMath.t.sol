// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {SlashMath} from "../../contracts/libraries/SlashMath.sol";
import {Check} from "../support/Check.sol";
import {Dice, Random} from "../support/Random.sol";

/// @title What a slash takes and who gets it, against exact rationals
contract SlashMathTest is Check {
    uint256 private constant BPS = 10_000;

    function testFuzz_12_ownStakeGoesFirstAndDelegatedToItsCap(
        uint96 own,
        uint96 delegated,
        uint256 share,
        uint256 cap
    ) external pure {
        (share, cap) = (Random.fit(share, 0, BPS), Random.fit(cap, 0, BPS));
        (uint256 ownPart, uint256 delegatedPart) = SlashMath.parts(own, delegated, share, cap);
        // In ten-thousandths of the smallest unit, so exact.
        uint256 exact = (uint256(own) + delegated) * share;
        atMost(ownPart, own, "own part");
        atMost(delegatedPart * BPS, delegated * cap, "delegated part");
        check((ownPart + delegatedPart) * BPS < exact + BPS, "at most the share, rounded up");
        if (delegatedPart != 0) same(ownPart, own, "delegators pay only what own stake cannot");
        if (ownPart < own) check(ownPart * BPS >= exact, "own stake pays the whole share");
        bool atCap = (delegatedPart + 1) * BPS > delegated * cap;
        check(atCap || (ownPart + delegatedPart) * BPS >= exact, "the whole share, but for the cap");
    }

    function testFuzz_proRataTakesTheSameShareOfBoth(uint96 first, uint96 second, uint256 amount) external pure {
        uint256 all = uint256(first) + second;
        amount = Random.fit(amount, 0, all);
        (uint256 a, uint256 b) = SlashMath.proRata(amount, first, second);
        same(a + b, amount, "sum");
        atMost(a, first, "from the first");
        atMost(b, second, "from the second");
        check(
            a * all >= amount * first && (amount == 0 || a * all < amount * first + all),
            "rounded up from the first"
        );
    }

    /// @notice 12, S-15: bounty and buyer together never get more than half of what came out of own stake.
    function testFuzz_12_S15_bountyAndBuyerGetAtMostHalfOfOwn(
        uint96 own,
        uint96 delegated,
        uint256 bountyBps,
        uint256 buyerBps
    ) external pure {
        (bountyBps, buyerBps) = (Random.fit(bountyBps, 0, BPS), Random.fit(buyerBps, 0, BPS));
        uint256 taken = uint256(own) + delegated;
        (uint256 bounty, uint256 toBuyer) = SlashMath.split(taken, own, bountyBps, buyerBps);
        atMost(2 * (bounty + toBuyer), own, "twice both");
        atMost(bounty * BPS, taken * bountyBps, "bounty");
        atMost(toBuyer * BPS, taken * buyerBps, "buyer's");
        bool limited = 2 * (bounty + toBuyer + 1) > own;
        if (!limited) check((bounty + 1) * BPS > taken * bountyBps, "the whole bounty");
        if (!limited) check((toBuyer + 1) * BPS > taken * buyerBps, "all of the buyer's");
        if (toBuyer != 0) check((bounty + 1) * BPS > taken * bountyBps, "the buyer's part gives way first");
    }

    function testFuzz_12_payoutsInAnyStepsAddUpExactly(uint96 whole, uint96 more, uint256 seed) external pure {
        uint256 taken = uint256(whole) + more;
        if (taken == 0) return;
        Dice memory dice = Dice(seed);
        uint256 sum;
        for (uint256 paid; paid < taken;) {
            uint256 next = dice.chance(10) ? taken : dice.between(paid + 1, taken);
            uint256 step = SlashMath.due(whole, next, taken) - SlashMath.due(whole, paid, taken);
            atMost(step, next - paid, "no step is more than was paid out");
            (sum, paid) = (sum + step, next);
        }
        same(sum, whole, "sum");
    }

    function testFuzz_leaversPayTheirPartOfWhatIsFrozenAndLeaveTheOthersTheirs(
        uint96 all,
        uint96 frozen,
        uint256 gross
    ) external pure {
        gross = Random.fit(gross, 0, all);
        (uint256 part, uint256 forfeited) = SlashMath.forfeit(gross, frozen, all);
        atMost(forfeited, gross, "forfeited");
        check(part * all >= uint256(frozen) * gross, "not less than the leaver's part");
        check(forfeited == part || forfeited == gross, "all of it, or all there is");
        // What is frozen of the rest is no larger a share than before.
        check((frozen - part) * all <= uint256(frozen) * (all - gross), "the others' share");
    }

    function testFuzz_aBucketIsFullAgainAfterItsTime(
        uint96 before,
        uint96 capacity,
        uint32 elapsed,
        uint256 refill
    ) external pure {
        refill = Random.fit(refill, 1, 30 days);
        uint256 level = SlashMath.level(Random.fit(before, 0, capacity), elapsed, capacity, refill);
        atMost(level, capacity, "level");
        if (elapsed >= refill) same(level, capacity, "full");
    }
}
