// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {TestToken} from "./TestToken.sol";

/// @title Refuses amounts of zero, in transfers and approvals, and amounts above 96 bits
contract HostileStrictToken is TestToken {
    error AmountRefused(uint256 amount);

    constructor() TestToken("Strict amounts", 18) {}

    function approve(address spender, uint256 amount) public override returns (bool) {
        _check(amount);
        return super.approve(spender, amount);
    }

    function _update(address from, address to, uint256 amount) internal override {
        _check(amount);
        super._update(from, to, amount);
    }

    function _check(uint256 amount) private pure {
        if (amount == 0 || amount > type(uint96).max) revert AmountRefused(amount);
    }
}
