// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {TestToken} from "./TestToken.sol";

/// @title Refuses every transfer while paused
contract HostilePausingToken is TestToken {
    bool public paused;

    error TransfersPaused();

    constructor() TestToken("Pausing", 6) {}

    function setPaused(bool paused_) external {
        paused = paused_;
    }

    function _update(address from, address to, uint256 amount) internal override {
        if (paused) revert TransfersPaused();
        super._update(from, to, amount);
    }
}
