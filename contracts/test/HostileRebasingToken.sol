// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {TestToken} from "./TestToken.sol";

/// @title Balances that change without a transfer: one share is worth `unitsPerShare`, which anyone can set
/// @notice A transfer moves whole shares, so up to `unitsPerShare - 1` units less than asked.
contract HostileRebasingToken is TestToken {
    uint256 public unitsPerShare = 1;

    constructor() TestToken("Rebasing", 6) {}

    function rebase(uint256 newUnitsPerShare) external {
        unitsPerShare = newUnitsPerShare;
    }

    function balanceOf(address account) public view override returns (uint256) {
        return super.balanceOf(account) * unitsPerShare;
    }

    function _update(address from, address to, uint256 amount) internal override {
        super._update(from, to, amount / unitsPerShare);
    }
}
