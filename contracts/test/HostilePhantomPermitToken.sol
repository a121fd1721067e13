// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {TestToken} from "./TestToken.sol";

/// @title Has no permit, but a fallback that swallows any call, as WETH does
contract HostilePhantomPermitToken is TestToken {
    event Swallowed(bytes data);

    constructor() TestToken("Phantom permit", 18) {}

    fallback() external {
        emit Swallowed(msg.data);
    }
}
