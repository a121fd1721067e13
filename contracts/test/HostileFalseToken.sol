// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {TestToken} from "./TestToken.sol";

/// @title Answers false where others revert
contract HostileFalseToken is TestToken {
    constructor() TestToken("False on failure", 6) {}

    function transfer(address to, uint256 amount) public override returns (bool) {
        return balanceOf(msg.sender) >= amount && super.transfer(to, amount);
    }

    function transferFrom(address from, address to, uint256 amount) public override returns (bool) {
        bool covered = balanceOf(from) >= amount && allowance(from, msg.sender) >= amount;
        return covered && super.transferFrom(from, to, amount);
    }
}
