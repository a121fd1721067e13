// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

/// @title Shares of a pool of tokens
/// @notice Entering buys `⌊tokens·(S + 10³)/(T + 1)⌋` shares, leaving brings `⌊shares·(T + 1)/(S + 10³)⌋` tokens. The
/// virtual 10³ shares and 1 token make it worthless to inflate the price of an empty pool; both divisions round against
/// whoever moves, so a share's price falls only by a slash.
library PoolMath {
    using SafeCast for uint256;

    /// @notice One storage word.
    /// @param tokens what the pool holds
    /// @param shares what holders have of it in all
    /// @param generation shares of an earlier generation are void
    struct Pool {
        uint96 tokens;
        uint128 shares;
        uint32 generation;
    }

    uint256 internal constant VIRTUAL_SHARES = 1e3;
    uint256 internal constant VIRTUAL_TOKENS = 1;

    /// @notice A slash that leaves less than this (1 MILL) of a pool takes that too, and ends its generation: shares of
    /// next to nothing would make those bought later too many to count.
    uint256 internal constant LEAST_TOKENS = 1e18;

    /// @notice `⌊tokens·(S + 10³)/(T + 1)⌋`
    function toShares(Pool memory pool, uint256 tokens) internal pure returns (uint256) {
        // Checked: the product overflows for no amount that fits 96 bits.
        return (tokens * (pool.shares + VIRTUAL_SHARES)) / (pool.tokens + VIRTUAL_TOKENS);
    }

    /// @notice `⌊shares·(T + 1)/(S + 10³)⌋`
    function toTokens(Pool memory pool, uint256 shares) internal pure returns (uint256) {
        return (shares * (pool.tokens + VIRTUAL_TOKENS)) / (pool.shares + VIRTUAL_SHARES);
    }

    /// @notice Put tokens in. Rounds down.
    function enter(Pool memory pool, uint256 tokens) internal pure returns (uint256 shares) {
        shares = toShares(pool, tokens.toUint96());
        pool.tokens = (pool.tokens + tokens).toUint96();
        pool.shares = (pool.shares + shares).toUint128();
    }

    /// @notice Take `shares`, at most those of the pool, out. Rounds down.
    function leave(Pool memory pool, uint256 shares) internal pure returns (uint256 tokens) {
        tokens = toTokens(pool, shares);
        pool.tokens = (pool.tokens - tokens).toUint96();
        pool.shares = (pool.shares - shares).toUint128();
    }

    /// @notice Take `amount`, at most what the pool holds, from all holders alike.
    /// @return taken `amount`, or all of the pool if less than `LEAST_TOKENS` were left
    function slash(Pool memory pool, uint256 amount) internal pure returns (uint256 taken) {
        if (amount == 0) return 0;
        uint256 left = pool.tokens - amount;
        if (left >= LEAST_TOKENS) {
            pool.tokens = left.toUint96();
            return amount;
        }
        taken = pool.tokens;
        pool.tokens = 0;
        pool.shares = 0;
        ++pool.generation;
    }
}
