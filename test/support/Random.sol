// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

/// @notice A stream of numbers that follow from one seed, so that a failing input can be run again.
struct Dice {
    uint256 state;
}

using Random for Dice global;

library Random {
    function next(Dice memory d) internal pure returns (uint256) {
        d.state = uint256(keccak256(abi.encode(d.state)));
        return d.state;
    }

    /// @notice From 0 to `count - 1`.
    function below(Dice memory d, uint256 count) internal pure returns (uint256) {
        return next(d) % count;
    }

    /// @notice From `low` to `high`, both included.
    function between(Dice memory d, uint256 low, uint256 high) internal pure returns (uint256) {
        return fit(next(d), low, high);
    }

    /// @notice True in `percent` of the cases.
    function chance(Dice memory d, uint256 percent) internal pure returns (bool) {
        return below(d, 100) < percent;
    }

    /// @notice A number of up to `bits` bits, small ones as likely as large ones.
    function magnitude(Dice memory d, uint256 bits) internal pure returns (uint256) {
        return next(d) & ((1 << below(d, bits + 1)) - 1);
    }

    /// @notice `x` if it lies from `low` to `high`, else a number that does.
    function fit(uint256 x, uint256 low, uint256 high) internal pure returns (uint256) {
        if (x >= low && x <= high) return x;
        uint256 size = high - low + 1;
        return size == 0 ? x : low + (x % size);
    }
}
