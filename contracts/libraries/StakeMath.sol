// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title How much of an operator's stake counts
library StakeMath {
    /// @notice `min(own + min(delegated, ratio·own), 2 × requiredStake)`: what is delegated counts as far as own stake goes
    /// before it, and no stake beyond twice what the registered units require.
    function effective(
        uint256 own,
        uint256 delegated,
        uint256 ratio,
        uint256 requiredStake
    ) internal pure returns (uint256) {
        return Math.min(own + Math.min(delegated, ratio * own), 2 * requiredStake);
    }
}
