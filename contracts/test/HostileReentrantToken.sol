// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {TestToken} from "./TestToken.sol";

/// @title Calls back in the middle of its next transfer, with whatever it was armed with
/// @notice The calls come from the token itself, so it has a share in the matter only if it is a party itself.
contract HostileReentrantToken is TestToken {
    /// @notice What the strike has come to: did it happen, did the call succeed, what did it answer.
    struct Strike {
        bool happened;
        bool succeeded;
        bytes answer;
    }

    address private _target;
    bytes private _call;
    bool private _beforeMoving;
    Strike private _strike;

    constructor() TestToken("Reentrant", 6) {}

    /// @param beforeMoving strike before the balances of the transfer change, else after
    function arm(address target, bytes calldata call, bool beforeMoving) external {
        (_target, _call, _beforeMoving) = (target, call, beforeMoving);
        delete _strike;
    }

    function strike() external view returns (Strike memory) {
        return _strike;
    }

    function _update(address from, address to, uint256 amount) internal override {
        if (_beforeMoving) _callBack();
        super._update(from, to, amount);
        if (!_beforeMoving) _callBack();
    }

    function _callBack() private {
        (address target, bytes memory call) = (_target, _call);
        if (target == address(0)) return;
        // Disarmed first: what it calls moves tokens too.
        _target = address(0);
        // solhint-disable-next-line avoid-low-level-calls
        (bool succeeded, bytes memory answer) = target.call(call);
        _strike = Strike(true, succeeded, answer);
    }
}
