// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {HostileDoor} from "./HostileDoor.sol";
import {TestToken} from "./TestToken.sol";

/// @title One token with two addresses: its own and its door's
contract HostileTwoDoorsToken is TestToken {
    HostileDoor public immutable DOOR = new HostileDoor(this);

    error NotTheDoor(address caller);

    constructor() TestToken("Two addresses", 6) {}

    function transferThroughDoor(address sender, address from, address to, uint256 amount) external {
        if (msg.sender != address(DOOR)) revert NotTheDoor(msg.sender);
        if (sender != from) _spendAllowance(from, sender, amount);
        _transfer(from, to, amount);
    }
}
