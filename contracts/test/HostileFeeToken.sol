// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {TestToken} from "./TestToken.sol";

/// @title Burns 1 % of each transfer, rounded up: less arrives than was sent
contract HostileFeeToken is TestToken {
    constructor() TestToken("Fee on transfer", 6) {}

    function feeOf(uint256 amount) public pure returns (uint256) {
        return (amount + 99) / 100;
    }

    function _update(address from, address to, uint256 amount) internal override {
        uint256 fee = from == address(0) || to == address(0) ? 0 : feeOf(amount);
        super._update(from, to, amount - fee);
        if (fee != 0) super._update(from, address(0), fee);
    }
}
