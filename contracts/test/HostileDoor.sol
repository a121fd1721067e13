// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {HostileTwoDoorsToken} from "./HostileTwoDoorsToken.sol";

/// @title The second address of `HostileTwoDoorsToken`
contract HostileDoor {
    HostileTwoDoorsToken private immutable TOKEN;

    constructor(HostileTwoDoorsToken token) {
        TOKEN = token;
    }

    function balanceOf(address account) external view returns (uint256) {
        return TOKEN.balanceOf(account);
    }

    function transfer(address to, uint256 amount) external returns (bool) {
        TOKEN.transferThroughDoor(msg.sender, msg.sender, to, amount);
        return true;
    }

    function transferFrom(address from, address to, uint256 amount) external returns (bool) {
        TOKEN.transferThroughDoor(msg.sender, from, to, amount);
        return true;
    }
}
