// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {TestToken} from "./TestToken.sol";

/// @title Moves half of what was asked and says that all is well
contract HostileShortToken is TestToken {
    constructor() TestToken("Transfers less than asked", 6) {}

    function _update(address from, address to, uint256 amount) internal override {
        super._update(from, to, from == address(0) ? amount : amount / 2);
    }
}
