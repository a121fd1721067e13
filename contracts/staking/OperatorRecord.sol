// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {PoolMath} from "../libraries/PoolMath.sol";
import {ScaledTotal} from "../libraries/ScaledTotal.sol";

/// @notice An operator's own stake that is not thawing, bonds included.
/// @param principal what was put in and is still there: what votes
/// @param grownAt timestamp (s) of the last `stake`
/// @param requests how many requests to thaw were made
struct OwnWord {
    uint96 tokens;
    uint96 principal;
    uint40 grownAt;
    uint24 requests;
}

/// @notice What own stake is held for.
/// @param locked required stake of units under leases that are not final
/// @param frozen what open disputes may take of own stake
struct HeldWord {
    uint96 locked;
    uint96 frozen;
}

/// @notice `nextBps` is in force from `nextAt` (s) on; 0 if no change is pending.
struct CommissionWord {
    uint16 bps;
    uint16 nextBps;
    uint40 nextAt;
}

/// @notice All that Staking knows of an operator, one storage word a line.
/// @param bonded bonds by lease, part of `own`
/// @param pending compensation not paid yet, part of nothing else
/// @param frozenDelegated what open disputes may take of both delegated pools, by dispute
struct OperatorRecord {
    OwnWord own;
    HeldWord held;
    ScaledTotal.Total bonded;
    ScaledTotal.Total pending;
    PoolMath.Pool thawing;
    PoolMath.Pool delegated;
    PoolMath.Pool delegatedThawing;
    ScaledTotal.Total frozenDelegated;
    CommissionWord commission;
}

/// @notice A request to leave: shares of a pool of thawing stake, in one storage word.
struct ThawRequest {
    uint128 shares;
    uint32 generation;
    uint40 maturesAt;
}
