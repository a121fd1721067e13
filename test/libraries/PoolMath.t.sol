// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {PoolMath} from "../../contracts/libraries/PoolMath.sol";
import {Check} from "../support/Check.sol";
import {Dice, Random} from "../support/Random.sol";

/// @title Shares of a pool, against exact rationals
contract PoolMathTest is Check {
    using PoolMath for PoolMath.Pool;

    uint256 private constant MILL = 1e18;

    function testFuzz_entryBuysTheMostWholeSharesUnderThePrice(uint96 t, uint128 s, uint96 tokens) external pure {
        uint256 shares = PoolMath.toShares(PoolMath.Pool(t, s, 0), tokens);
        uint256 exact = uint256(tokens) * (uint256(s) + 1000);
        check(shares * (uint256(t) + 1) <= exact && exact < (shares + 1) * (uint256(t) + 1), "floor");
    }

    function testFuzz_leavingBringsTheMostWholeTokensUnderThePrice(uint96 t, uint128 s, uint128 shares) external pure {
        uint256 tokens = PoolMath.toTokens(PoolMath.Pool(t, s, 0), shares);
        uint256 exact = uint256(shares) * (uint256(t) + 1);
        check(tokens * (uint256(s) + 1000) <= exact && exact < (tokens + 1) * (uint256(s) + 1000), "floor");
    }

    /// @notice D-05: no loop of moves wins by rounding, and no move lowers the price.
    function testFuzz_D05_noSequenceOfMovesWithoutSlashOrRewardMakesAMoverRicher(uint256 seed) external pure {
        Dice memory dice = Dice(seed);
        PoolMath.Pool memory pool;
        pool.enter(dice.between(MILL, 1e27));
        if (dice.chance(50)) pool.slash(dice.below(pool.tokens));
        pool.tokens += uint96(dice.magnitude(80));
        uint256 shares;
        uint256 put;
        uint256 got;
        for (uint256 i; i < 40; ++i) {
            (uint256 t, uint256 s) = (pool.tokens, pool.shares);
            if (dice.chance(50)) {
                uint256 tokens = dice.magnitude(80);
                put += tokens;
                shares += pool.enter(tokens);
            } else {
                uint256 some = dice.chance(20) ? shares : dice.below(shares + 1);
                shares -= some;
                got += pool.leave(some);
            }
            check((pool.tokens + 1) * (s + 1000) >= (t + 1) * (uint256(pool.shares) + 1000), "the price never falls");
            atMost(got + pool.toTokens(shares), put, "what came out and is there");
        }
    }

    /// @notice D-01: to inflate the price of an empty pool costs its first depositor more than it brings, and whoever
    /// comes next loses at most one share.
    function testFuzz_D01_inflatingAnEmptyPoolLoses(uint256 first, uint256 donation, uint256 second) external pure {
        first = Random.fit(first, 1, 1e27);
        donation = Random.fit(donation, 0, 1e27);
        second = Random.fit(second, MILL, 1e27);
        PoolMath.Pool memory pool;
        uint256 attackers = pool.enter(first);
        pool.tokens += uint96(donation);
        uint256 victims = pool.enter(second);
        atMost(pool.toTokens(attackers), first + donation, "the attacker's take");
        uint256 oneShare = (uint256(pool.tokens) + 1) / (uint256(pool.shares) + 1000) + 1;
        atMost(second, pool.toTokens(victims) + oneShare + 1, "the victim's stake");
        if (donation == 0) atMost(second, pool.toTokens(victims) + 1, "without a donation, the victim's stake");
    }

    /// @notice S-03, S-10, D-06: a slash takes at most what is there; one that leaves next to nothing ends the generation.
    function testFuzz_S10_aSlashThatLeavesTooLittleEndsTheGeneration(uint256 tokens, uint256 amount) external pure {
        tokens = Random.fit(tokens, 1, 1e27);
        amount = Random.fit(amount, 1, tokens);
        PoolMath.Pool memory pool;
        uint256 shares = pool.enter(tokens);
        uint256 taken = pool.slash(amount);
        same(uint256(pool.tokens) + taken, tokens, "nothing is lost");
        if (tokens - amount >= MILL) {
            same(taken, amount, "taken");
            same(pool.shares, shares, "shares stay");
            same(pool.generation, 0, "generation");
        } else {
            same(taken, tokens, "all is taken");
            same(pool.shares, 0, "shares are void");
            same(pool.generation, 1, "generation");
        }
        uint256 entered = pool.enter(5 * MILL);
        check(pool.toTokens(entered) + 1 >= 5 * MILL, "a new entrant has all of its money");
    }
}
