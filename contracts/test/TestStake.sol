// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title Own stake that anyone can set, for tests of what only reads `Staking`
/// @notice Counts for tiers as in `IStaking`, without delegation.
contract TestStake {
    mapping(address operator => uint256) public ownStake;

    function setOwnStake(address operator, uint256 amount) external {
        ownStake[operator] = amount;
    }

    function effectiveStake(address operator, uint256 requiredStake) external view returns (uint256) {
        return Math.min(ownStake[operator], 2 * requiredStake);
    }

    function stakeOf(address operator) external view returns (uint256 own, uint256 delegated) {
        return (ownStake[operator], 0);
    }
}
