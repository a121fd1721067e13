// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {TestToken} from "./TestToken.sol";

/// @title Refuses transfers from and to accounts on its block-list, as USDC does
contract HostileBlocklistToken is TestToken {
    mapping(address account => bool) public blocked;

    error Blocked(address account);

    constructor() TestToken("Block-list", 6) {}

    function setBlocked(address account, bool blocked_) external {
        blocked[account] = blocked_;
    }

    function _update(address from, address to, uint256 amount) internal override {
        if (blocked[from]) revert Blocked(from);
        if (blocked[to]) revert Blocked(to);
        super._update(from, to, amount);
    }
}
